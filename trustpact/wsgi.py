"""The web process: `granian --interface wsgi trustpact.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from trustpact.web.starting import sentences_instead_of_tracebacks, start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustpact.settings")

with sentences_instead_of_tracebacks():
    application = get_wsgi_application()
    from trustpact.privacy.ledger import refuse_who_is_back  # the apps are loaded by now

    start()  # no WSGI server asks: a view without a guard must not be served once
    refuse_who_is_back()
