"""Due schedules become what their kind makes of them, and move on to their next moment."""

import logging
from collections import defaultdict
from datetime import timedelta

from django.db import OperationalError, transaction

from trustpact.notices import claim, kinds

MOST_BATCHES = 100  # in one sweep; the next one goes on
AGAIN_AFTER_AN_ERROR = timedelta(minutes=5)  # twice as long each time, a day at most
LONGEST_PAUSE = timedelta(days=1)
AGAIN_AFTER_A_LOCK = timedelta(seconds=5)

logger = logging.getLogger(__name__)


def plan_due(now):
    """Plan every schedule that is due, in batches; returns how many."""
    planned = 0
    for _ in range(MOST_BATCHES):
        size = _plan_batch(now)
        planned += size
        if size < claim.BATCH:
            break
    return planned


@transaction.atomic
def _plan_batch(now):
    claim.give_way_to_people()
    schedules = claim.due_schedules(now)
    by_kind = defaultdict(list)
    for schedule in schedules:
        by_kind[schedule.kind].append(schedule)
    for kind, group in by_kind.items():
        set_aside = [one for one in group if one.flagged]  # these take no other along
        if sound := [one for one in group if not one.flagged]:
            _plan_group(kind, sound, now)
        for one in set_aside:
            _plan_alone(kind, one, now)
    claim.move_on(schedules)
    return len(schedules)


def _plan_group(kind, schedules, now):
    """Let the kind plan them together; where that raises, each alone: one stops no other."""
    try:
        _plan(kind, schedules, now)
    except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
        for schedule in schedules:
            _plan_alone(kind, schedule, now)
        logger.warning("Planning %s fell back to one by one: %s", kind, type(error).__name__)


def _plan_alone(kind, schedule, now):
    try:
        _plan(kind, [schedule], now)
    except OperationalError:
        schedule.next_at = now + AGAIN_AFTER_A_LOCK
    except Exception as error:  # noqa: BLE001 (its words may hold content: only its type is told)
        pause = min(AGAIN_AFTER_AN_ERROR * 2 ** min(schedule.failures, 10), LONGEST_PAUSE)
        schedule.next_at, schedule.flagged = now + pause, True
        schedule.failures += 1
        logger.error("Schedule %s was not planned: %s", schedule.pk, type(error).__name__)


@transaction.atomic
def _plan(kind, schedules, now):
    planner = kinds.get(kind).plan_many
    if planner is None:
        raise LookupError(f"The kind {kind!r} has no planner.")
    moments = planner(schedules, now)
    for schedule, next_at in zip(schedules, moments, strict=True):
        if next_at is not None and next_at <= now:
            raise ValueError(f"The next moment of {kind!r} is not ahead.")
        schedule.next_at, schedule.flagged, schedule.failures = next_at, False, 0
