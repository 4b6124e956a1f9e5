"""Other words for a clause: sent, accepted, answered with others, declined, taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from agreements.models import Agreement, Choice, Clause, Proposal, Stance, Version
from agreements.models.proposal import OPEN_AT_MOST
from tests.agreements.drafting import (
    accept,
    add,
    agree,
    give,
    open_round,
    own,
    propose,
    say,
    template,
)
from tests.cast import NOON
from trustpact.rules import RuleBroken, TooOften

pytestmark = pytest.mark.django_db
NEW = "We have dinner on Sundays, at home."
Status = Proposal.Status


@pytest.fixture
def clause(cast):
    """An own clause of Ana's that both agree to."""
    clause = own(cast)
    agree(cast, clause)
    return Clause.objects.get()


def read(cast, who="ben"):
    partner = getattr(cast, f"{who}_partner")
    return Agreement.of(cast.couple).seen_by(partner, now=NOON)


def now_says(clause):
    return Clause.objects.get(pk=clause.pk)


# --- sending


def test_proposal_is_the_authors_yes_and_no_longer_to_the_old_words(cast, clause):
    propose(clause, cast.ana_partner)
    said = Stance.objects.get(partner=cast.ana_partner)
    assert said.choice_for(clause.digest) == Choice.CHANGE
    assert Agreement.of(cast.couple).agreed_clauses(NOON) == []
    assert now_says(clause).text == clause.text


def test_proposal_waits_for_the_other_alone(cast, clause):
    propose(clause, cast.ana_partner)
    assert [one.pk for one in read(cast, "ben").proposed] == [clause.pk]
    assert read(cast, "ana").proposed == []
    assert str(read(cast, "ben").standing) == "0 of 1 agreed, 1 waits for you"
    assert str(read(cast, "ana").standing) == "0 of 1 agreed, 1 still open"


def test_proposal_shows_word_by_word_what_changes(cast, clause):
    sent = propose(clause, cast.ana_partner, clause.text.replace("Sundays", "Fridays"))
    changed = [(piece.text, str(piece.change)) for piece in sent.difference]
    assert ("Sundays", "removed") in changed
    assert ("Fridays", "added") in changed


def test_proposal_before_the_round_opens_is_refused(cast):
    clause = own(cast)
    with pytest.raises(RuleBroken, match="answers this clause alone first"):
        propose(clause, cast.ana_partner)


def test_proposal_for_a_clause_taken_out_is_refused(cast, clause):
    clause.remove(now=NOON)
    with pytest.raises(RuleBroken, match="taken out of the draft"):
        propose(clause, cast.ben_partner)


def test_taking_a_clause_out_settles_what_was_open_for_it(cast, clause):
    sent = propose(clause, cast.ana_partner)
    clause.remove(now=NOON)
    sent.refresh_from_db()
    assert (sent.status, sent.settled_on) == (Status.OVERTAKEN, NOON.date())


def test_proposal_with_an_empty_blank_is_refused(cast):
    (clause,) = add(cast, "what-how-soon-what-tone")
    open_round(cast)
    with pytest.raises(RuleBroken, match="empty blank"):
        propose(clause, cast.ana_partner)


def test_proposal_of_the_same_words_is_refused(cast, clause):
    with pytest.raises(RuleBroken, match="stand there already"):
        propose(clause, cast.ana_partner, clause.text)


def test_proposal_about_older_words_is_refused(cast, clause):
    seen = clause.digest
    accept(propose(clause, cast.ana_partner), cast.ben_partner)
    with pytest.raises(RuleBroken, match="changed after you opened it"):
        Proposal.send(
            clause, partner=cast.ben_partner, words="Other.", reason="So.", seen=seen, now=NOON
        )


def test_a_second_open_proposal_for_one_clause_is_refused(cast, clause):
    propose(clause, cast.ana_partner)
    with pytest.raises(RuleBroken, match="Take them back first"):
        propose(clause, cast.ana_partner, "Others.")


