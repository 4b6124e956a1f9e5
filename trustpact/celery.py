"""The worker and the beat: `celery -A trustpact worker`, `celery -A trustpact beat`."""

import os

from celery import Celery, signals

from trustpact.notices import queue_in_files
from trustpact.operations import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustpact.settings")

queue_in_files.take_over()
signals.setup_logging.connect(logs.leave_to_django)
app = Celery("trustpact")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
