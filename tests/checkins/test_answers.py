from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.answers import (
    BOTH_DONE,
    EVENING,
    ME,
    MORNING,
    RATHER_NOT,
    US,
    Side,
    asked,
    cleaned,
    counterparts,
    first_opening,
    is_answered,
    opens_at,
    window_ends,
)

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 2)
LEVELS = {
    name: {"question": f"How is {name}?", "words": ["a", "b", "c", "d", "e"]}
    for name in ("trust", "connection", "energy", "desire")
}
WORD_LISTS = {
    "feelings": {"words": ["calm", "sad", "tired"], "at_most": 2},
    "watch": {"words": ["Good", "Mixed", "Hard", "Did not come up"]},
}


def ask(*questions, **extra):
    return asked(questions, levels=LEVELS, words=WORD_LISTS, **extra)


def answer(value, visibility=US):
    return {"value": value, "visibility": visibility}


def berlin(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


# --- What is asked.


def test_a_level_is_asked_with_its_words_under_its_own_slug():
    [question] = ask({"slug": "close", "kind": "level", "one_of": ["trust"], "visibility": US})
    assert (question["slug"], question["words"][0], question["visibility"]) == ("trust", "a", US)


@pytest.mark.parametrize(
    ("turn", "slug", "visibility"), [(0, "connection", US), (1, "energy", US), (2, "desire", ME)]
)
def test_levels_take_turns_with_their_own_visibility(turn, slug, visibility):
    turns = {
        "slug": "turn",
        "kind": "level",
        "one_of": ["connection", "energy", "desire"],
        "visibility": {"connection": US, "energy": US, "desire": ME},
    }
    [question] = ask(turns, turn=turn)
    assert (question["slug"], question["visibility"]) == (slug, visibility)


def test_feelings_come_from_the_word_list():
    [question] = ask({"slug": "feelings", "kind": "words", "visibility": US})
    assert question["words"] == ["calm", "sad", "tired"]


def test_clauses_come_three_at_a_time_until_all_had_their_turn():
    step = {"slug": "clauses", "kind": "clauses", "text": "How they felt", "visibility": ME}
    clauses = [(str(number), f"Clause {number}") for number in range(5)]
    seen = [
        {question["slug"] for question in ask(step, clauses=clauses, turn=turn)} for turn in (0, 1)
    ]
    assert [len(slugs) for slugs in seen] == [3, 3]
    assert set.union(*seen) == {f"clause-{number}" for number in range(5)}


def test_without_clauses_the_step_is_left_out():
    assert ask({"slug": "clauses", "kind": "clauses", "text": "How they felt"}) == []


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ({"kind": "text", "aloud": True}, False),
        ({"kind": "timeline"}, False),
        ({"kind": "agreement"}, False),
        ({"kind": "item"}, True),
    ],
)
def test_what_is_said_aloud_asks_for_no_answer(question, answered):
    assert is_answered(question) is answered


# --- What an answer may be.

LEVEL = {"slug": "trust", "kind": "level"}
WORDS = {"slug": "feelings", "kind": "words", "words": ["calm", "sad", "tired"], "at_most": 2}
CHOICE = {"slug": "fair", "kind": "choice", "choices": ["Fair", "Mixed"]}
YES_NO = {"slug": "tested", "kind": "yes-no"}
TEXT = {"slug": "note", "kind": "text"}


@pytest.mark.parametrize(
    ("question", "value", "kept"),
    [
        (LEVEL, "3", 3),
        (LEVEL, RATHER_NOT, RATHER_NOT),
        (LEVEL, "", None),
        (WORDS, ["tired", "calm"], ["calm", "tired"]),
        (WORDS, [], None),
        (CHOICE, "Fair", "Fair"),
        (YES_NO, "no", "no"),
        (TEXT, "  You called. ", "You called."),
        (TEXT, "   ", None),
    ],
)
def test_an_answer_is_cleaned(question, value, kept):
    assert cleaned(question, value) == kept


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (LEVEL, "6"),
        (LEVEL, "0"),
        (LEVEL, "3.5"),
        (WORDS, ["glad"]),
        (WORDS, ["calm", "sad", "tired"]),
        (CHOICE, "Unfair"),
        (YES_NO, "maybe"),
        (TEXT, "x" * 2001),
        (TEXT, ["x"]),
    ],
)
def test_an_answer_that_was_not_offered_is_refused(question, value):
    with pytest.raises(ValueError, match=r"not|neither|too many"):
        cleaned(question, value)


