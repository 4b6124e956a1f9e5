"""Both negotiate at the same instant, on an SQLite file and on PostgreSQL."""

import pytest

from agreements.models import Agreement, Choice, Clause, Proposal, Stance, Version
from tests.agreements.drafting import add, agree
from tests.agreements.signing import floor
from tests.cast import NOON, make_cast
from tests.races import errors, race
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)
Status = Proposal.Status
ANAS, BENS, FILLED = "Words of Ana.", "Words of Ben.", {"how_soon": "a week"}


@pytest.fixture
def cast():
    """One couple for all rounds."""
    return make_cast()


@pytest.fixture
def again(cast):
    """Begin a round: a clause with a blank, filled in, that both agree to; nothing else open."""
    floor()

    def begin():
        for version in Version.objects.proposed():
            version.end(partner=cast.ana_partner, now=NOON)
        Clause.objects.all().delete()
        (clause,) = add(cast, "what-how-soon-what-tone")
        clause.fill(clause.suggestions)
        agree(cast, clause)
        return Clause.objects.get()

    return begin


def send(partner, words):
    """Return the act of proposing other words for what stands there now."""
    seen = Clause.objects.get().digest

    def act():
        clause = Clause.objects.get()
        return Proposal.send(
            clause, partner=partner, words=words, reason="So.", seen=seen, now=NOON
        )

    return act


def answer(sent, partner):
    """Return the act of accepting what was read before the race."""

    def act():
        proposal = Proposal.objects.get(pk=sent.pk)
        proposal.accept(partner=partner, seen=sent.digest, now=NOON)

    return act


def counter(sent, partner, words):
    def act():
        clause = Clause.objects.get()
        Proposal.send(
            clause,
            partner=partner,
            words=words,
            reason="So.",
            seen=sent.base,
            now=NOON,
            answers=Proposal.objects.get(pk=sent.pk),
        )

    return act


def both_agree():
    return {clause.text for clause in Agreement.objects.get().agreed_clauses(NOON)}


def only_rules_broke(outcomes):
    return all(isinstance(error, RuleBroken) for error in errors(outcomes))


def test_accepting_twice_at_once_settles_once(cast, again, rounds):
    for _ in range(rounds):
        again()
        sent = send(cast.ana_partner, ANAS)()
        outcomes = race(*[answer(sent, cast.ben_partner)] * 3)
        assert errors(outcomes) == []
        assert both_agree() == {ANAS}


def test_accepting_against_countering_by_the_same_partner(cast, again, rounds):
    """Two tabs of Ben: his yes or his other words, never both."""
    for _ in range(rounds):
        again()
        sent = send(cast.ana_partner, ANAS)()
        outcomes = race(answer(sent, cast.ben_partner), counter(sent, cast.ben_partner, BENS))
        assert only_rules_broke(outcomes)
        assert len(errors(outcomes)) == 1
        sent.refresh_from_db()
        if sent.status == Status.ACCEPTED:
            assert both_agree() == {ANAS}
            assert not Proposal.objects.open().exists()
        else:
            assert sent.status == Status.COUNTERED
            assert both_agree() == set()
            assert Proposal.objects.open().get().words == BENS


def test_accepting_against_taking_back(cast, again, rounds):
    """Whoever took it back did not agree."""
    for _ in range(rounds):
        again()
        sent = send(cast.ana_partner, ANAS)()
        outcomes = race(
            answer(sent, cast.ben_partner),
            lambda sent=sent: Proposal.objects.get(pk=sent.pk).take_back(
                partner=cast.ana_partner, now=NOON
            ),
        )
        assert len(errors(outcomes)) == 1
        assert both_agree() == ({ANAS} if Proposal.objects.exists() else set())


def test_accepting_against_a_no_of_its_author(cast, again, rounds):
    """A no said in the same instant is never turned into a yes afterwards."""
    for _ in range(rounds):
        seen = again().digest
        sent = send(cast.ana_partner, ANAS)()
        outcomes = race(
            answer(sent, cast.ben_partner),
            lambda seen=seen: Stance.say(
                Clause.objects.get(), partner=cast.ana_partner, choice=Choice.NO, seen=seen
            ),
        )
        assert len(errors(outcomes)) == 1
        assert both_agree() == ({ANAS} if outcomes[0].error is None else set())


def test_accepting_against_filling_in_a_blank(cast, again, rounds):
    """Nobody agrees to words that grew out of other ones than those that were read."""
    for _ in range(rounds):
        again()
        sent = send(cast.ana_partner, ANAS)()
        outcomes = race(answer(sent, cast.ben_partner), lambda: Clause.objects.get().fill(FILLED))
        clause = Clause.objects.get()
        if outcomes[0].error is None:
            assert isinstance(outcomes[1].error, ValueError | RuleBroken)
            assert both_agree() == {ANAS}
            assert clause.blanks == {}
        else:
            assert isinstance(outcomes[0].error, RuleBroken)
            assert both_agree() == set()
            assert "a week" in clause.text


def test_both_propose_at_once_and_accept_each_others_at_once(cast, again, rounds):
    """One of the two stands as agreed, the other was overtaken; never a mixture."""
    for _ in range(rounds):
        again()
        sent = race(send(cast.ana_partner, ANAS), send(cast.ben_partner, BENS))
        assert errors(sent) == []
        anas, bens = (outcome.value for outcome in sent)
        outcomes = race(answer(anas, cast.ben_partner), answer(bens, cast.ana_partner))
        assert only_rules_broke(outcomes)
        assert len(errors(outcomes)) == 1
        statuses = {one.words: one.status for one in Proposal.objects.all()}
        (said,) = both_agree()
        assert sorted(statuses.values()) == [Status.ACCEPTED, Status.OVERTAKEN]
        assert statuses[said] == Status.ACCEPTED


def test_a_double_click_proposes_once(cast, again, rounds):
    for _ in range(rounds):
        again()
        outcomes = race(*[send(cast.ana_partner, ANAS)] * 3)
        assert only_rules_broke(outcomes)
        assert Proposal.objects.open().count() == 1


def test_putting_a_version_forward_against_accepting(cast, again, rounds):
    """The version holds the accepted words, or there is none: never words that one had left."""
    for _ in range(rounds):
        again()
        sent = send(cast.ana_partner, ANAS)()
        outcomes = race(
            answer(sent, cast.ben_partner),
            lambda: Version.propose(Agreement.objects.get(), partner=cast.ana_partner, now=NOON),
        )
        assert outcomes[0].error is None
        assert only_rules_broke(outcomes)
        for version in Version.objects.proposed():
            assert [one.text for one in version.document.clauses] == [ANAS]