def test_a_fourth_open_proposal_is_too_often_and_an_answer_makes_room(cast):
    clauses = [own(cast, f"Clause {number}.") for number in range(OPEN_AT_MOST + 1)]
    agree(cast, *clauses)
    *first, last = clauses
    sent = [propose(one, cast.ana_partner, f"New {one.words}") for one in first]
    with pytest.raises(TooOften, match="3 proposals of yours are open"):
        propose(last, cast.ana_partner)
    propose(last, cast.ben_partner)
    sent[0].decline(partner=cast.ben_partner, now=NOON)
    assert propose(last, cast.ana_partner, "There is room.").is_open


def test_two_open_ones_of_one_partner_do_not_fit_into_the_database(cast, clause):
    propose(clause, cast.ana_partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(clause=clause, proposed_by=cast.ana_partner, sent_on=NOON.date())


@pytest.mark.parametrize(("status", "day"), [("open", NOON.date()), ("declined", None)])
def test_only_what_is_settled_has_a_day(cast, clause, status, day):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            clause=clause,
            proposed_by=cast.ana_partner,
            sent_on=NOON.date(),
            status=status,
            settled_on=day,
        )


def test_proposal_lies_sealed(cast, clause):
    propose(clause, cast.ana_partner, "Canary words.", reason="A canary reason.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM agreements_proposal")
        row = b"".join(
            bytes(one) for one in cursor.fetchone() if isinstance(one, bytes | memoryview)
        )
    assert b"anary" not in row
    assert clause.digest.encode() not in row


# --- accepting


def test_accepting_makes_the_new_words_agreed(cast, clause):
    sent = propose(clause, cast.ana_partner, NEW)
    accept(sent, cast.ben_partner)
    (agreed,) = Agreement.of(cast.couple).agreed_clauses(NOON)
    assert agreed.text == NEW
    sent.refresh_from_db()
    assert (sent.status, sent.settled_on) == (Status.ACCEPTED, NOON.date())


def test_accepting_twice_changes_nothing(cast, clause):
    sent = propose(clause, cast.ana_partner, NEW)
    accept(sent, cast.ben_partner)
    accept(sent, cast.ben_partner, now=NOON + timedelta(days=1))
    sent.refresh_from_db()
    assert sent.settled_on == NOON.date()


def test_the_author_cannot_accept(cast, clause):
    sent = propose(clause, cast.ana_partner)
    with pytest.raises(RuleBroken, match="You sent these words"):
        accept(sent, cast.ana_partner)


def test_what_was_not_read_cannot_be_accepted(cast, clause):
    sent = propose(clause, cast.ana_partner)
    with pytest.raises(RuleBroken, match="changed after you opened it"):
        sent.accept(partner=cast.ben_partner, seen="another digest", now=NOON)
    assert now_says(clause).text == clause.text


def test_a_proposal_about_a_clause_that_changed_since_cannot_be_accepted(cast):
    (clause,) = add(cast, "what-how-soon-what-tone")
    clause.fill(clause.suggestions)
    agree(cast, clause)
    sent = propose(clause, cast.ana_partner, NEW)
    clause.fill({"how_soon": "a week"})
    sent = Proposal.objects.get()
    assert sent.is_stale
    with pytest.raises(RuleBroken, match="changed after you opened it"):
        accept(sent, cast.ben_partner)


def test_nobody_is_made_to_agree_after_a_no(cast, clause):
    """Ana proposes, then says no openly: Ben cannot turn her proposal into a yes of hers."""
    sent = propose(clause, cast.ana_partner)
    say(clause, cast.ana_partner, Choice.NO)
    with pytest.raises(RuleBroken, match="taken back"):
        accept(sent, cast.ben_partner)
    assert now_says(clause).text == clause.text


def test_accepting_overtakes_what_else_is_open_for_the_clause(cast, clause):
    theirs, mine = propose(clause, cast.ana_partner), propose(clause, cast.ben_partner, "Mine.")
    accept(theirs, cast.ben_partner)
    mine.refresh_from_db()
    assert mine.status == Status.OVERTAKEN
    with pytest.raises(RuleBroken, match="answered already"):
        accept(mine, cast.ana_partner)


