"""
The steps of a session, as screens in an order (pure: no ORM, no clock).

A script is the list of a ritual's questions. Each becomes one screen, or one for each partner where
`turns` is true; steps of one `round` are gone through by each, with the step marked `between` in
the middle. What somebody wrote can be followed by the other's reply, and "do I feel heard" by one
more try. A place is an index into the screens; one past the last means that it was held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

GENTLEST = "gentlest"  # rule: each answers alone, the gentler answer counts
ONE_MORE_TRY = "one more try"  # rule: who does not feel heard can ask for one more try
TURNS = 2
MINUTE = 60  # seconds


class Part(StrEnum):
    """Which part of a step a screen is."""

    ASK = "ask"
    REPLY = "reply"
    AGAIN = "again"


class Kind(StrEnum):
    """What is done on a screen, and with that who passes it."""

    READY = "ready"  # each alone, from an own account
    ALOUD = "aloud"  # said or read; either passes
    TURN = "turn"  # one writes, the other listens
    HEARD = "heard"  # one chooses; it steers the session and is kept nowhere
    REPLY = "reply"  # the one who listened answers
    AGAIN = "again"  # either says whether there is one more try
    OWN = "own"  # answers of one's own, opening as those of a check-in; either passes
    JOINT = "joint"  # one thing noted for both, by either


@dataclass(frozen=True)
class Screen:
    """One screen: the index of its step, whose turn it is (0, 1 or None), which part of it."""

    step: int
    turn: int | None = None
    part: Part = Part.ASK


def screens(script: Sequence[dict]) -> list[Screen]:
    """Return the screens of a script, in order."""
    found: list[Screen] = []
    place = 0
    while place < len(script):
        name = script[place].get("round")
        if not name:
            found += _of_step(script, place)
            place += 1
            continue
        end = place
        while end < len(script) and script[end].get("round") == name:
            end += 1
        between = [end] if end < len(script) and script[end].get("between") else []
        for turn in range(TURNS):
            found += [one for step in range(place, end) for one in _of_turn(script, step, turn)]
            found += [Screen(step) for step in between if turn == 0]
        place = end + len(between)
    return found


def _of_step(script, step):
    if not script[step].get("turns"):
        return [Screen(step)]
    return [one for turn in range(TURNS) for one in _of_turn(script, step, turn)]


def _of_turn(script, step, turn):
    asked = script[step]
    found = [Screen(step, turn)]
    if replies(asked):
        found.append(Screen(step, turn, Part.REPLY))
    if asked.get("rule") == ONE_MORE_TRY:
        found.append(Screen(step, turn, Part.AGAIN))
    return found


def replies(asked: dict) -> list[str]:
    """Return what the one who listened can answer to what was written in a step."""
    if asked.get("replies"):
        return list(asked["replies"])
    is_asked_of_the_other = asked["kind"] == "item" and asked.get("turns")
    return list(asked.get("choices", ())) if is_asked_of_the_other else []


def kind_of(asked: dict, screen: Screen) -> Kind:
    """Return what is done on a screen of a step."""
    if screen.part != Part.ASK:
        return Kind(screen.part)
    if asked.get("aloud") or asked["kind"] in ("timeline", "agreement"):
        return Kind.ALOUD
    rule = asked.get("rule")
    if rule:
        return Kind.READY if rule == GENTLEST else Kind.HEARD
    if asked.get("turns"):
        return Kind.TURN
    return Kind.JOINT if asked["kind"] == "item" else Kind.OWN


def speaker(asked: dict, screen: Screen) -> int | None:
    """Return whose words a screen waits for: 0 or 1 in the order of turns, None for both."""
    if screen.turn is None:
        return None
    by_the_other = asked.get("by") == "listener" or screen.part == Part.REPLY
    return (1 - screen.turn) if by_the_other else screen.turn


def seconds(asked: dict, screen: Screen) -> int:
    """Return how long a screen is meant to take: half a step's minutes a turn, 0 for no time."""
    if screen.part != Part.ASK or asked.get("rule") == GENTLEST:
        return 0
    whole = asked.get("minutes", 0) * MINUTE
    return whole if screen.turn is None else whole // TURNS


def after(script: Sequence[dict], place: int, *, given: bool = False, again: bool = False) -> int:
    """
    Return the place that follows a place.

    `given`: something was passed that the other replies to. `again`: on a screen of "heard", that
    one more try is to be offered; on one of "again", that it was asked for.
    """
    every = screens(script)
    here = every[place]
    if here.part == Part.AGAIN and again:
        return _try_again(script, every, place)
    following = place + 1
    while following < len(every) and every[following].part != Part.ASK:
        wanted = given if every[following].part == Part.REPLY else again
        if wanted and here.part == Part.ASK:
            break
        following += 1
    return following


def _try_again(script, every, place):
    """Return the first place of the same turn at which the other says back what they heard."""
    here = every[place]
    name = script[here.step].get("round")
    for before, screen in enumerate(every[:place]):
        asked = script[screen.step]
        in_round = asked.get("round") == name and screen.turn == here.turn
        if in_round and asked.get("by") == "listener":
            return before
    return place - 1


def gentlest(choices: Sequence[str], answers: Sequence[str]) -> int:
    """
    Return the index of the gentler of two answers; choices stand from ready to not today.

    Errors: ValueError for an answer that is not a choice.
    """
    return max(list(choices).index(answer) for answer in answers)
