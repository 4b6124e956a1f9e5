"""A batch on its way out: who waits for whom, and what is left when it does not arrive."""

import threading
import time
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, connections

from tests.cast import NOON, make_person
from tests.notices.kinds_for_tests import claimed, told
from tests.races import errors, race
from trustpact.notices import claim, delivery, leaving
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice, Silence, cancel_for
from trustpact.notices.sweep import sweep

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 0.5  # seconds a mail


def at_noon():
    return NOON


def statuses():
    return sorted(Notice.objects.values_list("status", flat=True))


def until_first_mail(sink):
    end = time.monotonic() + 10
    while not sink.messages and time.monotonic() < end:
        time.sleep(0.01)


def claimed_for(person, number):
    for _ in range(number):
        told(person)
    return claimed(number)


def test_batch_takes_the_same_statements_for_any_number(smtp_sink, django_assert_num_queries):
    ana = make_person("Ana")
    for number in (1, 20):
        ids, name = claimed_for(ana, number)
        # On PostgreSQL two transactions; on SQLite the batch leaves between two of its own.
        with django_assert_num_queries(11 if connection.vendor == "sqlite" else 9):
            deliver(ids, claim=name, clock=at_noon)
    assert len(smtp_sink.messages) == 21


def test_slow_server_ends_a_batch_and_the_rest_is_due(smtp_sink, monkeypatch):
    monkeypatch.setattr(leaving, "LEAVING_FOR", timedelta(seconds=SLOW))
    monkeypatch.setattr("trustpact.notices.delivery.PATIENCE", SLOW)
    smtp_sink.delay = SLOW
    ids, name = claimed_for(make_person("Ana"), 5)

    deliver(ids, claim=name, clock=at_noon)

    assert statuses() == ["due"] * 4 + ["sent"]
    assert len(smtp_sink.messages) == 1


def test_slow_server_keeps_nobody_from_saving(smtp_sink):
    ana, ben = make_person("Ana"), make_person("Ben")
    ids, name = claimed_for(ana, 1)
    smtp_sink.delay = 4 * SLOW
    took = []

    def save():
        until_first_mail(smtp_sink)
        began = time.monotonic()
        ben.save()
        took.append(time.monotonic() - began)

    assert errors(race(lambda: deliver(ids, claim=name, clock=at_noon), save)) == []
    assert took[0] < SLOW
    assert statuses() == ["sent"]


@pytest.mark.parametrize("quiet", ["cancel", "silence"])
def test_quiet_that_begins_while_a_batch_leaves_waits_for_it(smtp_sink, quiet):
    ana = make_person("Ana")
    ids, name = claimed_for(ana, 3)
    smtp_sink.delay = SLOW / 2
    arrived = []

    def be_quiet():
        until_first_mail(smtp_sink)
        if quiet == "cancel":
            cancel_for(ana)
        else:
            Silence.objects.begin(person=ana, from_at=NOON, now=NOON)
        arrived.append(len(smtp_sink.messages))

    assert errors(race(lambda: deliver(ids, claim=name, clock=at_noon), be_quiet)) == []
    assert arrived == [3] == [len(smtp_sink.messages)]
    assert statuses() == ["sent"] * 3


def test_quiet_while_a_batch_leaves_takes_back_the_next_one(smtp_sink, monkeypatch):
    monkeypatch.setattr("trustpact.notices.delivery.IN_HAND", 2)
    ana = make_person("Ana")
    ids, name = claimed_for(ana, 6)
    smtp_sink.delay = SLOW / 2

    def be_quiet():
        until_first_mail(smtp_sink)
        cancel_for(ana)

    assert errors(race(lambda: deliver(ids, claim=name, clock=at_noon), be_quiet)) == []
    left = len(smtp_sink.messages)
    assert left in (2, 4)  # the batch that was leaving, and one more if it was quicker
    assert statuses() == ["cancelled"] * (6 - left) + ["sent"] * left


