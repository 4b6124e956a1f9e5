"""The steps of a session as screens, on the library's own scripts."""

import tomllib

import pytest

from checkins import library, script
from checkins.script import Kind, Part, Screen

STARTERS = {
    one["slug"]: one for one in tomllib.loads(library.LIBRARY.read_text(encoding="utf-8"))["ritual"]
}
GUIDED = [slug for slug, one in STARTERS.items() if one.get("guided")]


def steps(slug):
    return STARTERS[slug]["questions"]


def path(slug):
    """Return the screens of a starter as (slug of the step, turn, part)."""
    asked = steps(slug)
    return [(asked[one.step]["slug"], one.turn, str(one.part)) for one in script.screens(asked)]


def kinds(slug):
    asked = steps(slug)
    return {
        asked[one.step]["slug"]: script.kind_of(asked[one.step], one)
        for one in script.screens(asked)
        if one.part == Part.ASK
    }


def place_of(slug, step, turn, part="ask"):
    return path(slug).index((step, turn, part))


def test_five_rituals_are_guided():
    assert sorted(GUIDED) == [
        "agreement-review",
        "monthly-ceremony",
        "monthly-vulnerability",
        "weekly-budget-review",
        "weekly-debrief",
    ]


def test_turns_are_a_screen_each():
    assert path("weekly-debrief")[:2] == [("thanks", 0, "ask"), ("thanks", 1, "ask")]


def test_speak_to_heard_is_one_round_for_each_with_breathe_between():
    order = [step for step, _turn, part in path("monthly-vulnerability") if part == "ask"]
    once = ["speak", "say-back", "validate", "heard"]
    assert order == ["ready", "choose", *once, "breathe", *once, "follows", "follows", "close"]
    turns = [turn for step, turn, part in path("monthly-vulnerability") if step == "speak"]
    assert turns == [0, 1]


def test_the_other_speaks_when_it_is_said_back():
    asked = {one["slug"]: one for one in steps("monthly-vulnerability")}
    assert script.speaker(asked["speak"], Screen(2, 0)) == 0
    assert script.speaker(asked["say-back"], Screen(3, 0)) == 1
    assert script.speaker(asked["follows"], Screen(7, 1, Part.REPLY)) == 0
    assert script.speaker(asked["breathe"], Screen(6)) is None


def test_a_reply_follows_only_where_something_was_passed():
    asked, open_ = steps("weekly-budget-review"), place_of("weekly-budget-review", "open", 0)
    reply = place_of("weekly-budget-review", "open", 0, "reply")
    assert script.after(asked, open_, given=True) == reply
    assert script.after(asked, open_) == place_of("weekly-budget-review", "open", 1)
    assert script.after(asked, reply) == place_of("weekly-budget-review", "open", 1)


def test_one_more_try_goes_back_to_saying_it_back_in_the_same_turn():
    asked, slug = steps("monthly-vulnerability"), "monthly-vulnerability"
    for turn, next_step in [(0, "breathe"), (1, "follows")]:
        heard = place_of(slug, "heard", turn)
        offered = script.after(asked, heard, again=True)
        assert path(slug)[offered] == ("heard", turn, "again")
        assert script.after(asked, offered, again=True) == place_of(slug, "say-back", turn)
        assert path(slug)[script.after(asked, offered)][0] == next_step
        assert path(slug)[script.after(asked, heard)][0] == next_step


@pytest.mark.parametrize("slug", GUIDED)
@pytest.mark.parametrize("given", [True, False])
def test_every_script_comes_to_its_end(slug, given):
    asked, place, seen = steps(slug), 0, []
    while place < len(script.screens(asked)):
        seen.append(place)
        place = script.after(asked, place, given=given)
    assert seen == sorted(set(seen))
    assert {asked[script.screens(asked)[one].step]["slug"] for one in seen} == {
        one["slug"] for one in asked
    }


def test_what_is_done_on_each_step():
    assert kinds("weekly-budget-review") == {
        "ready": Kind.READY,
        "happened": Kind.TURN,
        "open": Kind.TURN,
        "decide": Kind.JOINT,
        "agreed": Kind.JOINT,
        "the-talk": Kind.OWN,
    }
    assert kinds("monthly-vulnerability")["heard"] == Kind.HEARD
    assert kinds("weekly-debrief")["clauses"] == Kind.OWN
    assert kinds("agreement-review")["read"] == Kind.ALOUD


@pytest.mark.parametrize("slug", GUIDED)
def test_minutes_are_for_both_turns_together(slug):
    asked = steps(slug)
    for number, step in enumerate(asked):
        timed = [one for one in script.screens(asked) if one.step == number]
        whole = sum(script.seconds(step, one) for one in timed)
        assert whole == (0 if step.get("rule") == script.GENTLEST else step["minutes"] * 60)


def test_the_gentler_of_two_answers_counts():
    choices = ["Ready", "Something lighter", "Not tonight"]
    assert script.gentlest(choices, ["Ready", "Something lighter"]) == 1
    assert script.gentlest(choices, ["Not tonight", "Ready"]) == 2
    with pytest.raises(ValueError, match="not in list"):
        script.gentlest(choices, ["Never"])
