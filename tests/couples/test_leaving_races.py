"""Leaving while a mail is about to go: once somebody has left, nothing of it is on its way any more."""

from datetime import time, timedelta

import pytest

from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import begin, starters
from tests.notices.test_leaving import until_first_mail
from tests.races import errors, race
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.sweep import sweep

__all__ = ["starters"]
pytestmark = pytest.mark.django_db(transaction=True)
DUE = NOON + timedelta(minutes=30)


def test_nothing_is_sent_after_somebody_left(rounds, starters, smtp_sink):
    """Whatever the mail server has of it, it had before leaving was done; to both of the two."""
    sent = 0
    for number in range(max(10, rounds // 3)):
        ana, ben = make_person(f"Ana {number}"), make_person(f"Ben {number}")
        ritual = begin(make_couple(ana, ben, now=NOON), "weekly-debrief")
        ritual.reschedule(now=NOON, weekdays="0", at=time(13, 30))
        smtp_sink.messages.clear()
        arrived = []

        def leave(person=ana, arrived=arrived, waits=number % 2):
            if waits:  # until the batch is on its way
                until_first_mail(smtp_sink)
            Partner.objects.of(person).leave(now=DUE)
            arrived.append(len(smtp_sink.messages))

        outcomes = race(lambda: sweep(DUE), leave)
        sweep(DUE + timedelta(minutes=1))

        assert errors(outcomes) == []
        assert [len(smtp_sink.messages)] == arrived
        assert not Notice.objects.open().exists()
        assert not Schedule.objects.exists()
        sent += len(smtp_sink.messages)
    assert sent > 0
