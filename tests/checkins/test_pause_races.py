"""Both pause at once; one pauses while a worker sends, or a sweep plans; one comes back meanwhile."""

from datetime import time, timedelta
from functools import partial

import pytest

from checkins.models import Pause
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import begin
from tests.races import errors, race
from trustpact.couples.models import Partner
from trustpact.notices import claim
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice, Schedule, Silence
from trustpact.notices.planning import plan_due
from trustpact.notices.sweep import sweep

pytestmark = pytest.mark.django_db(transaction=True)
DUE = NOON + timedelta(minutes=30)


@pytest.fixture
def couples(starters):
    """Return a function that makes one more couple, who hold something together at 13:30."""
    number = iter(range(1000))

    def make():
        Schedule.objects.all().delete()
        Notice.objects.all().delete()
        here = next(number)
        people = [make_person(f"Person {here} {place}") for place in (1, 2)]
        ritual = begin(make_couple(*people, now=NOON), "weekly-debrief")
        ritual.reschedule(now=NOON, weekdays="0", at=time(13, 30))
        return people

    return make


def pause(person):
    Pause.begin(Partner.objects.of(person), now=DUE)


def come_back(person):
    Pause.come_back(Partner.objects.of(person), now=DUE)


def test_both_pause_at_once(rounds, couples):
    for _ in range(rounds):
        ana, ben = couples()
        assert errors(race(partial(pause, ana), partial(pause, ben))) == []
        on = [Pause.running(Partner.objects.of(one), DUE) for one in (ana, ben)]
        assert all(on)
        assert Silence.objects.filter(person__in=[ana, ben]).count() == 4


def test_one_comes_back_while_the_other_pauses(rounds, couples):
    for _ in range(rounds):
        ana, ben = couples()
        pause(ana)
        assert errors(race(partial(come_back, ana), partial(pause, ben))) == []
        assert Silence.objects.filter(person__in=[ana, ben]).count() == 2


def test_two_taps_at_once_are_one_pause(rounds, couples):
    for _ in range(rounds):
        ana, _ben = couples()
        assert errors(race(partial(pause, ana), partial(pause, ana))) == []
        assert Pause.objects.get(partner__person=ana).taken == 1


def test_nothing_shared_leaves_after_a_pause(rounds, couples, smtp_sink):
    arrived = []

    def paused(person):
        pause(person)
        arrived.append(len(smtp_sink.to(person.email)))

    for _ in range(rounds):
        ana, _ben = couples()
        plan_due(DUE)
        taken = claim.claim_notices(DUE)
        assert len(taken.notice_ids) == 2
        send = partial(deliver, taken.notice_ids, claim=taken.name, clock=lambda: DUE)
        assert errors(race(send, partial(paused, ana))) == []
        sweep(DUE)
        assert len(smtp_sink.to(ana.email)) == arrived.pop() <= 1


def test_nothing_shared_is_planned_after_a_pause(rounds, couples, smtp_sink):
    for _ in range(rounds):
        ana, ben = couples()
        assert errors(race(lambda: sweep(DUE), partial(pause, ana))) == []
        before = [len(smtp_sink.to(one.email)) for one in (ana, ben)]
        for later in (timedelta(), claim.QUEUE_LEASE, claim.WORK_LEASE):
            sweep(DUE + later)
        assert [len(smtp_sink.to(one.email)) for one in (ana, ben)] == before
