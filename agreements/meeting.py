"""
How what the two say of one clause meets: agreed, to talk about, or set aside. Pure.

`said` holds what each says, "agree", "change", "talk", "no", or "" of words nobody has answered.
"""

from collections.abc import Collection
from enum import StrEnum

AGREE, NO = "agree", "no"
BOTH = 2


class Meeting(StrEnum):
    """Where a clause goes once both have opened."""

    AGREED = "agreed"
    TALK = "talk"
    ASIDE = "aside"


def meeting_of(said: Collection[str]) -> Meeting:
    """Return how it meets: one "no" sets it aside, only two times "agree" is agreed."""
    if NO in said:
        return Meeting.ASIDE
    if len(said) == BOTH and set(said) == {AGREE}:
        return Meeting.AGREED
    return Meeting.TALK
