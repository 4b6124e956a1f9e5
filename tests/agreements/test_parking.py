"""Letting a clause rest until a day, and its coming back by itself."""

from datetime import date, timedelta

import pytest

from agreements.models import Agreement, Choice, Clause, Version
from tests.agreements.drafting import agree, give, open_round, own, propose, say
from tests.agreements.signing import floor
from tests.cast import NOON
from trustpact.rules import RuleBroken
from trustpact.today.day import Day

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 4, 1)
BEFORE_MIDNIGHT = NOON.replace(month=3, day=31, hour=21, minute=59)  # 23:59 in Berlin
AFTER_MIDNIGHT = BEFORE_MIDNIGHT + timedelta(minutes=2)


@pytest.fixture
def clause(cast):
    """A clause that Ben wants to talk about."""
    clause = own(cast)
    agree(cast, clause)
    say(clause, cast.ben_partner, Choice.TALK)
    return Clause.objects.get()


def read(cast, now=NOON, who="ana"):
    return Agreement.of(cast.couple).seen_by(getattr(cast, f"{who}_partner"), now=now)


def test_parked_clause_leaves_the_talk_list_and_is_counted_apart(cast, clause):
    clause.park(until=UNTIL, now=NOON)
    assert read(cast).to_talk == []
    assert str(read(cast).standing) == "0 of 0 agreed, 1 parked"


def test_parked_clause_is_back_with_its_day_on_the_couples_clock(cast, clause):
    clause.park(until=UNTIL, now=NOON)
    assert read(cast, BEFORE_MIDNIGHT).to_talk == []
    assert [one.pk for one in read(cast, AFTER_MIDNIGHT).to_talk] == [clause.pk]


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_today_says_to_both_that_it_is_back_and_ends_saying_so(cast, clause, who):
    clause.park(until=UNTIL, now=NOON)

    def said(now):
        day = Day.of(getattr(cast, f"{who}_partner"), now)
        return any(
            "back to be talked about" in one.title for one in [day.step, *day.waiting] if one
        )

    assert not said(BEFORE_MIDNIGHT)
    assert said(AFTER_MIDNIGHT)
    assert not said(AFTER_MIDNIGHT + timedelta(days=7))


def test_a_clause_that_both_agree_to_does_not_come_back_to_be_talked_about(cast, clause):
    clause.park(until=UNTIL, now=NOON)
    say(clause, cast.ben_partner, Choice.AGREE)
    assert read(cast, AFTER_MIDNIGHT).back == []


def test_an_agreed_clause_that_is_parked_goes_into_no_version(cast, clause):
    floor()
    say(clause, cast.ben_partner, Choice.AGREE)
    other = own(cast, "Another one.")
    agree(cast, other)
    clause.park(until=UNTIL, now=NOON)
    version = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)
    assert [one.text for one in version.document.clauses] == ["Another one."]


def test_a_parked_clause_waits_for_nobody(cast, clause):
    propose(clause, cast.ana_partner)
    clause.park(until=UNTIL, now=NOON)
    assert read(cast, who="ben").waiting == []
    assert [one.pk for one in read(cast, AFTER_MIDNIGHT, who="ben").waiting] == [clause.pk]


def test_either_takes_it_up_again_at_once(cast, clause):
    clause.park(until=UNTIL, now=NOON)
    clause.take_up()
    assert [one.pk for one in read(cast).to_talk] == [clause.pk]


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_day_that_is_past_or_far_away_is_refused(cast, clause, days):
    with pytest.raises(RuleBroken, match="after today"):
        clause.park(until=NOON.date() + timedelta(days=days), now=NOON)


@pytest.mark.parametrize("days", [1, 365])
def test_a_day_within_a_year_is_taken(cast, clause, days):
    until = NOON.date() + timedelta(days=days)
    clause.park(until=until, now=NOON)
    assert Clause.objects.get().parked_until == until


def test_what_has_not_opened_cannot_be_parked(cast):
    with pytest.raises(RuleBroken, match="alone first"):
        own(cast).park(until=UNTIL, now=NOON)


def test_putting_forward_parks_the_rest_in_one_step(cast, clause):
    floor()
    agreed, aside = own(cast, "Agreed."), own(cast, "Not for Ben.")
    for one in (agreed, aside):
        give(one, cast.ana_partner)
    give(agreed, cast.ben_partner)
    give(aside, cast.ben_partner, Choice.NO)
    open_round(cast)
    Agreement.of(cast.couple).put_forward(partner=cast.ana_partner, rest_until=UNTIL, now=NOON)
    assert [one.words for one in read(cast).parked] == [clause.words]
    assert [one.words for one in read(cast).aside] == ["Not for Ben."]


def test_nothing_is_parked_where_nothing_could_be_put_forward(cast, clause):
    with pytest.raises(RuleBroken, match="nothing yet that both of you agreed to"):
        Agreement.of(cast.couple).put_forward(partner=cast.ana_partner, rest_until=UNTIL, now=NOON)
    assert read(cast).parked == []
