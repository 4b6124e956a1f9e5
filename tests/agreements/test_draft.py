import pytest
from django.db import IntegrityError, transaction

from agreements.models import Agreement, Clause, ClauseTemplate
from tests.agreements.drafting import add, give, open_round, own, pack, template
from tests.cast import NOON
from trustpact.rules import RuleBroken


def texts(cast):
    return [clause.text for clause in Agreement.of(cast.couple).clauses.kept()]


def test_reading_an_agreement_writes_nothing(cast):
    agreement = Agreement.of(cast.couple)
    assert agreement.seen_by(cast.ana_partner, now=NOON).clauses == []
    assert Agreement.objects.count() == 0


def test_the_first_clause_keeps_the_agreement(cast):
    add(cast, "monogamy")
    assert Agreement.objects.get().couple == cast.couple


def test_a_clause_is_added_once(cast):
    first, second = add(cast, "monogamy", "monogamy")
    assert first == second
    assert Clause.objects.count() == 1


def test_a_pack_brings_what_is_not_there_yet_and_nothing_of_the_floor(cast):
    add(cast, "monogamy")
    added = Agreement.of(cast.couple).add_pack(pack("healthy-sex"), partner=cast.ben_partner)
    assert len(added) == 13
    assert not Clause.objects.filter(template__floor=True).exists()


def test_the_floor_cannot_be_added(cast):
    with pytest.raises(RuleBroken, match="always holds"):
        add(cast, "no-at-any-time")


def test_a_clause_keeps_the_revision_it_was_added_with(cast):
    (clause,) = add(cast, "monogamy")
    before = clause.text
    template("monogamy").revise(fields={"text": "Other."}, by=cast.ada).submit().publish(
        by=cast.chen, now=NOON
    )
    clause.refresh_from_db()
    assert clause.text == before


def test_own_words_stand_as_they_were_typed(cast):
    own(cast, "Dinner {every} {{7*7}} Sunday\n<b>ours</b>")
    assert texts(cast) == ["Dinner {every} {{7*7}} Sunday\n<b>ours</b>"]


def test_the_same_own_words_stand_once(cast):
    assert own(cast) == own(cast)
    assert len(texts(cast)) == 1


@pytest.mark.parametrize("where", [{}, {"category": "talking", "heading": "Dinner"}])
def test_own_words_stand_in_one_place(cast, where):
    with pytest.raises(ValueError, match="one category"):
        Agreement.of(cast.couple).add_own("Words.", partner=cast.ana_partner, **where)


def test_a_draft_has_an_end(cast, monkeypatch):
    monkeypatch.setattr("agreements.models.agreement.MOST_CLAUSES", 1)
    own(cast)
    with pytest.raises(RuleBroken, match="Take one out first"):
        own(cast, "We have lunch.")


def test_what_comes_back_needs_room_as_well(cast, monkeypatch):
    monkeypatch.setattr("agreements.models.agreement.MOST_CLAUSES", 1)
    clause = own(cast)
    clause.remove(now=NOON)
    own(cast, "We have lunch.")
    with pytest.raises(RuleBroken, match="Take one out first"):
        clause.bring_back()


def test_no_two_clauses_stand_in_one_place(cast):
    clause = own(cast)
    clause.remove(now=NOON)
    lunch = own(cast, "We have lunch.")
    clause.bring_back()
    assert clause.position != lunch.position


def test_suggestions_count_only_once_taken(cast):
    (clause,) = add(cast, "decide-together")
    assert clause.unfilled == ["Amount"]
    assert "500" not in clause.text


def test_an_amount_reads_in_the_couples_currency(cast):
    (clause,) = add(cast, "decide-together")
    clause.fill({"amount": "500"})
    assert "more than 500 EUR, taking on debt" in clause.text


@pytest.mark.parametrize(("value", "start"), [("each", "Each of us can"), ("2", "Ben can")])
def test_a_partner_in_a_blank_reads_by_name(cast, value, start):
    (clause,) = add(cast, "account-access")
    clause.fill({"viewer": value})
    assert clause.text.startswith(start)


def test_filling_one_blank_leaves_the_others(cast):
    (clause,) = add(cast, "what-must-change")
    clause.fill({"change": "hard news told early"})
    clause.fill({"sign": "a word"})
    assert clause.unfilled == []
    clause.fill({"sign": ""})
    assert clause.unfilled == ["Sign"]


