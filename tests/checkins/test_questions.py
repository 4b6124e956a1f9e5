"""The clauses in force, asked about three at a time."""

from datetime import timedelta

from checkins.models.questions import clauses_in_force, questions_for
from tests.agreements.signing import in_force
from tests.cast import NOON
from tests.checkins.conftest import begin

WORDS = ["We eat together.", "We say goodnight.", "We walk on Sundays.", "We call when late."]


def about_clauses(ritual, date):
    """Return the questions about clauses on a date."""
    asked = questions_for(ritual, date)
    return [question for question in asked if question["slug"].startswith("clause-")]


def test_three_clauses_are_asked_at_a_time_until_all_had_their_turn(cast, starters):
    in_force(cast, *WORDS)
    debrief = begin(cast.couple, "weekly-debrief")
    weeks = [NOON.date() + timedelta(days=6 + 7 * week) for week in range(2)]
    asked = [about_clauses(debrief, week) for week in weeks]
    assert [len(questions) for questions in asked] == [3, 3]
    assert {question["text"] for week in asked for question in week} == set(WORDS)


def test_how_a_clause_felt_is_for_oneself_unless_opened(cast, starters):
    in_force(cast, *WORDS)
    question = about_clauses(begin(cast.couple, "weekly-debrief"), NOON.date())[0]
    assert question["visibility"] == "me"
    assert question["choices"] == ["Good", "Mixed", "Hard", "Did not come up"]


def test_a_withdrawn_clause_is_not_asked(cast, starters):
    version = in_force(cast, *WORDS)
    withdrawn = version.document.clauses[0]
    version.withdraw(partner=cast.ana_partner, clause=withdrawn.id, now=NOON + timedelta(days=5))
    asked = clauses_in_force(cast.couple, NOON.date())
    assert withdrawn.id not in {clause_id for clause_id, _text in asked}
    assert len(asked) == 3
