"""The worker and the beat: `celery -A trustpact worker`, `celery -A trustpact beat`."""

import os

from celery import Celery

from trustpact.notices import queue_in_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustpact.settings")

queue_in_files.take_over()
app = Celery("trustpact")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
