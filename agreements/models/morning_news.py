"""
What one is told of what the other sent about a clause: next morning, once a day, that it waits.

Nothing is told of what was taken back or answered before that morning.
"""

import uuid
from datetime import timedelta

from agreements.models.news import WINDOW
from agreements.mornings import morning_after
from trustpact.notices.models import Notice, Schedule

TALK = "agreements.talk"
FARTHEST = timedelta(days=2)  # between a day and its morning, whatever the two zones


def plan(agreement, *, author, now):
    """Wake when the other is to be told of what `author` sent; return that moment, or None."""
    reader = agreement.couple.other(author)
    if reader is None:
        return None
    person = reader.person
    ahead = [one for one in _mornings(agreement, author, person, now) if one > now]
    if not ahead:
        Schedule.objects.end(person=person, kind=TALK, subject=agreement.pk)
        return None
    next_at = min(ahead)
    Schedule.objects.plan(
        person=person, kind=TALK, subject=agreement.pk, next_at=next_at, zone=person.zone
    )
    return next_at


def tell(agreement, *, author, person, since, now):
    """Tell a person that something waits, if anything does whose morning came since `since`."""
    come = [one for one in _mornings(agreement, author, person, now) if since <= one <= now]
    if come:
        Notice.objects.tell(
            person=person,
            kind=TALK,
            subject=uuid.uuid5(agreement.pk, max(come).date().isoformat()),
            series=agreement.pk,
            due_at=now,
            until=now + WINDOW,
        )


def end(agreement):
    """Let nothing more be told about what was sent."""
    Schedule.objects.end(kind=TALK, subject=agreement.pk)
    Notice.objects.open().filter(kind=TALK, series=agreement.pk).cancel()


def _mornings(agreement, author, person, now):
    """Return the mornings on which the person is told of what `author` sent and still waits."""
    couple = agreement.couple
    since = couple.local(now).date() - FARTHEST
    kept = agreement.clauses.filter(removed_on__isnull=True)
    proposed = kept.filter(
        proposals__proposed_by=author, proposals__status="open", proposals__sent_on__gte=since
    ).values_list("proposals__sent_on", flat=True)
    written = kept.filter(comments__author=author, comments__sent_on__gte=since).values_list(
        "comments__sent_on", flat=True
    )
    return [morning_after(day, person.zone, shared=couple.zone) for day in {*proposed, *written}]
