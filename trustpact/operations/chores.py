"""The housekeeping of the beat: what of it fails again and again is kept until it goes well."""

from django.conf import settings
from django.db import transaction
from django.db.models import F

from trustpact.operations.models import Chore

SWEEP = "notices.sweep"  # many times a minute; where it fails, what is due is late: that shows
AGAIN_AND_AGAIN = 3  # times on end; then an operator has to look


def is_chore(name):
    """Say whether the beat calls a task of this name, and seldom enough to keep an eye on it."""
    return name != SWEEP and any(
        entry["task"] == name for entry in settings.CELERY_BEAT_SCHEDULE.values()
    )


def went_well(name):
    """Forget that a chore failed."""
    if is_chore(name):
        Chore.objects.filter(name=name).delete()


@transaction.atomic
def went_wrong(name, error, now):
    """Keep that a chore failed once more; of the error its type alone."""
    if is_chore(name):
        found, _made = Chore.objects.get_or_create(name=name, defaults={"since": now})
        Chore.objects.filter(pk=found.pk).update(
            failures=F("failures") + 1, error=type(error).__name__[:80]
        )


def failing():
    """Return the chores that failed when they ran last, the most often failed first."""
    return list(Chore.objects.order_by("-failures", "name"))
