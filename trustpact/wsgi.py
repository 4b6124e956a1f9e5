"""The web process: `granian --interface wsgi trustpact.wsgi:application`."""

import os

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustpact.settings")

application = get_wsgi_application()
from trustpact.privacy.ledger import refuse_who_is_back  # noqa: E402 (the apps are loaded by now)

BaseCommand().check()  # no WSGI server asks: a view without a guard must not be served once
refuse_who_is_back()