def test_a_blank_that_is_not_there_is_refused(cast):
    (clause,) = add(cast, "decide-together")
    with pytest.raises(ValueError, match="no such blank"):
        clause.fill({"password": "x"})


def test_an_intrusive_clause_concerns_both_and_lapses_until_they_say_otherwise(cast):
    (clause,) = add(cast, "account-access")
    assert (clause.concerned, clause.term_days) == ((1, 2), 60)
    clause.name_concerned("1", term_days=90)
    clause.refresh_from_db()
    assert (clause.concerned, clause.term_days) == ((1,), 90)


def test_the_database_holds_the_term_of_an_intrusive_clause(cast):
    (clause,) = add(cast, "account-access")
    with pytest.raises(IntegrityError), transaction.atomic():
        clause.name_concerned("1", term_days=91)


def test_whoever_wrote_own_words_can_change_them(cast):
    clause = own(cast)
    clause.reword("We have lunch.", partner=cast.ana_partner)
    assert texts(cast) == ["We have lunch."]
    with pytest.raises(RuleBroken, match="Only whoever wrote"):
        clause.reword("We fast.", partner=cast.ben_partner)


def test_a_clause_taken_out_comes_back_where_it_stood(cast):
    first, _second = add(cast, "monogamy", "testing")
    before = texts(cast)
    first.remove(now=NOON)
    assert len(texts(cast)) == 1
    first.bring_back()
    assert texts(cast) == before


def test_adding_a_clause_again_brings_it_back(cast):
    (clause,) = add(cast, "monogamy")
    clause.remove(now=NOON)
    assert add(cast, "monogamy") == [clause]
    assert len(texts(cast)) == 1


def test_a_clause_taken_out_changes_no_more(cast):
    clause = own(cast)
    clause.remove(now=NOON)
    with pytest.raises(RuleBroken, match="Bring it back"):
        clause.reword("Else.", partner=cast.ana_partner)


def test_an_older_wording_does_not_come_back_beside_a_newer(cast):
    (old,) = add(cast, "monogamy")
    old.remove(now=NOON)
    template("monogamy").revise(fields={"text": "Other."}, by=cast.ada).submit().publish(
        by=cast.chen, now=NOON
    )
    add(cast, "monogamy")
    with pytest.raises(RuleBroken, match="newer wording"):
        old.bring_back()


def test_a_clause_that_was_out_when_its_round_opened_joins_the_next(cast):
    first, second = add(cast, "monogamy", "testing")
    give(first, cast.ana_partner)
    first.remove(now=NOON)
    open_round(cast)
    first.refresh_from_db()
    first.bring_back()
    assert (first.round.number, first.is_open) == (2, False)
    assert second.round.number == 1


def test_clauses_change_places_under_their_heading(cast):
    first, other, second = add(cast, "monogamy", "protection", "testing")
    second.move(up=True)
    second.move(up=True)
    first.move(up=False)
    kept = list(Agreement.of(cast.couple).clauses.kept())
    assert kept == [first, second, other]


def test_what_was_written_lies_sealed(cast):
    clause = own(cast, "Words that nobody else reads.")
    row = Clause.objects.filter(pk=clause.pk).values("words").get()
    assert b"nobody" not in row["words"]


def test_every_clause_of_the_library_can_stand_in_one_draft(cast):
    template("monogamy")
    for clause in ClauseTemplate.published.filter(floor=False, language="en"):
        Agreement.of(cast.couple).add(clause, partner=cast.ana_partner)
    assert len(texts(cast)) == ClauseTemplate.published.filter(floor=False, language="en").count()


def test_what_was_worked_out_is_worked_out_anew_after_a_change(cast):
    clause = own(cast, "We have dinner on Sundays.")
    before = clause.digest, clause.text
    clause.reword("We have dinner on Mondays.", partner=cast.ana_partner)
    assert (clause.digest, clause.text) != before
    assert clause.text == "We have dinner on Mondays."


def test_a_clause_read_again_says_what_another_request_wrote(cast):
    clause = own(cast, "We have dinner on Sundays.")
    assert clause.text == "We have dinner on Sundays."
    same = type(clause).objects.get(pk=clause.pk)
    same.reword("We have dinner on Mondays.", partner=cast.ana_partner)
    clause.refresh_from_db()
    assert clause.text == "We have dinner on Mondays."