def test_a_reworded_clause_of_the_library_keeps_its_template_and_says_the_new_words(cast):
    (clause,) = add(cast, "what-how-soon-what-tone")
    clause.fill(clause.suggestions)
    agree(cast, clause)
    accept(propose(clause, cast.ana_partner, NEW), cast.ben_partner)
    (said,) = Agreement.of(cast.couple).agreed_clauses(NOON)
    assert (said.text, said.is_own, said.blanks_known, said.blanks) == (NEW, True, {}, {})
    assert said.template == clause.template
    same = Agreement.of(cast.couple).add(template(said.template.slug), partner=cast.ben_partner)
    assert same.pk == said.pk


def test_a_version_holds_the_new_words_and_no_revision_of_the_library(cast):
    (clause,) = add(cast, "monogamy")
    agree(cast, clause)
    accept(propose(clause, cast.ana_partner, NEW), cast.ben_partner)
    version = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)
    (frozen,) = version.document.clauses
    assert (frozen.text, frozen.template_revision) == (NEW, "")


def test_a_clause_with_open_words_goes_into_no_version(cast, clause):
    propose(clause, cast.ana_partner)
    with pytest.raises(RuleBroken, match="nothing yet that both of you agreed to"):
        Version.propose(Agreement.of(cast.couple), partner=cast.ben_partner, now=NOON)


def test_own_words_change_by_proposal_alone_once_they_opened(cast, clause):
    with pytest.raises(RuleBroken, match="Propose other ones"):
        clause.reword("Changed behind the back.", partner=cast.ana_partner)


# --- countering, declining, taking back


def test_countering_closes_the_first_and_waits_for_its_author(cast, clause):
    first = propose(clause, cast.ana_partner)
    counter = propose(clause, cast.ben_partner, "Dinner on Fridays.", answers=first)
    first.refresh_from_db()
    assert (first.status, counter.answers) == (Status.COUNTERED, first)
    assert [one.pk for one in read(cast, "ana").proposed] == [clause.pk]
    assert read(cast, "ben").proposed == []


def test_countering_what_was_answered_meanwhile_is_refused(cast, clause):
    first = propose(clause, cast.ana_partner)
    first.take_back(partner=cast.ana_partner, now=NOON)
    with pytest.raises(RuleBroken, match="taken back"):
        propose(clause, cast.ben_partner, "Mine.", answers=Proposal(pk=first.pk, clause=clause))
    assert not Proposal.objects.exists()


def test_declining_is_one_act_without_a_reason(cast, clause):
    sent = propose(clause, cast.ana_partner)
    sent.decline(partner=cast.ben_partner, now=NOON)
    sent.decline(partner=cast.ben_partner, now=NOON)
    assert (sent.status, sent.settled_on) == (Status.DECLINED, NOON.date())
    assert now_says(clause).text == clause.text
    with pytest.raises(RuleBroken, match="answered already"):
        accept(sent, cast.ben_partner)


def test_the_author_cannot_decline(cast, clause):
    sent = propose(clause, cast.ana_partner)
    with pytest.raises(RuleBroken, match="for the other"):
        sent.decline(partner=cast.ana_partner, now=NOON)


def test_taking_back_leaves_nothing(cast, clause):
    propose(clause, cast.ana_partner).take_back(partner=cast.ana_partner, now=NOON)
    assert not Proposal.objects.exists()


def test_only_the_author_takes_back_and_only_what_is_open(cast, clause):
    sent = propose(clause, cast.ana_partner)
    with pytest.raises(RuleBroken, match="Only whoever sent"):
        sent.take_back(partner=cast.ben_partner, now=NOON)
    accept(sent, cast.ben_partner)
    with pytest.raises(RuleBroken, match="answered already"):
        sent.take_back(partner=cast.ana_partner, now=NOON)


def test_a_new_clause_beside_it_stays_blind(cast, clause):
    """Negotiating one clause opens nothing of another one."""
    propose(clause, cast.ana_partner)
    other = own(cast, "Another one.")
    give(other, cast.ana_partner, Choice.NO)
    (asked,) = read(cast, "ben").asked
    assert (asked.theirs, asked.my_answer) == (None, "")
