"""
A repair step by step, PURE: who can say what next. The words themselves are the library's.

Nothing ever waits for the partner who was hurt: what the other can say depends on what the other
said, and each of the two can stop alone, always. "Not yet" is never said: it looks like no answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

HURT, OTHER = "hurt", "other"

OPENING, ANSWER, IMPACT, ACKNOWLEDGE = "opening", "answer", "impact", "acknowledge"
UNDERSTOOD, APOLOGISE, ACTION = "understood", "apologise", "action"
FOLLOW_THROUGH, REST = "follow-through", "rest"
STEPS = (IMPACT, ACKNOWLEDGE, UNDERSTOOD, APOLOGISE, ACTION, FOLLOW_THROUGH, REST)
WITH_CHOICES = (ANSWER, UNDERSTOOD, FOLLOW_THROUGH)

YES, DIFFERENTLY, HURT_TOO = range(3)  # places among the answers
PARTLY, NOT_YET, CHANGE_IT = 1, 2, 3  # places among the choices of a step; "Yes" and "Done" are 0
MOST_ACTIONS = 3  # that one person offers and that stand


@dataclass(frozen=True)
class Said:
    """One thing that was said: by which side, at which step; a choice by its place, an action by id."""

    by: str
    step: str
    choice: int | None = None
    about: object = None
    id: object = None


@dataclass(frozen=True)
class State:
    """What was said so far, in order, and which side opened it."""

    opener: str
    said: tuple[Said, ...] = ()

    def open_to(self, side: str) -> list[str]:
        """Return the steps at which this side can say something now, in their order."""
        can = {ANSWER: self._can_answer(side), FOLLOW_THROUGH: bool(self.to_follow(side))}
        if side == HURT:
            can[IMPACT] = not self._times(IMPACT)
            can[UNDERSTOOD] = self._times(ACKNOWLEDGE) > self._times(UNDERSTOOD)
            can[ACTION] = bool(self._times(ACKNOWLEDGE)) and self._has_room(side)
            can[REST] = True
        else:
            answered = self.opener == OTHER or bool(self._times(ANSWER))
            can[ACKNOWLEDGE] = answered and self._times(ACKNOWLEDGE) <= self._partly()
            can[APOLOGISE] = bool(self._times(ACKNOWLEDGE)) and not self._times(APOLOGISE)
            can[ACTION] = bool(self._times(APOLOGISE)) and self._has_room(side)
        return [step for step in (ANSWER, *STEPS) if can.get(step)]

    def choices(self, side: str, step: str) -> list[int]:
        """Return the places of the choices that can be sent; "not yet" is none of them."""
        if step == ANSWER:
            return [YES, DIFFERENTLY, HURT_TOO] if side == OTHER else [YES, DIFFERENTLY]
        return {UNDERSTOOD: [YES, PARTLY], FOLLOW_THROUGH: [0, PARTLY, CHANGE_IT]}.get(step, [])

    def to_follow(self, side: str) -> list[object]:
        """Return the ids of the actions that stand and of which this side has not said how it went."""
        spoken = {one.about for one in self.said if one.step == FOLLOW_THROUGH and one.by == side}
        return [one.id for one in self.standing() if one.id not in spoken]

    def standing(self) -> list[Said]:
        """Return the actions that nobody asked to change."""
        changed = {
            one.about for one in self.said if one.step == FOLLOW_THROUGH and one.choice == CHANGE_IT
        }
        return [one for one in self.said if one.step == ACTION and one.id not in changed]

    def next_step(self, side: str, due: Iterable = ()) -> str | None:
        """
        Return the one step to show this side, or None where nothing of theirs comes next.

        `due` are the ids of the actions whose day has come. To rest is offered beside, never asked.
        """
        can = self.open_to(side)
        if FOLLOW_THROUGH in can and not set(due) & set(self.to_follow(side)):
            can.remove(FOLLOW_THROUGH)
        if ACTION in can and (side == HURT or any(one.by == side for one in self.standing())):
            can.remove(ACTION)
        return next((step for step in can if step != REST), None)

    def _can_answer(self, side):
        return side != self.opener and not self._times(ANSWER)

    def _has_room(self, side):
        return sum(one.by == side for one in self.standing()) < MOST_ACTIONS

    def _times(self, step):
        return sum(one.step == step for one in self.said)

    def _partly(self):
        return sum(one.step == UNDERSTOOD and one.choice == PARTLY for one in self.said)
