from functools import partial

import pytest

from agreements.models import Agreement, Choice, Clause, Round, RoundPress, Stance
from tests.agreements.drafting import add, agree, give, open_round, own, say
from tests.cast import NOON, make_couple
from tests.races import errors, race
from trustpact.rules import RuleBroken


def reading(cast, who="ana"):
    return Agreement.of(cast.couple).seen_by(getattr(cast, f"{who}_partner"), now=NOON)


def waits_for(cast, who):
    """Return what of the draft waits for one partner, in numbers."""
    draft = reading(cast, who)
    waits = {name: len(getattr(draft, name)) for name in ("unanswered", "reworded")}
    return waits | {"step": draft.next_step}


def test_a_stance_shows_to_its_author_alone(cast):
    (clause,) = add(cast, "monogamy")
    give(clause, cast.ana_partner)
    assert reading(cast, "ana").clauses[0].my_answer == "agree"
    seen = reading(cast, "ben").clauses[0]
    assert (seen.mine, seen.theirs, seen.stances_seen) == (None, None, [])


def test_a_stance_can_be_changed_before_it_opens(cast):
    (clause,) = add(cast, "monogamy")
    give(clause, cast.ana_partner, Choice.NO)
    give(clause, cast.ana_partner, Choice.AGREE)
    assert reading(cast).clauses[0].my_answer == "agree"
    assert Stance.objects.count() == 1


def test_a_stance_binds_to_the_words_that_were_read(cast):
    clause = own(cast)
    seen = clause.digest
    clause.reword("We never have dinner.", partner=cast.ana_partner)
    with pytest.raises(RuleBroken, match="changed after you opened it"):
        Stance.give(clause, partner=cast.ben_partner, choice=Choice.AGREE, seen=seen)
    assert Stance.objects.count() == 0


def test_nothing_opens_on_one_press(cast):
    (clause,) = add(cast, "monogamy")
    give(clause, cast.ana_partner)
    under_way = Agreement.of(cast.couple).round
    under_way.press(partner=cast.ana_partner, now=NOON)
    under_way.press(partner=cast.ana_partner, now=NOON)
    assert under_way.opened_on is None
    assert reading(cast, "ben").clauses[0].theirs is None


def test_both_presses_open_every_stance_under_the_couples_key(cast):
    (clause,) = add(cast, "monogamy")
    give(clause, cast.ana_partner, Choice.CHANGE)
    give(clause, cast.ben_partner, Choice.AGREE)
    under_way = open_round(cast)
    under_way.refresh_from_db()
    assert under_way.opened_on == NOON.date()
    assert reading(cast, "ben").clauses[0].theirs.opened["choice"] == "change"
    assert [one.answer for one in Stance.objects.all()] == [{}, {}]


def test_a_press_can_be_taken_back_until_both_pressed(cast):
    add(cast, "monogamy")
    under_way = Agreement.of(cast.couple).round
    under_way.press(partner=cast.ana_partner, now=NOON)
    under_way.take_back(partner=cast.ana_partner)
    under_way.press(partner=cast.ben_partner, now=NOON)
    assert under_way.opened_on is None
    under_way.press(partner=cast.ana_partner, now=NOON)
    with pytest.raises(RuleBroken, match="opened already"):
        under_way.take_back(partner=cast.ana_partner)


def test_one_alone_can_answer_and_not_open(cast):
    cast.couple = make_couple(cast.dan)
    (cast.ana_partner,) = cast.couple.partners_now()
    (clause,) = add(cast, "monogamy")
    give(clause, cast.ana_partner)
    with pytest.raises(RuleBroken, match="Invite your partner"):
        clause.round.press(partner=cast.ana_partner, now=NOON)
    assert RoundPress.objects.count() == 0


def test_a_round_without_clauses_does_not_open(cast):
    (clause,) = add(cast, "monogamy")
    clause.remove(now=NOON)
    with pytest.raises(RuleBroken, match="nothing to open"):
        open_round(cast)


