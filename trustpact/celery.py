"""The worker and the beat: `celery -A trustpact worker`, `celery -A trustpact beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustpact.settings")

app = Celery("trustpact")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
