"""Amending what is in force, and looking at it again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement, ReviewDelay, Version
from agreements.models.amending import amend
from tests.agreements.drafting import add, agree, template
from tests.agreements.signing import OPEN, floor, in_force, intrusive, proposal, with_a_term
from trustpact.privacy.export import export_of
from trustpact.rules import RuleBroken

WORDS = "We talk on Sundays.", "We plan on Mondays."
REVIEW = datetime(2026, 6, 2, 12, tzinfo=UTC)


@pytest.fixture
def version(cast):
    return in_force(cast, *WORDS)


def drafted(cast):
    return [clause.text for clause in Agreement.of(cast.couple).agreed_clauses(OPEN)]


# --- Amending


def test_amending_brings_back_what_was_taken_out_and_leaves_every_yes(version, cast):
    version.agreement.clauses.first().remove(now=OPEN)
    assert amend(version, partner=cast.ana_partner, now=OPEN) == []
    assert drafted(cast) == list(WORDS)


def test_amending_a_draft_that_holds_it_all_changes_nothing(version, cast):
    before = list(version.agreement.clauses.values())
    amend(version, partner=cast.ben_partner, now=OPEN)
    assert list(version.agreement.clauses.values()) == before


def test_amending_names_clauses_with_other_words_and_leaves_them(version, cast):
    clause = version.agreement.clauses.first()
    clause.take_words("We talk on Fridays.")
    assert amend(version, partner=cast.ben_partner, now=OPEN) == [clause]
    clause.refresh_from_db()
    assert clause.words == "We talk on Fridays."


def test_amending_leaves_out_what_was_withdrawn_or_has_ended(cast):
    version = with_a_term(cast)
    for clause in version.agreement.clauses.kept():
        clause.remove(now=OPEN)
    version.withdraw(partner=cast.ana_partner, now=OPEN, clause=intrusive(version))
    amend(version, partner=cast.ben_partner, now=OPEN)
    assert [clause.text for clause in version.agreement.clauses.kept()] == ["We talk on Sundays."]


def test_amending_keeps_a_newer_wording_that_stands_in_the_draft(cast):
    floor()
    agree(cast, *add(cast, "monogamy"))
    version = in_force_of_the_draft(cast)
    version.agreement.clauses.get().remove(now=OPEN)
    revised = template("monogamy").revise(fields={"text": "Other."}, by=cast.ada)
    revised.submit().publish(by=cast.chen, now=OPEN)
    (newer,) = add(cast, "monogamy")
    amend(version, partner=cast.ana_partner, now=OPEN)
    assert version.agreement.clauses.kept().get() == newer


def in_force_of_the_draft(cast):
    version = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=OPEN)
    for partner in (cast.ana_partner, cast.ben_partner):
        version.sign(
            partner=partner, seen=version.digest, auth="totp", now=version.signing_opens_at
        )
    return version


def test_only_what_is_in_force_is_amended(cast):
    with pytest.raises(RuleBroken, match="Only what is in force"):
        amend(proposal(cast), partner=cast.ana_partner, now=OPEN)


# --- Looking again


def looks(partner, now=REVIEW):
    return Version.objects.to_look_at(partner, now).exists()


def test_both_are_asked_from_the_day_on(version, cast):
    assert not looks(cast.ana_partner, REVIEW - timedelta(days=1))
    assert looks(cast.ana_partner)
    assert looks(cast.ben_partner)


def test_putting_it_off_is_for_oneself(version, cast):
    before = export_of(cast.ben, now=REVIEW)
    ReviewDelay.put_off(version, partner=cast.ana_partner, days=14, now=REVIEW)
    assert not looks(cast.ana_partner, REVIEW + timedelta(days=13))
    assert looks(cast.ana_partner, REVIEW + timedelta(days=14))
    assert looks(cast.ben_partner)
    assert export_of(cast.ben, now=REVIEW) == before


def test_putting_it_off_again_counts_from_then(version, cast):
    for days in (90, 14):
        ReviewDelay.put_off(version, partner=cast.ana_partner, days=days, now=REVIEW)
    assert ReviewDelay.objects.get().until == date(2026, 6, 16)


def test_silence_changes_nothing(version, cast):
    version.refresh_from_db()
    assert version.standing(REVIEW + timedelta(days=900)) == Version.Status.IN_FORCE


def test_nothing_is_put_off_before_its_day(version, cast):
    with pytest.raises(RuleBroken, match="nothing to put off"):
        ReviewDelay.put_off(version, partner=cast.ana_partner, days=14, now=OPEN)


def test_what_is_not_in_force_does_not_ask(version, cast):
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    assert not looks(cast.ana_partner)
