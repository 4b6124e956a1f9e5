"""Somebody stops what reminds them while a worker is sending it, or a sweep is planning it."""

from datetime import timedelta
from functools import partial

import pytest

from checkins.models import Ritual
from checkins.models.ritual import KIND
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import begin, berlin
from tests.races import errors, race
from trustpact.couples.models import Partner
from trustpact.notices import claim
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.planning import plan_due
from trustpact.notices.sweep import sweep

pytestmark = pytest.mark.django_db(transaction=True)
DUE = berlin(2, 19, 30)


def leave(person):
    Partner.objects.of(person).leave(now=DUE)


def rest(person):
    Ritual.rest_all(Partner.objects.of(person).couple, DUE.date() + timedelta(days=7), now=DUE)


def take_no_mail(person):
    partner = Partner.objects.of(person)
    for ritual in partner.couple.rituals.kept():
        ritual.remind(partner, mail=False, now=DUE)


STOPS = pytest.mark.parametrize("stop", [leave, rest, take_no_mail])


@pytest.fixture
def couples(starters):
    """Return a function that makes one more couple who keep the daily check-in, due now."""
    number = iter(range(1000))

    def make():
        Schedule.objects.all().delete()
        Notice.objects.all().delete()
        here = next(number)
        people = [make_person(f"Person {here} {place}") for place in (1, 2)]
        begin(make_couple(*people, now=NOON), now=NOON)
        return people

    return make


@STOPS
def test_nothing_leaves_after_a_stop(rounds, couples, smtp_sink, stop):
    arrived = []

    def stopped(person):
        stop(person)
        arrived.append(len(smtp_sink.to(person.email)))

    for _ in range(rounds):
        ana, _ben = couples()
        plan_due(DUE)
        taken = claim.claim_notices(DUE)
        assert len(taken.notice_ids) == 2

        send = partial(deliver, taken.notice_ids, claim=taken.name, clock=lambda: DUE)
        assert errors(race(send, partial(stopped, ana))) == []
        sweep(DUE)

        assert len(smtp_sink.to(ana.email)) == arrived.pop() <= 1
        assert not Notice.objects.filter(person=ana).open().exists()


@STOPS
def test_nothing_is_planned_after_a_stop(rounds, couples, smtp_sink, stop):
    for _ in range(rounds):
        ana, _ben = couples()

        outcomes = race(lambda: sweep(DUE), partial(stop, ana))
        before = len(smtp_sink.to(ana.email))
        for later in (timedelta(), claim.QUEUE_LEASE, claim.WORK_LEASE, timedelta(hours=1)):
            sweep(DUE + later)

        assert errors(outcomes) == []
        assert len(smtp_sink.to(ana.email)) == before <= 1
        due = Notice.objects.filter(person=ana, kind=KIND, channel=Notice.Channel.MAIL)
        assert not due.open().exists()
