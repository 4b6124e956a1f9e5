"""Stopping what a worker has in hand: it leaves no more, and no stop hides what a crash has eaten."""

from django.core import mail

from tests.cast import NOON
from tests.notices.kinds_for_tests import HOUR, claimed, status, told
from trustpact.notices import claim
from trustpact.notices.models import Notice, cancel_for
from trustpact.notices.sweep import sweep


def begun_by_somebody(person, kind="test reminder"):
    """Write a notice that a worker has begun; returns it, and the worker's name for it."""
    notice = told(person, kind=kind)
    ids, name = claimed(1)
    (begun,) = claim.begin(ids, claim=name, now=NOON)
    return notice, begun.claim


def test_cancel_of_what_a_gone_worker_had_begun_is_in_doubt_and_flagged(cast, caplog):
    notice, _name = begun_by_somebody(cast.ana)

    cancel_for(cast.ana)

    assert status(notice) == Notice.Status.UNKNOWN
    assert list(Notice.objects.flagged()) == [notice]
    assert "Flagged: 1 of test reminder by mail became unknown." in caplog.text


def test_stop_of_what_a_gone_worker_had_begun_is_never_sent(cast):
    begun_by_somebody(cast.ana)
    begun_by_somebody(cast.ana, kind="test sure")

    cancel_for(cast.ana)
    for after in (NOON, NOON + claim.WORK_LEASE, NOON + HOUR):
        sweep(after)

    assert mail.outbox == []
    assert set(Notice.objects.values_list("status", flat=True)) == {Notice.Status.UNKNOWN}


def test_worker_that_could_not_send_what_was_stopped_says_so(cast):
    notice, name = begun_by_somebody(cast.ana)
    cancel_for(cast.ana)

    claim.hand_back([notice.pk], claim=name, now=NOON)

    assert status(notice) == Notice.Status.CANCELLED
    assert notice.claim is None


def test_worker_whose_lease_ended_says_no_more_of_what_is_in_doubt(cast):
    notice, name = begun_by_somebody(cast.ana)
    sweep(NOON + claim.WORK_LEASE)

    claim.hand_back([notice.pk], claim=name, now=NOON + claim.WORK_LEASE)

    assert status(notice) == Notice.Status.UNKNOWN


def test_stop_twice_leaves_in_doubt_what_is_in_doubt(cast):
    notice, _name = begun_by_somebody(cast.ana)
    cancel_for(cast.ana)
    cancel_for(cast.ana)
    assert status(notice) == Notice.Status.UNKNOWN
