"""
What the two are told of a version: never right after the other's act, always in neutral words.

`agreements/planning.py` registers the kinds.
"""

from datetime import timedelta

from agreements.mornings import next_morning
from trustpact.notices.models import Notice, Schedule

SIGNING = "agreements.signing"
IN_FORCE = "agreements.in_force"
WITHDRAWN = "agreements.withdrawn"
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


def tell_in_force(version, person, now):
    """Tell a person next morning that what both signed is in force."""
    _tell_next_morning(person, IN_FORCE, version.pk, now)


def tell_withdrawn(entry, person, now):
    """Tell a person next morning that something changed in the agreement."""
    _tell_next_morning(person, WITHDRAWN, entry.pk, now)


def _tell_next_morning(person, kind, subject, now):
    due_at = next_morning(now, person.zone)
    Notice.objects.tell(
        person=person, kind=kind, subject=subject, due_at=due_at, until=due_at + WINDOW
    )
