"""Two who speak, answer and stop at the same instant."""

import pytest

from checkins.mending import HURT_TOO, YES
from checkins.models import Repair
from tests.cast import NOON, make_couple, make_person
from tests.races import errors, race
from trustpact.couples.models import Partner
from trustpact.rules import RuleBroken, TooOften

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(starters):
    """Return a function that makes one more couple; its people."""
    number = iter(range(1000))

    def make():
        here = next(number)
        people = [make_person(f"Person {here} {place}") for place in (1, 2)]
        make_couple(*people)
        return people

    return make


def open_by(person, words="What was said."):
    partner = Partner.objects.of(person)
    return Repair.open(partner.couple, partner, hurt=True, words=words, now=NOON)


def act(repair, person, verb, *args, **more):
    fresh = Repair.objects.get(pk=repair.pk)
    return getattr(fresh, verb)(Partner.objects.of(person), *args, now=NOON, **more)


def test_both_open_at_once_and_both_stand(rounds, pair):
    for _ in range(rounds):
        ana, ben = pair()
        assert errors(race(lambda ana=ana: open_by(ana), lambda ben=ben: open_by(ben))) == []
        assert Partner.objects.of(ana).couple.repairs.count() == 2


def test_two_windows_open_one(rounds, pair):
    for _ in range(rounds):
        ana, _ben = pair()
        failed = errors(race(lambda ana=ana: open_by(ana), lambda ana=ana: open_by(ana)))
        assert [type(one) for one in failed] == [TooOften]
        assert Partner.objects.of(ana).couple.repairs.count() == 1


def test_both_stop_at_once(rounds, pair):
    for _ in range(rounds):
        ana, ben = pair()
        repair = open_by(ana)
        stops = [lambda who=who, one=repair: act(one, who, "stop") for who in (ana, ben)]
        assert errors(race(*stops)) == []
        repair.refresh_from_db()
        assert repair.status == Repair.Status.STOPPED


@pytest.mark.parametrize("choice", [YES, HURT_TOO])
def test_an_answer_against_a_stop_is_whole_or_not_there(rounds, pair, choice):
    for _ in range(rounds):
        ana, ben = pair()
        repair = open_by(ana)
        say = {"words": "You left.", "choice": choice}
        outcomes = race(
            lambda one=repair, who=ben, say=say: act(one, who, "say", "answer", **say),
            lambda one=repair, who=ana: act(one, who, "stop"),
        )
        assert [type(one) for one in errors(outcomes)] in ([], [RuleBroken])
        repair.refresh_from_db()
        answered = repair.messages.filter(step="answer").exists()
        assert repair.status == Repair.Status.STOPPED
        assert answered == (not errors(outcomes))
        assert Repair.objects.filter(beside=repair).exists() == (answered and choice == HURT_TOO)


def test_a_double_click_sends_once(rounds, pair):
    for _ in range(rounds):
        ana, ben = pair()
        repair = open_by(ana)
        twice = [
            lambda one=repair, who=ben: act(one, who, "say", "answer", choice=YES)
            for _window in range(2)
        ]
        assert errors(race(*twice)) == []
        assert repair.messages.count() == 2
