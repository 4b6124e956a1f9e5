"""The worker and the beat: `celery -A trustpact worker`, `celery -A trustpact beat`."""

import os

from celery import Celery, signals
from django.utils import timezone

from trustpact.notices import queue_in_files
from trustpact.operations import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustpact.settings")

queue_in_files.take_over()
signals.setup_logging.connect(logs.leave_to_django)
app = Celery("trustpact")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.task_success.connect
def note_success(sender, **_more):
    """Forget that a chore of the beat failed, now that it went well."""
    from trustpact.operations import chores  # noqa: PLC0415 (models come later than this module)

    chores.went_well(sender.name)


@signals.task_failure.connect
def note_failure(sender, exception, **_more):
    """Keep that a chore of the beat failed, for its operator to see."""
    from trustpact.operations import chores  # noqa: PLC0415 (models come later than this module)

    chores.went_wrong(sender.name, exception, timezone.now())
