"""Both partners at the same instant: what both gave opens, once, and nothing is lost."""

from datetime import timedelta

import pytest

from agreements.library import load_clauses
from checkins import library
from checkins.models import CheckIn, Occurrence, OpenedAnswer, Ritual
from tests.cast import NOON, make_cast
from tests.checkins.conftest import begin, us
from tests.races import errors, race
from trustpact.couples.models import Partner


@pytest.fixture
def kept():
    """A daily check-in, committed for every thread to see."""
    load_clauses(now=NOON)
    library.load(now=NOON)
    cast = make_cast()
    return cast, begin(cast.couple)


def done(ritual, partner, date, answers):
    """Answer and press Done, as a request does: with rows of its own."""
    own = Partner.objects.select_related("couple", "person").get(pk=partner.pk)
    occurrence = Occurrence.on(Ritual.objects.with_plan().get(pk=ritual.pk), date)
    occurrence.checkin_of(own).keep(answers, done=True, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_both_done_at_once_opens_for_both(kept, rounds):
    cast, daily = kept
    for number in range(rounds):
        date = NOON.date() + timedelta(days=number)
        outcomes = race(
            lambda date=date: done(daily, cast.ana_partner, date, {"trust": us(4)}),
            lambda date=date: done(daily, cast.ben_partner, date, {"trust": us(2)}),
        )
        assert errors(outcomes) == []
        opened = OpenedAnswer.objects.filter(occurrence__date=date)
        assert sorted(row.value for row in opened.select_related("partner")) == [2, 4]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_check_in(kept, rounds):
    cast, daily = kept
    for number in range(rounds):
        date = NOON.date() + timedelta(days=number)
        outcomes = race(
            *[lambda date=date: done(daily, cast.ana_partner, date, {"trust": us(4)})] * 2
        )
        assert errors(outcomes) == []
        assert CheckIn.objects.filter(occurrence__date=date).count() == 1
