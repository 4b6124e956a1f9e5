"""
When a repeating practice comes round next (pure: no ORM, no clock, no settings).

A cadence yields local dates; a date, a wall time and a zone make one moment in UTC. A slot is known
by its local date, so that it happens exactly once whatever the clock does that night.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MOST_EVERY = 366  # units from one time round to the next
MOST_WEEKS_REPLACED = 60  # in a row; then it is taken not to come round again
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Slot(NamedTuple):
    """One time round: its local date, and its moment as an aware datetime in UTC."""

    date: date
    moment: datetime


@dataclass(frozen=True)
class Cadence:
    """
    How often, on which days, from when to when.

    Shapes: `every` (1 to 366) counts units from the day, week (Monday) or month of `start`. A week
    needs `weekdays` (0 is Monday, each once); a month needs either `day` (1 to 31, "31" meaning the
    last where there is none) or `nth` (1 to 4, or -1 for the last) with one weekday; a day takes
    none of them. `end` is the last date that counts; `rest_until` the first date that counts again.
    Errors: ValueError for anything that would never come round, or that has two meanings.
    """

    unit: Unit
    start: date
    every: int = 1
    weekdays: tuple[int, ...] = ()
    day: int = 0
    nth: int = 0
    end: date | None = None
    rest_until: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.every <= MOST_EVERY:
            raise ValueError(f"every={self.every} never comes round, or too rarely")
        if set(self.weekdays) - set(range(7)) or len(set(self.weekdays)) < len(self.weekdays):
            raise ValueError(f"weekdays={self.weekdays} are not 0 to 6, each once")
        if not self._names_its_days():
            raise ValueError(
                f"day={self.day}, nth={self.nth}, weekdays={self.weekdays} "
                f"name no day of a {self.unit}, or more than one"
            )
        if self.end and self.end < self.start:
            raise ValueError(f"end={self.end} is before start={self.start}")

    def _names_its_days(self) -> bool:
        if self.unit == Unit.DAY:
            return not (self.weekdays or self.day or self.nth)
        if self.unit == Unit.WEEK:
            return bool(self.weekdays) and not (self.day or self.nth)
        if self.nth:
            return self.nth in ORDINALS.values() and len(self.weekdays) == 1 and not self.day
        return 1 <= self.day <= 31 and not self.weekdays

    def first_date(self) -> date:
        """Return the first date that counts, after any rest."""
        return max(self.start, self.rest_until or self.start)


def read_cadence(often: str, on: str = "") -> dict:
    """
    Return the fields of a Cadence (all but its dates) for words such as "every 2 weeks", "friday".

    `often` is daily, weekly, monthly or "every N days|weeks|months"; `on` a weekday, or "first" to
    "last" and a weekday. Errors: ValueError for other words.
    """
    plain = {"daily": "every 1 day", "weekly": "every 1 week", "monthly": "every 1 month"}
    match plain.get(often, often).split():
        case ["every", count, unit] if count.isdigit() and unit.removesuffix("s") in list(Unit):
            fields = {"unit": Unit(unit.removesuffix("s")), "every": int(count)}
        case _:
            raise ValueError(f"{often!r} is not a cadence")
    match on.split():
        case []:
            return fields
        case [weekday] if weekday in WEEKDAYS:
            return fields | {"weekdays": (WEEKDAYS.index(weekday),)}
        case [ordinal, weekday] if ordinal in ORDINALS and weekday in WEEKDAYS:
            return fields | {"weekdays": (WEEKDAYS.index(weekday),), "nth": ORDINALS[ordinal]}
    raise ValueError(f"{on!r} is not a day")


@lru_cache(maxsize=4096)
def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """
    Return the moment in UTC at which this wall time happens on this date in this zone.

    A wall time that is skipped happens at the first valid instant after it; one that is repeated
    happens the first time. Many live by the same clock, so it is remembered.
    """
    instant = datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)
    if shows(instant, day, at, zone):
        return instant
    return _first_instant_after_gap(datetime.combine(day, at.replace(fold=0)), zone)


def shows(instant: datetime, day: date, at: time, zone: ZoneInfo) -> bool:
    """Say whether a clock in this zone shows this wall time on this date at this moment (aware)."""
    # Two datetimes with the very same zone compare as their walls do, whichever the fold.
    return instant.astimezone(zone) == datetime.combine(day, at, zone)


def _first_instant_after_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    # In a gap, fold=1 gives an instant before the clocks change and fold=0 one after it.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    changed = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == changed:
            after = middle
        else:
            before = middle
    return after


def dates(cadence: Cadence, since: date) -> Iterator[date]:
    """Yield the cadence's dates from `since` on, in order, without walking there from its start."""
    since, end = max(since, cadence.first_date()), cadence.end or date.max
    walk = {Unit.DAY: _days, Unit.WEEK: _days_of_weeks, Unit.MONTH: _days_of_months}[cadence.unit]
    for day in walk(cadence, since):
        if day > end:
            return
        if day >= since:
            yield day


