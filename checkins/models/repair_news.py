"""
What one is told of a repair: next morning, once a day, in neutral words, that something waits.

Nothing is told of what was answered or ended before that morning, and nobody is told that it ended.
"""

import uuid
from datetime import timedelta

from agreements.mornings import morning_after
from trustpact.notices.models import Notice, Schedule

REPAIR = "checkins.repair"
REPAIR_RESTS = "checkins.repair_rests"
WINDOW = timedelta(days=7)


def tell(repair, reader, number, today, *, now):
    """Tell the reader next morning of what was sent on this day; once, however much it was."""
    person = reader.person
    if _told(repair).filter(person=person).exists():
        return
    due_at = max(now, morning_after(today, person.zone, shared=repair.couple.zone))
    Notice.objects.tell(
        person=person,
        kind=REPAIR,
        subject=uuid.uuid5(repair.pk, str(number)),
        series=repair.pk,
        due_at=due_at,
        until=due_at + WINDOW,
    )


def has_read(repair, partner):
    """Tell a partner no more of what they have answered."""
    _told(repair).filter(person=partner.person_id).cancel()


def plan_rest(repair):
    """Wake on the day on which it rests by itself."""
    Schedule.objects.plan(
        person=repair.opened_by.person,
        kind=REPAIR_RESTS,
        subject=repair.pk,
        next_at=repair.rests_at,
        zone=repair.couple.zone,
    )


def end(repair):
    """Let nothing more be told about it."""
    Schedule.objects.end(subject=repair.pk, kind=REPAIR_RESTS)
    _told(repair).cancel()


def _told(repair):
    return Notice.objects.filter(kind=REPAIR, series=repair.pk).open()
