"""The pages of rituals and check-ins."""

from checkins.views.occurrences import (
    answers,
    done,
    occurrence,
    opening,
    past,
    revocation,
    skip,
)
from checkins.views.rituals import begin, end, own, rest, rest_all, ritual, rituals, time

__all__ = [
    "answers",
    "begin",
    "done",
    "end",
    "occurrence",
    "opening",
    "own",
    "past",
    "rest",
    "rest_all",
    "revocation",
    "ritual",
    "rituals",
    "skip",
    "time",
]
