"""The eleventh thank-you in parallel, one tap twice, and thanks while the other leaves."""

from functools import partial

import pytest

from checkins.models import Appreciation
from checkins.models.appreciation import MOST_A_DAY
from tests.cast import NOON, make_couple, make_person
from tests.races import errors, race
from trustpact.couples.models import Partner
from trustpact.rules import RuleBroken, TooOften

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def couples(db):
    """Return a function that makes one more couple."""
    number = iter(range(1000))

    def make():
        here = next(number)
        people = [make_person(f"Person {here} {place}") for place in (1, 2)]
        make_couple(*people, now=NOON)
        return people

    return make


def thank(person, words):
    Appreciation.give(Partner.objects.of(person), words, now=NOON)


def test_the_tenth_and_the_eleventh_at_once_are_ten(rounds, couples):
    for _ in range(rounds):
        ana, _ben = couples()
        for number in range(MOST_A_DAY - 1):
            thank(ana, f"For this, {number}.")
        [refused] = errors(race(partial(thank, ana, "Tenth."), partial(thank, ana, "Eleventh.")))
        assert isinstance(refused, TooOften)
        assert Appreciation.objects.filter(author__person=ana).count() == MOST_A_DAY


def test_one_tap_twice_is_one(rounds, couples):
    for _ in range(rounds):
        ana, _ben = couples()
        assert errors(race(partial(thank, ana, "Tea."), partial(thank, ana, "Tea."))) == []
        assert Appreciation.objects.filter(author__person=ana).count() == 1


def test_both_thank_at_once(rounds, couples):
    for _ in range(rounds):
        ana, ben = couples()
        assert errors(race(partial(thank, ana, "Tea."), partial(thank, ben, "Tea."))) == []
        assert Appreciation.objects.filter(couple__partners__person=ana).count() == 2


def test_thanks_while_the_other_leaves_are_there_or_refused(rounds, couples):
    for _ in range(rounds):
        ana, ben = couples()
        mine, theirs = Partner.objects.of(ana), Partner.objects.of(ben)
        give = partial(Appreciation.give, mine, "Tea.", now=NOON)
        refused = errors(race(give, partial(theirs.leave, now=NOON)))
        there = Appreciation.objects.filter(author=mine).count()
        assert [type(one) for one in refused] in ([], [RuleBroken])
        assert there + len(refused) == 1
