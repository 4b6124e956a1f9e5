"""What a withdrawal does to the draft and to what is put forward: nothing counts until agreed anew."""

from datetime import timedelta

import pytest

from agreements.models import Agreement, Proposal, Term, Version
from tests.agreements.drafting import accept, propose, say
from tests.agreements.signing import OPEN, agree_anew, in_force, sign, with_a_term
from trustpact.rules import RuleBroken

WORDS = "We talk on Sundays.", "We plan on Mondays."
LATER = OPEN + timedelta(days=70)


@pytest.fixture
def version(cast):
    return in_force(cast, *WORDS)


def withdraw_first(version, partner):
    version.withdraw(partner=partner, now=OPEN, clause=version.document.clauses[0].id)


def said(cast, who="ana"):
    """Return what stands in the draft: its words, and what each says of them."""
    draft = Agreement.of(cast.couple).seen_by(getattr(cast, f"{who}_partner"), now=OPEN)
    return {
        clause.text: (clause.my_choice_label, clause.their_choice_label) for clause in draft.clauses
    }


@pytest.mark.parametrize("who", ["ana_partner", "ben_partner"])
def test_a_withdrawn_clause_is_agreed_by_neither_any_more_whoever_withdrew(version, cast, who):
    withdraw_first(version, getattr(cast, who))
    told = {
        "We talk on Sundays.": ("Let us talk", "Let us talk"),
        "We plan on Mondays.": ("I agree", "I agree"),
    }
    assert said(cast, "ana") == said(cast, "ben") == told


def test_withdrawing_from_all_asks_anew_about_every_clause(version, cast):
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    assert set(said(cast).values()) == {("Let us talk", "Let us talk")}
    with pytest.raises(RuleBroken, match="nothing yet"):
        Version.propose(version.agreement, partner=cast.ana_partner, now=OPEN)


def test_a_clause_that_ended_is_agreed_by_neither_any_more(cast):
    version = with_a_term(cast)
    Term.lapse(version, now=LATER)
    assert sorted(set(said(cast).values())) == [
        ("I agree", "I agree"),
        ("Let us talk", "Let us talk"),
    ]


def test_a_no_stands(version, cast):
    clause = version.agreement.clauses.first()
    say(clause, cast.ben_partner, "no")
    withdraw_first(version, cast.ana_partner)
    assert said(cast)["We talk on Sundays."] == ("Let us talk", "Not for me")


def test_a_yes_to_other_words_does_not_come_back_with_the_words(version, cast):
    clause = version.agreement.clauses.first()
    clause.take_words("We talk on Fridays.")
    withdraw_first(version, cast.ben_partner)
    clause.take_words("We talk on Sundays.")
    assert not Version.objects.get().agreement.clauses.with_stances().first().is_agreed


def test_a_clause_that_was_taken_out_comes_back_to_be_talked_about(version, cast):
    clause = version.agreement.clauses.first()
    clause.remove(now=OPEN)
    withdraw_first(version, cast.ana_partner)
    clause.bring_back()
    assert said(cast)["We talk on Sundays."] == ("Let us talk", "Let us talk")


def test_a_new_version_leaves_it_out_until_both_agree_anew(version, cast):
    withdraw_first(version, cast.ana_partner)
    clause = version.agreement.clauses.first()
    say(clause, cast.ana_partner)
    second = Version.propose(version.agreement, partner=cast.ben_partner, now=OPEN)
    assert [one.text for one in second.document.clauses] == ["We plan on Mondays."]
    second.end(partner=cast.ana_partner, now=OPEN)
    say(clause, cast.ben_partner)
    third = Version.propose(version.agreement, partner=cast.ben_partner, now=OPEN)
    assert [one.text for one in third.document.clauses] == list(WORDS)


@pytest.mark.parametrize("whole", [True, False])
def test_whoever_withdraws_takes_back_what_they_signed_alone(version, cast, whole):
    second = Version.propose(version.agreement, partner=cast.ben_partner, now=OPEN)
    sign(second, cast.ana_partner, now=second.signing_opens_at)
    version.withdraw(
        partner=cast.ana_partner,
        now=second.signing_opens_at,
        clause="" if whole else second.document.clauses[0].id,
    )
    sign(second, cast.ben_partner, now=second.signing_opens_at)
    assert Version.objects.get(pk=second.pk).status == Version.Status.PROPOSED


def test_a_withdrawal_leaves_the_others_signature_alone(version, cast):
    second = Version.propose(version.agreement, partner=cast.ben_partner, now=OPEN)
    sign(second, cast.ben_partner, now=second.signing_opens_at)
    version.withdraw(partner=cast.ana_partner, now=second.signing_opens_at)
    assert second.signed_by(cast.ben_partner)


def test_a_signature_under_a_text_without_the_clause_stays(version, cast):
    gone = version.document.clauses[0].id
    version.agreement.clauses.get(pk=gone).remove(now=OPEN)
    second = Version.propose(version.agreement, partner=cast.ben_partner, now=OPEN)
    sign(second, cast.ana_partner, now=second.signing_opens_at)
    version.withdraw(partner=cast.ana_partner, now=second.signing_opens_at, clause=gone)
    assert second.signed_by(cast.ana_partner)


def test_nothing_is_withdrawn_from_a_clause_that_never_stood_in_it(version, cast):
    with pytest.raises(LookupError):
        version.withdraw(partner=cast.ana_partner, now=OPEN, clause="another")
    assert not version.history.filter(kind="withdraw").exists()


def test_agreed_anew_all_of_it_can_come_into_force_again(version, cast):
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    agree_anew(cast)
    second = Version.propose(version.agreement, partner=cast.ana_partner, now=OPEN)
    assert [one.text for one in second.document.clauses] == list(WORDS)


@pytest.mark.parametrize("who", ["ana_partner", "ben_partner"])
def test_no_yes_waits_in_other_words_for_a_clause_that_was_withdrawn(version, cast, who):
    """Whoever proposed and whoever withdrew: the proposal is over, so it tells nothing of who."""
    sent = propose(version.agreement.clauses.first(), cast.ana_partner, now=OPEN)
    withdraw_first(version, getattr(cast, who))
    with pytest.raises(RuleBroken, match="answered already"):
        accept(sent, cast.ben_partner, now=OPEN)
    assert Proposal.objects.get().status == Proposal.Status.OVERTAKEN