@pytest.mark.parametrize(
    ("ana", "ben", "standing"),
    [
        ("agree", "agree", "agreed"),
        ("agree", "change", "to_talk"),
        ("agree", "talk", "to_talk"),
        ("agree", "", "to_talk"),
        ("", "", "to_talk"),
        ("no", "agree", "aside"),
        ("no", "", "aside"),
    ],
)
def test_two_stances_come_to_a_standing(cast, ana, ben, standing):
    (clause,) = add(cast, "monogamy")
    for partner, choice in ((cast.ana_partner, ana), (cast.ben_partner, ben)):
        if choice:
            give(clause, partner, choice)
    open_round(cast)
    found = {name: len(getattr(reading(cast), name)) for name in ("agreed", "to_talk", "aside")}
    assert found == {"agreed": 0, "to_talk": 0, "aside": 0} | {standing: 1}


def test_unanswered_and_talk_open_as_the_same(cast):
    first, second = add(cast, "monogamy", "testing")
    give(first, cast.ana_partner, Choice.TALK)
    open_round(cast)
    theirs = [clause.theirs.opened["choice"] for clause in reading(cast, "ben").clauses]
    assert theirs == ["talk", "talk"]


def test_a_yes_to_older_words_is_no_agreement(cast):
    (clause,) = add(cast, "decide-together")
    give(clause, cast.ana_partner)
    clause.fill({"amount": "500"})
    give(clause, cast.ben_partner)
    assert reading(cast).clauses[0].was_reworded
    open_round(cast)
    assert Agreement.of(cast.couple).agreed_clauses(NOON) == []


def test_new_words_end_an_agreement_until_both_agree_anew(cast):
    (clause,) = add(cast, "decide-together")
    agree(cast, clause)
    clause.fill({"amount": "500"})
    assert Agreement.of(cast.couple).agreed_clauses(NOON) == []
    say(clause, cast.ana_partner)
    assert Agreement.of(cast.couple).agreed_clauses(NOON) == []
    say(clause, cast.ben_partner)
    assert Agreement.of(cast.couple).agreed_clauses(NOON) == [clause]


def test_another_currency_makes_other_words(cast):
    (clause,) = add(cast, "decide-together")
    clause.fill({"amount": "500"})
    agree(cast, clause)
    cast.couple.change(currency="JPY", zone=cast.couple.zone, now=NOON)
    assert Agreement.of(cast.couple).agreed_clauses(NOON) == []


def test_talk_becomes_agreed_when_both_say_so_openly(cast):
    (clause,) = add(cast, "monogamy")
    give(clause, cast.ana_partner)
    open_round(cast)
    say(clause, cast.ben_partner)
    assert reading(cast).clauses[0].is_agreed


def test_a_no_after_opening_sets_aside_at_once(cast):
    (clause,) = add(cast, "monogamy")
    agree(cast, clause)
    say(clause, cast.ben_partner, Choice.NO)
    assert reading(cast).clauses[0].is_aside


def test_an_answer_meant_for_oneself_is_not_saved_once_the_round_has_opened(cast):
    (clause,) = add(cast, "monogamy")
    open_round(cast)
    with pytest.raises(RuleBroken, match="nothing was saved"):
        give(clause, cast.ana_partner, Choice.NO)
    assert not reading(cast).clauses[0].is_aside


def test_nothing_is_said_openly_before_the_round_opens(cast):
    (clause,) = add(cast, "monogamy")
    with pytest.raises(RuleBroken, match="not opened yet"):
        say(clause, cast.ana_partner)
    assert Stance.objects.count() == 0


def test_a_note_never_opens(cast):
    (clause,) = add(cast, "monogamy")
    Stance.write_note(clause, partner=cast.ana_partner, note="I am afraid of this one.")
    agree(cast, clause)
    stance = Stance.objects.get(partner=cast.ana_partner)
    assert stance.note == "I am afraid of this one."
    assert "afraid" not in str(stance.opened)


