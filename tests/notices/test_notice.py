from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from tests.cast import NOON
from tests.notices.kinds_for_tests import DAY, HOUR, claimed, status, told
from trustpact.notices import claim
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice, Schedule, Silence, cancel_for
from trustpact.notices.sweep import sweep

MINUTE = timedelta(minutes=1)


def at(moment):
    return lambda: moment


def test_tell_writes_one_notice_for_its_key(cast):
    subject = uuid4()
    first = told(cast.ana, subject=subject)
    again = told(cast.ana, subject=subject, due_at=NOON + HOUR)

    assert again.pk == first.pk
    assert Notice.objects.get().due_at == NOON


def test_tell_needs_a_registered_kind(cast):
    with pytest.raises(LookupError):
        told(cast.ana, kind="test unheard of")


def test_tell_refuses_a_window_that_ends_before_it_begins(cast):
    with pytest.raises(ValueError, match="cannot be told"):
        told(cast.ana, until=NOON)


def test_database_refuses_a_window_that_ends_before_it_begins(cast):
    notice = told(cast.ana)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(until=NOON - HOUR)


def test_database_refuses_a_claim_without_a_name(cast):
    notice = told(cast.ana)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(status="claimed")


def test_words_lie_sealed(cast):
    told(cast.ana, words={"name": "Anastasia"}, address="benjamin@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT words, address FROM notices_notice")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"Anastasia" not in stored
    assert b"benjamin" not in stored


def test_sweep_sends_what_is_due_once(cast):
    notice = told(cast.ana)

    sweep(NOON)
    sweep(NOON + MINUTE)

    assert status(notice) == Notice.Status.SENT
    assert [message.to for message in mail.outbox] == [[cast.ana.email]]


def test_sweep_sends_nothing_early(cast):
    notice = told(cast.ana)

    sweep(NOON - MINUTE)

    assert status(notice) == Notice.Status.DUE
    assert mail.outbox == []


def test_sweep_sends_nothing_older_than_its_window(cast):
    notice = told(cast.ana)

    sweep(NOON + 2 * HOUR)

    assert status(notice) == Notice.Status.FAILED
    assert list(Notice.objects.flagged()) == [notice]
    assert mail.outbox == []


def test_sweep_sends_nothing_to_a_disabled_account(cast):
    notice = told(cast.ana)
    cast.ana.is_active = False
    cast.ana.save()

    sweep(NOON)

    assert status(notice) == Notice.Status.CANCELLED
    assert mail.outbox == []


def test_app_notice_stands_in_the_app_without_a_mail(cast):
    notice = told(cast.ana, channel="app")

    sweep(NOON)

    assert status(notice) == Notice.Status.SENT
    assert mail.outbox == []


@pytest.mark.parametrize("is_swept", [True, False])
def test_app_notice_is_open_in_its_window_whatever_the_sweep_did(cast, is_swept):
    notice = told(cast.ana, channel="app")
    if is_swept:
        sweep(NOON)

    assert list(Notice.objects.open_for(cast.ana, NOON)) == [notice]
    assert not Notice.objects.open_for(cast.ana, NOON - MINUTE)
    assert not Notice.objects.open_for(cast.ana, NOON + 2 * HOUR)
    assert not Notice.objects.open_for(cast.ben, NOON)


def test_app_notice_rests_while_there_is_silence(cast):
    told(cast.ana, channel="app")
    sweep(NOON)
    Silence.objects.begin(person=cast.ana, from_at=NOON, until_at=NOON + HOUR, now=NOON)

    assert not Notice.objects.open_for(cast.ana, NOON)
    assert Notice.objects.open_for(cast.ana, NOON + HOUR)


@pytest.mark.parametrize("over", ["subject", "series", "everything"])
def test_silence_holds_back_a_reminder(cast, over):
    notice = told(cast.ana, series=uuid4())
    subject = getattr(notice, over, None)
    Silence.objects.create(person=cast.ana, subject=subject, from_at=NOON - HOUR)

    sweep(NOON)

    assert status(notice) == Notice.Status.CANCELLED
    assert mail.outbox == []


@pytest.mark.parametrize(
    "silence",
    [
        {"subject": uuid4(), "from_at": NOON - HOUR},
        {"from_at": NOON - HOUR, "until_at": NOON},
        {"from_at": NOON + MINUTE},
    ],
)
def test_silence_about_something_else_or_another_time_holds_back_nothing(cast, silence):
    notice = told(cast.ana)
    Silence.objects.create(person=cast.ana, **silence)
    Silence.objects.create(person=cast.ben, from_at=NOON - HOUR)

    sweep(NOON)

    assert status(notice) == Notice.Status.SENT


def test_silence_never_holds_back_what_must_be_told(cast):
    notice = told(cast.ana, kind="test sure")
    Silence.objects.begin(person=cast.ana, from_at=NOON - HOUR, now=NOON)

    sweep(NOON)

    assert status(notice) == Notice.Status.SENT


def test_silence_between_claim_and_sending_is_obeyed(cast):
    notice = told(cast.ana)
    ids, name = claimed(1)
    Silence.objects.create(person=cast.ana, from_at=NOON)

    deliver(ids, claim=name, clock=at(NOON))
    sweep(NOON)

    assert status(notice) == Notice.Status.CANCELLED
    assert mail.outbox == []


