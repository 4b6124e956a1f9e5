"""
How a clause of a version in force stands on a day: it holds, was withdrawn, or has ended. Pure.

Every day here is a UTC day, as in the history. A term of 60 days that begins on 4 March ends on
3 May: on that day the clause reads "ended", whether or not anybody has written it down by then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

RENEWABLE_FOR = timedelta(days=14)  # before its end; from then on each may say "renew"


class State(StrEnum):
    """How a clause stands."""

    HOLDS = "holds"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # by itself, or stopped: nothing tells one from the other


@dataclass(frozen=True)
class Deed:
    """What the history says of one clause: "renew", "withdraw" or "lapse", and the day."""

    kind: str
    day: date


@dataclass(frozen=True)
class Condition:
    """
    How a clause stands on a day.

    `since` is the day of its end or withdrawal, None while it holds; `ends_on` the day on which it
    ends unless it is renewed, None where it has no end or does not hold.
    """

    state: State
    since: date | None = None
    ends_on: date | None = None

    @property
    def holds(self) -> bool:
        return self.state is State.HOLDS


def utc_day(moment: datetime) -> date:
    """Return the UTC day of an aware moment: the only thing that a history keeps of it."""
    return moment.astimezone(UTC).date()


def beginning(day: date) -> datetime:
    """Return the moment at which a UTC day begins."""
    return datetime.combine(day, time(0), UTC)


def end_of(began: date, days: int) -> date:
    """Return the day on which a term of so many days ends that began on this one."""
    return began + timedelta(days=days)


def renewable_from(ends_on: date) -> date:
    """Return the first day on which a term that ends on this one can be renewed."""
    return ends_on - RENEWABLE_FOR


def condition(*, began: date, days: int, deeds: Iterable[Deed], on: date) -> Condition:
    """
    Return how a clause stands on a day, as the history knew it at the end of that day.

    `began` is the day from which its version was in force, `days` how long its term is (0: it has
    no end), `deeds` what the history says of it.
    """
    known = [deed for deed in deeds if deed.day <= on]
    ends_on = None
    if days:
        renewed = (deed.day for deed in known if deed.kind == "renew")
        ends_on = end_of(max(renewed, default=began), days)
    for kind, state in (("withdraw", State.WITHDRAWN), ("lapse", State.ENDED)):
        for deed in known:
            if deed.kind == kind and (ends_on is None or deed.day <= ends_on):
                return Condition(state, since=deed.day)
    if ends_on is not None and ends_on <= on:
        return Condition(State.ENDED, since=ends_on)
    return Condition(State.HOLDS, ends_on=ends_on)