def test_a_clause_added_while_a_round_waits_joins_it_and_a_later_one_joins_the_next(cast):
    add(cast, "monogamy", "testing")
    open_round(cast)
    add(cast, "protection")
    assert list(Clause.objects.values_list("round__number", flat=True)) == [1, 1, 2]


def test_standing_says_how_much_is_agreed_waits_and_is_open(cast):
    clauses = add(cast, "monogamy", "testing", "protection", "past-partners")
    agree(cast, *clauses[:2])
    say(clauses[3], cast.ana_partner, Choice.NO)
    add(cast, "own-money", "images")
    give(Clause.objects.get(template__slug="images"), cast.ana_partner)
    standing = Agreement.of(cast.couple).standing(cast.ana_partner, now=NOON)
    assert str(standing) == "2 of 5 agreed, 1 waits for you, 2 still open, 1 set aside"


def test_what_is_agreed_stands_apart_from_what_is_not(cast):
    agreed, talk, _waiting = add(cast, "monogamy", "testing", "protection")
    agree(cast, agreed, talk)
    say(talk, cast.ana_partner, Choice.TALK)
    draft = reading(cast)
    settled = [clause for _heading, group in draft.agreed_by_heading for clause in group]
    others = [clause for _heading, group in draft.unsettled_by_heading for clause in group]
    assert settled == [agreed]
    assert talk in others
    assert len(others) == 2


def test_what_the_other_answered_alone_changes_no_number(cast):
    (clause,) = add(cast, "monogamy")
    before = (reading(cast, "ben").standing, waits_for(cast, "ben"))
    give(clause, cast.ana_partner, Choice.NO)
    clause.round.press(partner=cast.ana_partner, now=NOON)
    assert (reading(cast, "ben").standing, waits_for(cast, "ben")) == before


def test_waiting_counts_what_is_for_one_partner(cast):
    first, second = add(cast, "monogamy", "decide-together")
    give(first, cast.ana_partner)
    assert waits_for(cast, "ana") == {"unanswered": 1, "reworded": 0, "step": "answer"}
    agree(cast, first, second)
    second.fill({"amount": "5"})
    assert waits_for(cast, "ana") == {"unanswered": 0, "reworded": 1, "step": "read"}


def press(round_id, partner):
    Round.objects.get(pk=round_id).press(partner=partner, now=NOON)


def give_again(clause_id, partner, seen):
    Stance.give(Clause.objects.get(pk=clause_id), partner=partner, choice="no", seen=seen)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_open_the_round_once(cast, rounds):
    for _ in range(rounds):
        clause = own(cast)
        give(clause, cast.ana_partner)
        give(clause, cast.ben_partner)
        outcomes = race(
            partial(press, clause.round_id, cast.ana_partner),
            partial(press, clause.round_id, cast.ben_partner),
        )
        assert errors(outcomes) == []
        assert Round.objects.get(pk=clause.round_id).opened_on is not None
        assert Agreement.of(cast.couple).agreed_clauses(NOON) == [clause]
        clause.remove(now=NOON)


@pytest.mark.django_db(transaction=True)
def test_an_answer_given_alone_never_opens_unseen_when_acts_cross(cast, rounds):
    for _ in range(rounds):
        clause = own(cast)
        give(clause, cast.ana_partner, Choice.TALK)
        clause.round.press(partner=cast.ana_partner, now=NOON)
        outcomes = race(
            partial(give_again, clause.pk, cast.ana_partner, clause.digest),
            partial(press, clause.round_id, cast.ben_partner),
        )
        stance = Stance.objects.get(clause=clause, partner=cast.ana_partner)
        assert stance.opened["choice"] == ("talk" if errors(outcomes) else "no")
        assert stance.answer == {}
        clause.remove(now=NOON)