def test_silence_that_begins_takes_back_what_is_claimed(cast):
    notice = told(cast.ana)
    ids, name = claimed(1)

    Silence.objects.begin(person=cast.ana, from_at=NOON, now=NOON)
    deliver(ids, claim=name, clock=at(NOON))

    assert status(notice) == Notice.Status.CANCELLED
    assert mail.outbox == []


def test_silence_leaves_later_reminders_for_the_time_after_it(cast):
    later = told(cast.ana, due_at=NOON + HOUR)
    Silence.objects.begin(person=cast.ana, from_at=NOON, until_at=NOON + DAY, now=NOON)

    Silence.objects.end(person=cast.ana, now=NOON + MINUTE)
    sweep(NOON + HOUR)

    assert status(later) == Notice.Status.SENT


def test_cancel_for_ends_what_is_planned_and_takes_back_what_is_due(cast):
    series = uuid4()
    planned = Schedule.objects.plan(
        person=cast.ana, kind="test reminder", subject=series, next_at=NOON, zone="UTC"
    )
    due, other = told(cast.ana, series=series), told(cast.ana)

    cancel_for(cast.ana, subject=series)

    assert not Schedule.objects.filter(pk=planned.pk).exists()
    assert (status(due), status(other)) == (Notice.Status.CANCELLED, Notice.Status.DUE)


def test_cancel_for_takes_what_stands_in_the_app_away(cast):
    told(cast.ana, channel="app")
    sweep(NOON)

    cancel_for(cast.ana)

    assert not Notice.objects.open_for(cast.ana, NOON)


def test_cancel_for_leaves_what_was_sent_and_other_people_alone(cast):
    sent, others = told(cast.ana), told(cast.ben, due_at=NOON + HOUR)
    sweep(NOON)

    cancel_for(cast.ana)

    assert (status(sent), status(others)) == (Notice.Status.SENT, Notice.Status.DUE)


def test_deliver_sends_nothing_that_was_cancelled_after_the_claim(cast):
    told(cast.ana)
    ids, name = claimed(1)
    cancel_for(cast.ana)

    deliver(ids, claim=name, clock=at(NOON))

    assert mail.outbox == []


def test_deliver_twice_sends_once(cast):
    told(cast.ana)
    ids, name = claimed(1)

    deliver(ids, claim=name, clock=at(NOON))
    deliver(ids, claim=name, clock=at(NOON))

    assert len(mail.outbox) == 1


def test_deliver_that_comes_late_does_nothing(cast):
    told(cast.ana)
    ids, old = claimed(1)
    later = NOON + claim.QUEUE_LEASE
    claimed(1, now=later)

    deliver(ids, claim=old, clock=at(later))

    assert mail.outbox == []


def test_claim_lost_on_the_way_to_a_worker_is_due_again(cast):
    notice = told(cast.ana)
    claimed(1)

    sweep(NOON + claim.QUEUE_LEASE)

    assert status(notice) == Notice.Status.SENT


def test_reminder_whose_worker_died_is_unknown_and_flagged(cast):
    notice = told(cast.ana)
    ids, name = claimed(1)
    claim.begin(ids, claim=name, now=NOON)

    sweep(NOON + claim.WORK_LEASE)

    assert status(notice) == Notice.Status.UNKNOWN
    assert list(Notice.objects.flagged()) == [notice]
    assert mail.outbox == []


def test_what_must_be_told_is_sent_again_with_the_same_message_id(cast):
    notice = told(cast.ana, kind="test sure")
    ids, name = claimed(1)
    claim.begin(ids, claim=name, now=NOON)

    sweep(NOON + claim.WORK_LEASE)

    assert status(notice) == Notice.Status.SENT
    assert mail.outbox[0].message()["Message-ID"] == f"<{notice.pk}@localhost>"


def test_claim_is_handed_back_when_the_broker_is_gone(cast):
    def no_broker(*_handed_over):
        raise ConnectionError

    notice = told(cast.ana)

    with pytest.raises(ConnectionError):
        sweep(NOON, hand_over=no_broker)

    assert status(notice) == Notice.Status.DUE


def test_forget_deletes_what_was_told_a_week_ago(cast):
    told(cast.ana)
    recent = told(cast.ana, due_at=NOON + DAY, until=NOON + 2 * DAY)
    sweep(NOON)
    sweep(NOON + DAY)

    assert Notice.objects.forget(NOON + 7 * DAY) == 1
    assert list(Notice.objects.all()) == [recent]


def test_forget_keeps_what_is_still_to_be_told(cast):
    told(cast.ana, until=NOON + 30 * DAY)

    assert Notice.objects.forget(NOON + 8 * DAY) == 0


def test_forget_deletes_a_silence_that_is_long_over(cast):
    Silence.objects.create(person=cast.ana, from_at=NOON, until_at=NOON + HOUR)
    Silence.objects.create(person=cast.ana, from_at=NOON)

    Silence.objects.forget(NOON + 8 * DAY)

    assert Silence.objects.get().until_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_claim_takes_the_same_statements_for_any_number(cast, count, django_assert_num_queries):
    for _ in range(count):
        told(cast.ana)

    with django_assert_num_queries(5):  # savepoint, select, settings, update, release
        claim.claim_notices(NOON)
