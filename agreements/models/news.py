"""
What the two are told of a version: never right after the other's act, always in neutral words.

`agreements/planning.py` registers the kinds.
"""

import uuid
from datetime import timedelta

from agreements.mornings import first_morning, next_morning
from agreements.terms import beginning, renewable_from
from trustpact.notices.models import Notice, Schedule

SIGNING = "agreements.signing"
IN_FORCE = "agreements.in_force"
WITHDRAWN = "agreements.withdrawn"  # or ended: the same news
AHEAD = "agreements.ahead"  # what comes round about a version in force
WINDOW = timedelta(days=7)  # after this, news is not news


def plan_signing(version, partners, now):
    """Wake for each partner once signing has opened; called anew, it moves the waking."""
    for partner in partners:
        person = partner.person
        Schedule.objects.plan(
            person=person,
            kind=SIGNING,
            subject=version.pk,
            next_at=max(version.signing_opens_at, next_morning(now, person.zone)),
            zone=person.zone,
        )


def end_signing(version):
    """Let nothing more be planned about signing this version, and take back what was to be told."""
    Schedule.objects.end(subject=version.pk, kind=SIGNING)
    Notice.objects.open().filter(kind=SIGNING, subject=version.pk).cancel()


def tell_signing(version, person, now):
    """Tell a person that something waits: the version can be signed now."""
    if version.lapses_at > now:
        Notice.objects.tell(
            person=person, kind=SIGNING, subject=version.pk, due_at=now, until=version.lapses_at
        )


def plan_ahead(version, partners, now):
    """Wake for each partner when something comes round about a version in force."""
    for partner in partners:
        person = partner.person
        Schedule.objects.plan(
            person=person,
            kind=AHEAD,
            subject=version.pk,
            next_at=next_ahead(version, person.zone, now),
            zone=person.zone,
        )


def end_ahead(version):
    """Let nothing more come round about this version, and take back what was to be told."""
    Schedule.objects.end(subject=version.pk, kind=AHEAD)
    Notice.objects.open().filter(kind=AHEAD).about(version.pk).cancel()


def next_ahead(version, zone, now):
    """
    Return the next moment at which something comes round, or None.

    The first seven in the morning of the zone on which a term can be renewed or the version wants
    to be looked at again; the end of a term.
    """
    ends = [term.ends_on for term in version.terms.all()]
    moments = [asking_at(day, zone) for day in [version.review_on, *map(renewable_from, ends)]]
    return min((at for at in [*moments, *map(beginning, ends)] if at > now), default=None)


def asking_at(day, zone):
    """Return when a person is asked what comes round on a UTC day: in the morning, their clock."""
    return first_morning(beginning(day), zone)


def tell_ahead(version, day, person, now):
    """Tell a person once that something waits: what came round on this day."""
    Notice.objects.tell(
        person=person,
        kind=AHEAD,
        subject=uuid.uuid5(version.pk, day.isoformat()),
        series=version.pk,
        due_at=now,
        until=now + WINDOW,
    )


def tell_in_force(version, person, now):
    """Tell a person next morning that what both signed is in force."""
    _tell_next_morning(person, IN_FORCE, version.pk, now)


def tell_withdrawn(entry, person, now):
    """Tell a person next morning that something was withdrawn, or has ended."""
    _tell_next_morning(person, WITHDRAWN, entry.pk, now)


def _tell_next_morning(person, kind, subject, now):
    due_at = next_morning(now, person.zone)
    Notice.objects.tell(
        person=person, kind=kind, subject=subject, due_at=due_at, until=due_at + WINDOW
    )
