"""How one wants to be reminded, obeyed at the instant of sending."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tests.cast import NOON
from tests.notices.kinds_for_tests import DAY, HOUR, claimed, status, told
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice, Reminders
from trustpact.notices.sweep import sweep

EVENING = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)  # 22:30 in Berlin
MORNING = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)  # 07:00 in Berlin
QUIET = {"quiet_from": time(22), "quiet_end": time(7)}


def keep(person, *, now=NOON, **wishes):
    return Reminders.objects.keep(person=person, now=now, **wishes)


def book(person):
    return Reminders.objects.book(persons=[person.pk])


def test_start_is_one_mail_at_the_time_itself(cast):
    wish = book(cast.ana).of(cast.ana.pk)
    assert (wish.channels, wish.lead, wish.weekdays) == (["mail"], "now", "0123456")
    assert wish.quiet_until(NOON) is None


def test_one_subject_follows_what_holds_for_everything(cast):
    keep(cast.ana, lead="hour")
    assert book(cast.ana).of(cast.ana.pk, uuid4()).lead == "hour"
    assert book(cast.ana).of(cast.ben.pk).lead == "now"


def test_own_settings_begin_with_what_holds_and_stay_when_that_changes(cast):
    keep(cast.ana, lead="hour")
    subject = uuid4()
    keep(cast.ana, subject=subject, push=True)
    keep(cast.ana, lead="ten")
    wish = book(cast.ana).of(cast.ana.pk, subject)
    assert (wish.lead, wish.push) == ("hour", True)


def test_following_again_forgets_the_own_settings(cast):
    subject = uuid4()
    keep(cast.ana, subject=subject, lead="hour")
    Reminders.objects.follow(person=cast.ana, subject=subject, now=NOON)
    assert book(cast.ana).of(cast.ana.pk, subject).lead == "now"


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": ""},
        {"quiet_from": time(22)},
        {"quiet_from": time(22), "quiet_end": time(22)},
        {"subject": uuid4(), "bounced": "ana@example.org"},
        {"is_own": False},
    ],
)
def test_database_refuses_settings_that_mean_nothing(cast, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminders.objects.create(person=cast.ana, **wrong)


def test_database_keeps_one_row_for_everything(cast):
    Reminders.objects.create(person=cast.ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminders.objects.create(person=cast.ana)


# --- Quiet hours


def test_quiet_hours_shift_a_reminder_to_their_end(cast):
    keep(cast.ana, **QUIET)
    notice = told(cast.ana, due_at=EVENING, until=EVENING + DAY)

    sweep(EVENING)
    sweep(MORNING - timedelta(seconds=1))
    assert (status(notice), mail.outbox) == (Notice.Status.DUE, [])
    sweep(MORNING)

    assert (status(notice), len(mail.outbox)) == (Notice.Status.SENT, 1)


def test_quiet_hours_never_shift_beyond_the_window(cast):
    keep(cast.ana, **QUIET)
    notice = told(cast.ana, due_at=EVENING, until=MORNING)
    sweep(EVENING)
    sweep(MORNING)
    assert (status(notice), mail.outbox) == (Notice.Status.CANCELLED, [])


def test_quiet_hours_are_those_of_the_own_clock(cast):
    cast.ana.zone = "America/New_York"
    cast.ana.save(update_fields=["zone"])
    keep(cast.ana, **QUIET)
    notice = told(cast.ana, due_at=EVENING, until=EVENING + DAY)  # 16:30 there
    sweep(EVENING)
    assert status(notice) == Notice.Status.SENT


def test_quiet_hours_hold_back_nothing_of_others_and_nothing_that_must_be_told(cast):
    keep(cast.ana, **QUIET)
    notices = [
        told(cast.ben, due_at=EVENING, until=EVENING + DAY),
        told(cast.ana, kind="test sure", due_at=EVENING, until=EVENING + DAY),
        told(cast.ana, channel="app", due_at=EVENING, until=EVENING + DAY),
    ]
    sweep(EVENING)
    assert [status(notice) for notice in notices] == ["sent"] * 3


def test_quiet_hours_of_one_subject_hold_for_it_alone(cast):
    series = uuid4()
    keep(cast.ana, subject=series, **QUIET)
    quiet = told(cast.ana, series=series, due_at=EVENING, until=EVENING + DAY)
    other = told(cast.ana, due_at=EVENING, until=EVENING + DAY)
    sweep(EVENING)
    assert (status(quiet), status(other)) == ("due", "sent")


def test_quiet_hours_that_begin_while_a_mail_is_on_its_way_hold_it_back(cast):
    notice = told(cast.ana, due_at=EVENING, until=EVENING + DAY)
    ids, name = claimed(1, now=EVENING)

    keep(cast.ana, now=EVENING, **QUIET)
    deliver(ids, claim=name, clock=lambda: EVENING)
    sweep(EVENING)

    assert (status(notice), mail.outbox) == ("due", [])


def test_clock_that_reaches_quiet_hours_between_claim_and_sending_holds_back(cast):
    keep(cast.ana, **QUIET)
    before = EVENING - timedelta(minutes=30, seconds=5)
    notice = told(cast.ana, due_at=before, until=EVENING + DAY)
    ids, name = claimed(1, now=before)

    deliver(ids, claim=name, clock=lambda: before + timedelta(seconds=10))

    assert (status(notice), mail.outbox) == ("due", [])


# --- Ways


def test_mail_that_is_not_wanted_any_more_is_cancelled_though_it_was_written(cast):
    notice = told(cast.ana)
    Reminders.objects.create(person=cast.ana, mail=False)  # as if written after the plan was read
    sweep(NOON)
    assert (status(notice), mail.outbox) == (Notice.Status.CANCELLED, [])


def test_switching_mails_off_cancels_those_that_are_due_or_on_their_way(cast):
    notices = [told(cast.ana), told(cast.ana, due_at=NOON + HOUR)]
    ids, name = claimed(1)
    keep(cast.ana, mail=False)
    deliver(ids, claim=name, clock=lambda: NOON)
    assert [status(notice) for notice in notices] == ["cancelled"] * 2
    assert mail.outbox == []


def test_switching_mails_off_for_everything_leaves_own_settings_alone(cast):
    series = uuid4()
    keep(cast.ana, subject=series)
    own, other = told(cast.ana, series=series), told(cast.ana)
    keep(cast.ana, mail=False)
    sweep(NOON)
    assert (status(own), status(other)) == ("sent", "cancelled")


def test_what_must_be_told_is_mailed_whatever_the_settings(cast):
    keep(cast.ana, mail=False)
    notice = told(cast.ana, kind="test sure")
    sweep(NOON)
    assert status(notice) == Notice.Status.SENT


@pytest.mark.parametrize("count", [1, 3])
def test_book_is_one_query_for_any_number(cast, count, django_assert_num_queries):
    subjects = [uuid4() for _ in range(count)]
    for subject in subjects:
        keep(cast.ana, subject=subject, **QUIET)
    with django_assert_num_queries(1):
        found = book(cast.ana)
        for subject in subjects:
            found.of(cast.ana.pk, subject).quiet_until(NOON)