def test_stop_between_begin_and_leaving_sends_nothing_and_leaves_no_doubt(smtp_sink, monkeypatch):
    ana = make_person("Ana")
    ids, name = claimed_for(ana, 2)
    written = delivery._message
    monkeypatch.setattr(
        delivery, "_message", lambda *given: elsewhere(lambda: cancel_for(ana)) or written(*given)
    )

    deliver(ids, claim=name, clock=at_noon)

    assert smtp_sink.messages == []
    assert statuses() == ["cancelled"] * 2


def test_stop_after_a_worker_died_on_the_way_leaves_the_doubt(smtp_sink, monkeypatch):
    ana = make_person("Ana")
    ids, name = claimed_for(ana, 2)
    monkeypatch.setattr(leaving, "_write_down", lambda _outcomes: die())
    with pytest.raises(KeyboardInterrupt):
        deliver(ids, claim=name, clock=at_noon)

    cancel_for(ana)
    sweep(NOON + claim.WORK_LEASE)

    assert len(smtp_sink.messages) == 2
    assert statuses() == ["unknown"] * 2


def test_silence_that_is_about_to_begin_holds_the_batch_back(smtp_sink):
    ana = make_person("Ana")
    ids, name = claimed_for(ana, 2)
    Silence.objects.create(person=ana, from_at=NOON + leaving.LEAVING_FOR)

    deliver(ids, claim=name, clock=at_noon)
    assert statuses() == ["due"] * 2
    sweep(NOON + leaving.LEAVING_FOR)

    assert statuses() == ["cancelled"] * 2
    assert smtp_sink.messages == []


def test_account_disabled_after_the_claim_gets_nothing(smtp_sink):
    ana = make_person("Ana")
    ids, name = claimed_for(ana, 2)
    ana.is_active = False
    ana.save()

    deliver(ids, claim=name, clock=at_noon)
    sweep(NOON)

    assert statuses() == ["cancelled"] * 2
    assert smtp_sink.messages == []


def test_batch_whose_worker_dies_is_unknown_and_never_sent_again(smtp_sink):
    ids, name = claimed_for(make_person("Ana"), 3)
    send, sent = leaving._send, []
    try:
        leaving._send = lambda *arguments: sent.append(send(*arguments)) or die()
        with pytest.raises(KeyboardInterrupt):
            deliver(ids, claim=name, clock=at_noon)
    finally:
        leaving._send = send
    sweep(NOON + claim.WORK_LEASE)

    assert statuses() == ["unknown"] * 3
    assert len(smtp_sink.messages) == 3


def test_what_must_be_told_leaves_alone(smtp_sink):
    ana = make_person("Ana")
    for _ in range(3):
        told(ana, kind="test sure")
    ids, name = claimed(3)
    smtp_sink.on_message = lambda: arrived.append(statuses_elsewhere())
    arrived = []

    deliver(ids, claim=name, clock=at_noon)

    assert [one.count("sent") for one in arrived] == [0, 1, 2]


def die():
    raise KeyboardInterrupt  # as little is caught of it as of a kill


def statuses_elsewhere():
    """Read what others see."""
    return elsewhere(statuses)


def elsewhere(act):
    """Do something in another thread, so on another connection; returns what it returned."""
    done = []

    def do():
        done.append(act())
        connections.close_all()

    thread = threading.Thread(target=do)
    thread.start()
    thread.join()
    return done[0]


def test_batch_ends_when_its_locks_are_lost(smtp_sink):
    if connection.vendor != "postgresql":
        return  # SQLite's lock is a file, which nobody can take away
    ana = make_person("Ana")
    ids, name = claimed_for(ana, 10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    where = connection.get_connection_params()
    keep = {key: where[key] for key in ("host", "port", "user", "dbname") if key in where}

    def take_the_locks():
        smtp_sink.on_message = None
        with psycopg.connect(**keep, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [backend])

    smtp_sink.on_message, smtp_sink.delay = take_the_locks, SLOW / 10
    with pytest.raises(Exception):  # noqa: B017 (psycopg's or Django's, as it notices)
        deliver(ids, claim=name, clock=at_noon)
    connection.close()
    sweep(NOON + claim.WORK_LEASE)

    assert len(smtp_sink.messages) < 3
    assert statuses() == ["unknown"] * 10
