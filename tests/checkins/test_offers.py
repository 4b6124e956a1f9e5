"""What is offered, and when: counted from what both see."""

from datetime import timedelta

import pytest

from agreements.models import Agreement
from checkins.models import RitualWish
from checkins.models.template import Suggest
from checkins.offers import Facts, offers
from tests.agreements.drafting import add, agree
from tests.agreements.signing import OPEN, in_force, sign
from tests.cast import NOON
from tests.checkins.conftest import begin
from tests.checkins.own import own_ritual

MONTH = timedelta(days=30)


def allowed(cast, suggest, now, rituals=()):
    return Facts(cast.couple, list(rituals), now).allow(suggest)


def offered(partner, now=NOON):
    kept = list(partner.couple.rituals.kept().with_plan())
    found = offers(partner, kept, now)
    return [one.slug for one in found.timely], [one.slug for one in found.later]


@pytest.mark.parametrize(
    ("suggest", "days"), [(Suggest.AT_ONCE, 0), (Suggest.TWO_WEEKS, 14), (Suggest.MONTH, 30)]
)
def test_offer_after_a_time(cast, suggest, days):
    assert allowed(cast, suggest, NOON + timedelta(days=days))
    assert not days or not allowed(cast, suggest, NOON + timedelta(days=days - 1))


def test_a_few_are_offered_at_a_time(cast, starters):
    timely, later = offered(cast.ana_partner)
    assert timely == ["daily-check-in", "weekly-debrief"]
    assert "monthly-ceremony" in later
    assert len(offered(cast.ana_partner, NOON + 2 * MONTH)[0]) <= 3


def test_what_is_kept_is_offered_no_more(cast, starters):
    begin(cast.couple)
    assert "daily-check-in" not in sum(offered(cast.ana_partner), [])


def test_review_is_offered_once_a_version_is_in_force(cast, starters):
    assert not allowed(cast, Suggest.SIGNING, OPEN)
    in_force(cast)
    assert allowed(cast, Suggest.SIGNING, OPEN)


def test_one_signature_offers_nothing(cast, starters):
    agree(cast, *add(cast, "testing"))
    version = propose(cast)
    sign(version, cast.ana_partner)
    assert not allowed(cast, Suggest.SIGNING, OPEN)
    assert not allowed(cast, Suggest.TESTING, OPEN)


def test_tests_are_offered_with_their_clause_in_force_and_until_it_is_withdrawn(cast, starters):
    agree(cast, *add(cast, "testing"))
    version = propose(cast)
    for partner in (cast.ana_partner, cast.ben_partner):
        sign(version, partner)
    assert allowed(cast, Suggest.TESTING, OPEN)
    clause = version.document.clauses[0].id
    version.withdraw(partner=cast.ben_partner, now=OPEN, clause=clause)
    assert not allowed(cast, Suggest.TESTING, OPEN)


def test_another_clause_offers_no_tests(cast, starters):
    in_force(cast)
    assert not allowed(cast, Suggest.TESTING, OPEN)


def propose(cast):
    return Agreement.of(cast.couple).versions.model.propose(
        Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON
    )


# --- A calm month.


def test_calm_is_a_month_in_which_something_was_kept(cast, starters):
    ritual = own_ritual(cast)
    assert allowed(cast, Suggest.CALM_MONTH, NOON + MONTH, [ritual])
    assert not allowed(cast, Suggest.CALM_MONTH, NOON + MONTH)
    assert not allowed(cast, Suggest.CALM_MONTH, NOON + MONTH - timedelta(days=1), [ritual])


@pytest.mark.parametrize(("days", "calm"), [(0, True), (1, False), (29, False), (30, True)])
def test_a_withdrawal_ends_calm_from_the_next_day_for_a_month(cast, starters, days, calm):
    ritual = own_ritual(cast)
    version = in_force(cast)
    withdrawn = NOON + 2 * MONTH
    version.withdraw(partner=cast.ben_partner, now=withdrawn)
    now = withdrawn + timedelta(days=days)
    assert allowed(cast, Suggest.CALM_MONTH, now, [ritual]) is calm


# --- When both ask for it.


def test_what_both_must_ask_for_is_offered_for_later(cast, starters):
    assert "time-for-us" in offered(cast.ana_partner)[1]


def test_own_wish_moves_it_for_oneself_alone(cast, starters):
    before = offered(cast.ben_partner)
    RitualWish.objects.create(partner=cast.ana_partner, slug="time-for-us")
    assert "time-for-us" not in sum(offered(cast.ana_partner), [])
    assert offered(cast.ben_partner) == before
