"""Local wall time holds in every zone, over every change of its clocks (promises.md, Rely-5)."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from checkins.recurrence import Cadence, Unit, moment, next_after, slots_between
from tests.checkins.generated import ODD, cadences, wall_times
from tests.checkins.minutes import (
    MINUTES_A_DAY,
    first_minutes,
    minutes_of_year,
    transitions,
    wall,
    wall_minutes,
)
from trustpact.people.zones import ZONES

FIRST_YEAR, LAST_YEAR = 2024, 2032
DAY = timedelta(days=1)
AROUND = timedelta(hours=8)  # before and after a change, counted minute by minute
DAILY = Cadence(Unit.DAY, date(2023, 1, 1))
PARTS = 8  # the zones are dealt out to this many tests


@cache
def changes() -> dict[str, list[datetime]]:
    """Return the changes of every zone, from the first year to the last."""
    return {name: transitions(ZoneInfo(name), FIRST_YEAR, LAST_YEAR) for name in sorted(ZONES)}


def walls_around(zone: ZoneInfo, change: datetime) -> list[tuple[date, time]]:
    """Return wall times on both sides of a change, at its edges, and inside what it skips or repeats."""
    before = wall_minutes(change - timedelta(minutes=1), zone) + 1
    after = wall_minutes(change, zone)
    low, high = min(before, after), max(before, after)
    wanted = {
        low - 61,
        low - 1,
        low,
        low + 1,
        (low + high) // 2,
        high - 1,
        high,
        high + 1,
        high + 61,
    }
    return [
        (date.fromordinal(one // MINUTES_A_DAY), time(*divmod(one % MINUTES_A_DAY, 60)))
        for one in sorted(wanted)
    ]


@pytest.mark.once
def test_zones_and_their_changes_are_all_there():
    found = changes()
    assert len(found) > 400
    assert sum(map(len, found.values())) > 2000
    assert len(found["Europe/Berlin"]) == 2 * (LAST_YEAR - FIRST_YEAR + 1)
    assert len(found["Africa/Casablanca"]) > 10
    assert found["UTC"] == []


@pytest.mark.parametrize("part", range(PARTS))
def test_every_wall_time_around_every_change_is_what_counting_minutes_finds(part):
    wrong = []
    for name in sorted(ZONES)[part::PARTS]:
        zone = ZoneInfo(name)
        for change in changes()[name]:
            counted = first_minutes(zone, change - AROUND, change + AROUND)
            wrong += [
                (name, day, at)
                for day, at in walls_around(zone, change)
                if moment(day, at, zone) != counted[wall(day, at.hour * 60 + at.minute)]
            ]
    assert wrong == []


@pytest.mark.parametrize("part", range(PARTS))
def test_no_date_is_missed_or_doubled_over_any_change(part):
    wrong = []
    for name in sorted(ZONES)[part::PARTS]:
        zone = ZoneInfo(name)
        for change in changes()[name]:
            for at in {at for _, at in walls_around(zone, change)}:
                first = change.astimezone(zone).date() - 2 * DAY
                wanted = [first + number * DAY for number in range(5)]
                edge = moment(first - DAY, at, zone)
                slots = list(slots_between(DAILY, at, zone, edge, moment(wanted[-1], at, zone)))
                one_by_one, after = [], edge
                for _date in wanted:  # as the sweep goes: from one moment to the next
                    slot = next_after(DAILY, at, zone, after)
                    one_by_one.append(slot)
                    after = slot.moment
                moments = [slot.moment for slot in slots]
                if (
                    [slot.date for slot in slots] != wanted
                    or moments != sorted(set(moments))
                    or one_by_one != slots
                ):
                    wrong.append((name, change, at))
    assert wrong == []


# --- Against counting every minute of a year.


def comes_round(cadence: Cadence, day: date) -> bool:
    """Say of one date, looking at nothing but its place in the calendar, whether it counts."""
    if not cadence.start <= day <= (cadence.end or day) or day < (cadence.rest_until or day):
        return False
    if cadence.unit == Unit.DAY:
        return (day - cadence.start).days % cadence.every == 0
    if cadence.unit == Unit.WEEK:
        weeks = (day.toordinal() - 1) // 7 - (cadence.start.toordinal() - 1) // 7
        return weeks % cadence.every == 0 and day.weekday() in cadence.weekdays
    months = (day.year - cadence.start.year) * 12 + day.month - cadence.start.month
    is_last = (day + DAY).month != day.month
    if cadence.nth:
        is_its_week = (
            (day + 7 * DAY).month != day.month
            if cadence.nth < 0
            else (day.day - 1) // 7 == cadence.nth - 1
        )
        return months % cadence.every == 0 and day.weekday() in cadence.weekdays and is_its_week
    on_it = day.day == cadence.day or (is_last and day.day < cadence.day)
    return months % cadence.every == 0 and on_it


def counted(cadence: Cadence, at: time, zone: str, year: int) -> list[tuple[date, datetime]]:
    """Return the slots of a year, by its minutes and its dates one by one."""
    minutes = minutes_of_year(zone, year)
    dates = [date(year, 1, 1) + number * DAY for number in range(366)]
    return [
        (day, minutes[wall(day, at.hour * 60 + at.minute)])
        for day in dates
        if day.year == year and comes_round(cadence, day)
    ]


def planned(cadence: Cadence, at: time, zone: str, year: int) -> list[tuple[date, datetime]]:
    """Return the same by the product's own arithmetic."""
    edge = datetime(year, 1, 1, tzinfo=UTC)
    slots = slots_between(cadence, at, ZoneInfo(zone), edge - 3 * DAY, edge + 370 * DAY)
    return [tuple(slot) for slot in slots if slot.date.year == year]


def zone_years(count: int) -> list[tuple[str, int]]:
    """Return this many zones, each with a year: first those whose clocks change in odd ways."""
    rest = [name for name in sorted(ZONES) if name not in ODD]
    names = ODD + rest[:: max(1, len(rest) // count)]
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return [(name, years[number % len(years)]) for number, name in enumerate(names[:count])]


def agree(zone: str, year: int, examples: int) -> None:
    """Compare both on this many generated rules."""

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cadence=cadences(rests=True), at=wall_times)
    def compare(cadence, at):
        assert planned(cadence, at, zone, year) == counted(cadence, at, zone, year)

    compare()


@pytest.mark.parametrize(("zone", "year"), zone_years(6))
def test_slots_of_a_year_are_what_counting_its_minutes_finds(zone, year):
    agree(zone, year, 60)


@pytest.mark.deep
@pytest.mark.once
@pytest.mark.parametrize(("zone", "year"), zone_years(60))
def test_slots_of_many_years_are_what_counting_their_minutes_finds(zone, year):
    agree(zone, year, 200)
