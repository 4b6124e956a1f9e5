"""Two of everything at the same instant."""

import threading
import time
from datetime import time as clock_time
from functools import partial
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction

from tests.cast import NOON, make_person
from tests.notices.kinds_for_tests import DAY, claimed, scheduled, told
from tests.races import errors, race
from trustpact.notices import claim
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice, Reminders, Schedule, Silence, cancel_for
from trustpact.notices.sweep import sweep

pytestmark = pytest.mark.django_db(transaction=True)


def at_noon():
    return NOON


def leave_nothing():
    mail.outbox.clear()
    Notice.objects.all().delete()
    Schedule.objects.all().delete()
    Silence.objects.all().delete()


def test_two_sweeps_plan_and_send_each_once(rounds):
    ana = make_person("Ana")
    for _ in range(rounds):
        leave_nothing()
        for _ in range(5):
            scheduled(ana)

        outcomes = race(lambda: sweep(NOON), lambda: sweep(NOON))
        sweep(NOON)  # one that found the other's rows locked leaves them to the next

        assert errors(outcomes) == []
        assert Schedule.objects.filter(next_at=NOON + DAY).count() == 5
        assert len(mail.outbox) == Notice.objects.filter(status="sent").count() == 5


def test_two_workers_with_the_same_task_send_once(rounds):
    ana = make_person("Ana")
    for _ in range(rounds):
        leave_nothing()
        for _ in range(3):
            told(ana)
        ids, name = claimed(3)

        outcomes = race(
            partial(deliver, ids, claim=name, clock=at_noon),
            partial(deliver, ids, claim=name, clock=at_noon),
        )

        assert errors(outcomes) == []
        assert len(mail.outbox) == Notice.objects.filter(status="sent").count() == 3


def test_a_row_that_was_held_when_its_task_came_is_sent_by_the_next_sweep():
    told(make_person("Ana"))
    ids, name = claimed(1)
    is_held = threading.Event()

    def hold():
        with transaction.atomic():
            list(Notice.objects.select_for_update())
            is_held.set()
            time.sleep(0.2)

    def take():
        is_held.wait()
        deliver(ids, claim=name, clock=at_noon)

    assert errors(race(hold, take)) == []
    sweep(NOON)
    assert len(mail.outbox) == Notice.objects.filter(status="sent").count() == 1


def test_a_late_task_against_the_claim_that_replaced_it_sends_once(rounds):
    ana = make_person("Ana")
    later = NOON + claim.QUEUE_LEASE
    for _ in range(rounds):
        leave_nothing()
        told(ana)
        ids, name = claimed(1)

        outcomes = race(
            partial(deliver, ids, claim=name, clock=lambda: later),
            lambda: sweep(later),
        )
        sweep(later)

        assert errors(outcomes) == []
        assert len(mail.outbox) == 1


@pytest.mark.parametrize("quiet", ["cancel", "silence"])
def test_nothing_leaves_after_the_quiet_has_begun(rounds, quiet, smtp_sink):
    """Whatever is at the mail server was there before the transaction of the quiet had ended."""
    ana = make_person("Ana")
    arrived = []

    def be_quiet():
        if quiet == "cancel":
            cancel_for(ana)
        else:
            Silence.objects.begin(person=ana, from_at=NOON, now=NOON)
        arrived.append(len(smtp_sink.messages))

    for _ in range(rounds):
        leave_nothing()
        smtp_sink.messages.clear()
        for _ in range(3):
            told(ana)
        ids, name = claimed(3)

        outcomes = race(partial(deliver, ids, claim=name, clock=at_noon), be_quiet)
        sweep(NOON)

        assert errors(outcomes) == []
        assert len(smtp_sink.messages) == arrived.pop()
        assert Notice.objects.filter(status="sent").count() == len(smtp_sink.messages)
        assert not Notice.objects.open().exists()


def test_ending_a_schedule_against_a_sweep_leaves_nothing_due(rounds):
    ana = make_person("Ana")
    for _ in range(rounds):
        leave_nothing()
        scheduled(ana)

        outcomes = race(lambda: sweep(NOON, hand_over=lambda *_: None), lambda: cancel_for(ana))

        assert errors(outcomes) == []
        assert not Schedule.objects.exists()
        assert not Notice.objects.open().exists()


def test_two_that_tell_the_same_write_one_notice(rounds):
    ana = make_person("Ana")
    for _ in range(rounds):
        subject = uuid4()

        outcomes = race(*[partial(told, ana, subject=subject)] * 2)

        assert errors(outcomes) == []
        assert Notice.objects.filter(subject=subject).count() == 1


def test_two_that_plan_the_same_write_one_schedule(rounds):
    ana = make_person("Ana")
    for _ in range(rounds):
        subject = uuid4()

        outcomes = race(
            partial(scheduled, ana, subject=subject),
            partial(scheduled, ana, subject=subject, next_at=NOON + DAY),
        )

        assert errors(outcomes) == []
        assert Schedule.objects.filter(subject=subject).count() == 1


@pytest.mark.parametrize(
    "wishes",
    [{"mail": False}, {"quiet_from": clock_time(12), "quiet_end": clock_time(14)}],
    ids=["off", "quiet"],
)
def test_settings_against_a_worker_that_sends_are_kept_from_the_moment_they_are_kept(
    rounds, wishes
):
    ana = make_person("Ana")  # at noon of the tests her clock says 13:00
    for _ in range(rounds):
        leave_nothing()
        Reminders.objects.all().delete()
        notice = told(ana)
        ids, name = claimed(1)
        sent_before = []

        def keep(sent_before=sent_before):
            Reminders.objects.keep(person=ana, now=NOON, **wishes)
            sent_before.append(len(mail.outbox))

        outcomes = race(partial(deliver, ids, claim=name, clock=at_noon), keep)
        sweep(NOON)

        assert errors(outcomes) == []
        assert len(mail.outbox) == sent_before[0]
        notice.refresh_from_db()
        assert (notice.status == "sent") == (len(mail.outbox) == 1)


def test_two_who_keep_the_same_settings_make_one_row(rounds):
    ana = make_person("Ana")
    for _ in range(rounds):
        Reminders.objects.all().delete()
        keep = partial(Reminders.objects.keep, person=ana, now=NOON, mail=False)
        outcomes = race(keep, keep)
        assert errors(outcomes) == []
        assert Reminders.objects.get().mail is False