# --- What opens.

MIXES = [None, *(answer(value, who) for value, who in product([4, RATHER_NOT, None], [ME, US]))]


@pytest.mark.parametrize("first_done", [False, True])
@pytest.mark.parametrize("second_done", [False, True])
@pytest.mark.parametrize("first", MIXES, ids=str)
@pytest.mark.parametrize("second", MIXES, ids=str)
def test_a_question_opens_only_where_both_are_done_and_both_gave_it(
    first_done, second_done, first, second
):
    sides = [
        Side(done, {"trust": given} if given else {})
        for done, given in ((first_done, first), (second_done, second))
    ]
    opened = counterparts(*sides)
    both_gave = first == second == answer(4, US)
    assert opened == ({"trust": (4, 4)} if first_done and second_done and both_gave else {})


def test_each_question_opens_by_itself():
    first = Side(True, {"trust": answer(4), "note": answer("Mine", ME), "thanks": answer("Tea")})
    second = Side(True, {"trust": answer(2), "note": answer("Yours"), "need": answer("Rest")})
    assert counterparts(first, second) == {"trust": (4, 2)}


def test_of_a_wish_only_what_both_chose_opens():
    first = Side(True, {"wish": answer(["Rest", "A walk"])})
    second = Side(True, {"wish": answer(["A walk", "Music"])})
    assert counterparts(first, second, {"wish"}) == {"wish": (["A walk"], ["A walk"])}


def test_wishes_that_do_not_meet_open_nothing():
    first, second = Side(True, {"wish": answer(["Rest"])}), Side(True, {"wish": answer(["Music"])})
    assert counterparts(first, second, {"wish"}) == {}


# --- When.


@pytest.mark.parametrize(
    ("opening", "now", "opens"),
    [
        (MORNING, berlin(2, 9), berlin(3, 7)),
        (MORNING, berlin(2, 23, 59), berlin(3, 7)),
        (MORNING, berlin(3, 7), berlin(3, 7)),
        (MORNING, berlin(3, 7, 1), berlin(4, 7)),
        (MORNING, berlin(4, 2, 59), berlin(4, 7)),
        (MORNING, berlin(1, 22), berlin(3, 7)),
        (EVENING, berlin(2, 9), berlin(2, 22)),
        (EVENING, berlin(2, 22, 1), berlin(3, 22)),
        (EVENING, berlin(4, 1), berlin(4, 22)),
        (BOTH_DONE, berlin(2, 9, 17), berlin(2, 9, 17)),
    ],
)
def test_answers_open_at_the_next_opening_hour(opening, now, opens):
    assert opens_at(DAY, opening, BERLIN, now) == opens


@given(
    opening=st.sampled_from([MORNING, EVENING]),
    minutes=st.integers(-1440, 4 * 1440),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]),
    day=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
)
def test_the_opening_tells_no_time_of_day(opening, minutes, zone, day):
    zone = ZoneInfo(zone)
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(minutes=minutes)
    opens = opens_at(day, opening, zone, now)
    assert opens >= max(now, first_opening(day, opening, zone))
    assert (opens.astimezone(zone).hour, opens.astimezone(zone).minute) in {(7, 0), (22, 0)}
    assert opens - max(now, first_opening(day, opening, zone)) <= timedelta(hours=25)


def test_the_window_runs_to_three_after_the_next_day():
    assert window_ends(DAY, BERLIN) == berlin(4, 3)


def test_the_window_follows_the_own_clock():
    assert window_ends(DAY, ZoneInfo("America/New_York")) > window_ends(DAY, BERLIN)
