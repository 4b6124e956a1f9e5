"""Kinds that only the tests register, and functions that write notices and schedules of them."""

from datetime import timedelta
from uuid import uuid4

from tests.cast import NOON
from trustpact.notices import kinds
from trustpact.notices.models import Notice, Schedule

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def plan(schedule, now):
    """Tell of the schedule's moment, once, by mail, and come again tomorrow."""
    Notice.objects.tell(
        person=schedule.person,
        kind="test reminder",
        subject=uuid4(),
        series=schedule.subject,
        due_at=schedule.next_at,
        until=schedule.next_at + 2 * HOUR,
    )
    return schedule.next_at + DAY


def plan_with_an_error(schedule, now):
    """Write something, then fail with words that no log may show."""
    plan(schedule, now)
    raise ValueError("a sentence that somebody wrote")


kinds.register("test reminder", plan=plan)
kinds.register("test faulty", plan=plan_with_an_error)
kinds.register("test sure", wording="changed", link=lambda notice: "/pages/", sure=True)
kinds.register("invitation of tests", wording="invitation", sure=True)
kinds.register("test without wording", wording="none_such")


def scheduled(person, *, kind="test reminder", next_at=NOON, subject=None):
    """Write a schedule that is due at noon."""
    return Schedule.objects.plan(
        person=person, kind=kind, subject=subject or uuid4(), next_at=next_at, zone="UTC"
    )


def told(person, *, kind="test reminder", due_at=NOON, until=NOON + 2 * HOUR, **more):
    """Write a notice that is due at noon, for two hours."""
    more.setdefault("subject", uuid4())
    return Notice.objects.tell(person=person, kind=kind, due_at=due_at, until=until, **more)


def claimed(count, *, now=NOON):
    """Claim what is due; returns the ids and the name of the claim."""
    from trustpact.notices import claim

    taken = claim.claim_notices(now)
    assert len(taken.notice_ids) == count
    return taken.notice_ids, taken.name


def status(notice):
    """Read a notice's status anew."""
    notice.refresh_from_db()
    return notice.status