def _days(cadence: Cadence, since: date) -> Iterator[date]:
    periods = -(-(since - cadence.start).days // cadence.every)
    day = cadence.start + periods * cadence.every * DAY
    while day <= date.max - cadence.every * DAY:
        yield day
        day += cadence.every * DAY


def _days_of_weeks(cadence: Cadence, since: date) -> Iterator[date]:
    first_monday = monday_of(cadence.start)
    week = (since - first_monday).days // 7 // cadence.every * cadence.every
    monday = first_monday + 7 * week * DAY
    while monday <= date.max - 7 * (cadence.every + 1) * DAY:
        yield from (monday + weekday * DAY for weekday in sorted(cadence.weekdays))
        monday += 7 * cadence.every * DAY


def _days_of_months(cadence: Cadence, since: date) -> Iterator[date]:
    origin = _month_number(cadence.start)
    month = origin + (_month_number(since) - origin) // cadence.every * cadence.every
    while month // 12 <= date.max.year:
        yield _day_in_month(cadence, year=month // 12, month=month % 12 + 1)
        month += cadence.every


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day_in_month(cadence: Cadence, *, year: int, month: int) -> date:
    first_weekday, length = monthrange(year, month)
    if not cadence.nth:
        return date(year, month, min(cadence.day, length))
    first = 1 + (cadence.weekdays[0] - first_weekday) % 7
    if cadence.nth > 0:
        return date(year, month, first + 7 * (cadence.nth - 1))
    return date(year, month, first + 7 * ((length - first) // 7))


def next_after(cadence: Cadence, at: time, zone: ZoneInfo, after: datetime) -> Slot | None:
    """Return the first slot whose moment lies after `after` (aware), or None when it has ended."""
    return next(slots_after(cadence, at, zone, after), None)


def slots_between(
    cadence: Cadence, at: time, zone: ZoneInfo, after: datetime, until: datetime
) -> Iterator[Slot]:
    """Yield the slots whose moments lie after `after` and at `until` at the latest."""
    ahead = slots_after(cadence, at, zone, after)
    yield from takewhile(lambda slot: slot.moment <= until, ahead)


def slots_after(
    cadence: Cadence,
    at: time,
    zone: ZoneInfo,
    after: datetime,
    replacing: Collection[Cadence] = (),
) -> Iterator[Slot]:
    """
    Yield the slots whose moments lie after `after` (aware), in order.

    There is none in a week in which one of `replacing` has a date.
    """
    passed = 0
    # A skipped night can push a slot past its own date; two days back covers every zone.
    for day in dates(cadence, after.astimezone(zone).date() - 2 * DAY):
        instant = moment(day, at, zone)
        if instant <= after:
            continue
        if not any(in_week_of(one, day) for one in replacing):
            passed = 0
            yield Slot(day, instant)
        elif (passed := passed + 1) == MOST_WEEKS_REPLACED:
            return


def monday_of(day: date) -> date:
    """Return the Monday of this date's week."""
    return day - day.weekday() * DAY


def weeks_with(cadence: Cadence, since: date, until: date) -> set[date]:
    """Return the Mondays of the weeks in which the cadence has a date, from one day's to another's."""
    last = monday_of(until) + 6 * DAY
    ahead = takewhile(lambda day: day <= last, dates(cadence, monday_of(since)))
    return {monday_of(day) for day in ahead}


def in_week_of(cadence: Cadence, day: date) -> bool:
    """Say whether the cadence has a date in the week, Monday to Sunday, of this day."""
    monday = monday_of(day)
    return next(dates(cadence, monday), date.max) < monday + 7 * DAY


def turn_of(cadence: Cadence, day: date) -> int:
    """
    Return which time round this date belongs to; consecutive slots differ by one.

    Questions that take turns are chosen by it, so that both partners meet the same one on a date.
    """
    if cadence.unit == Unit.DAY:
        return day.toordinal() // cadence.every
    if cadence.unit == Unit.WEEK:
        return monday_of(day).toordinal() // 7 // cadence.every
    return _month_number(day) // cadence.every
