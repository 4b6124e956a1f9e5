"""
How it goes over time, in numbers (pure: no ORM, no clock): levels by week and month, shares kept,
and what goes together in one person's own answers.

A level is a whole number from 1 to 5 on a scale of words: it has an order and no unit. Sums are
pairs [sum of levels, how many answers]; weeks begin on Monday.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations
from math import sqrt
from statistics import median
from typing import NamedTuple

Sums = dict[str, list[int]]  # level: [sum of levels, count of answers]
Weeks = dict[date, dict[date, Sums]]  # Monday: first day of the month: sums of the days in both

DAY, WEEK = timedelta(days=1), timedelta(days=7)
BY_WEEK, BY_MONTH = "week", "month"
# An answer for a date can be given until 03:00 after the next day, anywhere on earth. By this many
# days after its Monday a week is over for everybody.
FINISHED_AFTER = timedelta(days=10)

FEWEST_DAYS = 20  # that say anything of two levels; below it no pattern is told
Z_95 = 1.959964  # two-sided 95 % of the normal distribution


class Point(NamedTuple):
    """A week or month in which something was answered: its place, mean level, and answers."""

    place: int  # periods since the first one of the view
    level: float  # mean, from 1 to 5
    answers: int


class Kept(NamedTuple):
    """How many of the dates that were planned were kept."""

    kept: int
    planned: int


class Interval(NamedTuple):
    """A share and the interval in which it lies with 95 % certainty; fractions from 0 to 1."""

    share: float
    low: float
    high: float


class Pattern(NamedTuple):
    """Two levels that were asked on the same days: on how many they went together, and against."""

    first: str
    second: str
    together: int
    against: int
    interval: Interval

    @property
    def may_be_chance(self) -> bool:
        """Whether going together on half of the days lies within the interval."""
        return self.interval.low <= 0.5 <= self.interval.high

    @property
    def is_opposite(self) -> bool:
        """Whether one was lower when the other was higher."""
        return self.against > self.together


# --- Weeks and months.


def monday_of(day: date) -> date:
    """Return the Monday of a date's week."""
    return day - day.weekday() * DAY


def is_finished(monday: date, today: date) -> bool:
    """Say whether nothing of a week opens by itself any more; `today` is the date in UTC."""
    return today >= monday + FINISHED_AFTER


def levels_in(answers: Mapping[str, dict], known: Iterable[str]) -> dict[str, int]:
    """Return the levels that a check-in's answers rate; "rather not say" rates none."""
    given = {slug: answers[slug]["value"] for slug in known if slug in answers}
    return {slug: value for slug, value in given.items() if isinstance(value, int)}


def add(weeks: Weeks, day: date, levels: Mapping[str, int]) -> None:
    """Add the levels that were answered for a day."""
    sums = weeks.setdefault(monday_of(day), {}).setdefault(day.replace(day=1), {})
    for name, level in levels.items():
        there = sums.setdefault(name, [0, 0])
        there[0] += level
        there[1] += 1


def periods(since: date, until: date, by: str) -> list[date]:
    """Return the first days of all weeks or months from one date's to another's."""
    found = []
    day = since.replace(day=1) if by == BY_MONTH else monday_of(since)
    while day <= until:
        found.append(day)
        day = (day + 31 * DAY).replace(day=1) if by == BY_MONTH else day + WEEK
    return found


def lines(weeks: Weeks, shown: list[date], by: str) -> dict[str, list[Point]]:
    """
    Return the points of each level over the periods that are shown, in their order.

    A period without an answer has no point: it is a gap. Units: mean levels from 1 to 5.
    """
    place_of = {day: place for place, day in enumerate(shown)}
    totals: dict[str, dict[int, list[int]]] = {}
    for monday, months in weeks.items():
        for month, sums in months.items():
            place = place_of.get(month if by == BY_MONTH else monday)
            if place is None:
                continue
            for name, (total, count) in sums.items():
                there = totals.setdefault(name, {}).setdefault(place, [0, 0])
                there[0] += total
                there[1] += count
    return {
        name: [
            Point(place, total / count, count) for place, (total, count) in sorted(found.items())
        ]
        for name, found in totals.items()
    }


# --- What is kept.


def kept(done: Iterable[date], planned: Iterable[date]) -> Kept:
    """Return how many of the planned dates were kept; the others say nothing of why."""
    planned = set(planned)
    return Kept(len(planned & set(done)), len(planned))


# --- Patterns.


def wilson(hits: int, trials: int, z: float = Z_95) -> Interval:
    """
    Return the share of hits and the interval in which it lies.

    Units: counts in, fractions from 0 to 1 out. `z`: quantile of the normal distribution.
    Errors: ValueError where there is no share to speak of.
    Source: Wilson score interval; E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    if not 0 <= hits <= trials or trials == 0:
        raise ValueError(f"{hits} of {trials} is not a share")
    share, squared = hits / trials, z * z
    scale = 1 + squared / trials
    centre = (share + squared / (2 * trials)) / scale
    reach = z * sqrt(share * (1 - share) / trials + squared / (4 * trials**2)) / scale
    return Interval(share, max(0.0, centre - reach), min(1.0, centre + reach))


def patterns(days: Iterable[Mapping[str, int]], names: Iterable[str]) -> list[Pattern]:
    """
    Return which of one person's levels went together, the clearest first.

    `days` are the levels that were answered at once. Of each pair of levels, a day counts where
    neither stood at its own middle (the median over the days on which both were answered): together
    where both were above or both below it, against where one was above and the other below. Fewer
    than FEWEST_DAYS such days are no pattern.

    Units: counts of days. Errors: the days of a life are not independent trials, so the interval
    is rather too narrow; of twenty pairs without any connection, one looks like one.
    Source: quadrant test; N. Blomqvist, Ann. Math. Stat. 21 (1950) 593-600.
    """
    days = list(days)
    found = []
    for first, second in combinations(names, 2):
        pairs = [(day[first], day[second]) for day in days if first in day and second in day]
        together, against = _quadrants(pairs)
        if together + against >= FEWEST_DAYS:
            interval = wilson(together, together + against)
            found.append(Pattern(first, second, together, against, interval))
    return sorted(found, key=lambda one: -abs(one.interval.share - 0.5))


def _quadrants(pairs: list[tuple[int, int]]) -> tuple[int, int]:
    if not pairs:
        return 0, 0
    middle, other_middle = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    signs = [(one - middle) * (other - other_middle) for one, other in pairs]
    return sum(sign > 0 for sign in signs), sum(sign < 0 for sign in signs)
