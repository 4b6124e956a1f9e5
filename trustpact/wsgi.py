"""The web process: `granian --interface wsgi trustpact.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustpact.settings")

application = get_wsgi_application()
