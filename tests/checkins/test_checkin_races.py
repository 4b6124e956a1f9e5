"""Both partners at the same instant: what both gave opens, once, and nothing is lost."""

from datetime import timedelta

import pytest

from checkins.answers import digest
from checkins.models import CheckIn, Occurrence, OpenedAnswer, Ritual
from tests.cast import NOON, make_cast
from tests.checkins.conftest import begin, us
from tests.library import CLAUSES, RITUALS, load_library
from tests.races import errors, race
from trustpact.couples.models import Partner


@pytest.fixture
def kept():
    """A daily check-in, committed for every thread to see."""
    load_library(CLAUSES, RITUALS)
    cast = make_cast()
    return cast, begin(cast.couple)


def own_checkin(ritual, partner, date):
    """Return a partner's check-in as a request reads it: with rows of its own."""
    own = Partner.objects.select_related("couple", "person").get(pk=partner.pk)
    occurrence = Occurrence.on(Ritual.objects.with_plan().get(pk=ritual.pk), date)
    return occurrence.checkin_of(own)


def done(ritual, partner, date, answers):
    """Answer and press Done."""
    own_checkin(ritual, partner, date).keep(answers, done=True, now=NOON)


def seen(ritual, partner, date, slug):
    """Return what a partner reads of a question before it is answered."""
    checkin = own_checkin(ritual, partner, date)
    [question] = [one for one in checkin.asked() if one["slug"] == slug]
    return digest(*checkin.stands(question))


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


@pytest.mark.django_db(transaction=True)
def test_done_and_taking_back_at_once_leave_no_half(kept, rounds):
    cast, daily = kept
    for number in range(rounds):
        date = NOON.date() + timedelta(days=number)
        done(daily, cast.ana_partner, date, {"trust": us(4)})
        outcomes = race(
            lambda date=date: done(daily, cast.ben_partner, date, {"trust": us(2)}),
            lambda date=date: own_checkin(daily, cast.ana_partner, date).take_back(now=NOON),
        )
        assert errors(outcomes) == []
        assert not OpenedAnswer.objects.filter(occurrence__date=date).exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_keep_both_questions(kept, rounds):
    cast, daily = kept
    for number in range(rounds):
        date = NOON.date() + timedelta(days=number)
        read = {one: seen(daily, cast.ana_partner, date, one) for one in ("trust", "comfort")}
        outcomes = race(
            *[
                lambda date=date, one=one, read=read: own_checkin(
                    daily, cast.ana_partner, date
                ).save_answers({one: us(3)}, now=NOON, seen={one: read[one]})
                for one in read
            ]
        )
        assert errors(outcomes) == []
        kept_answers = CheckIn.objects.get(occurrence__date=date).answers
        assert kept_answers == {"trust": us(3), "comfort": us(3)}
