"""
When wall times happen, found by counting minutes through zoneinfo: the slow way, to check the fast
one against. Nothing here uses the product's own arithmetic.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
MINUTES_A_DAY = 24 * 60


def wall_minutes(instant: datetime, zone: ZoneInfo) -> int:
    """Return what a clock in this zone shows, as whole minutes since year 1."""
    local = instant.astimezone(zone)
    return (local.toordinal() * 24 + local.hour) * 60 + local.minute


def first_minutes(zone: ZoneInfo, start: datetime, end: datetime) -> dict[int, datetime]:
    """
    Return for each wall time, in minutes, the first minute in UTC at which the clock shows it, or,
    where it is skipped, shows more. `start` must come before every wall time that is asked for.
    """
    found: dict[int, datetime] = {}
    highest = wall_minutes(start, zone)
    instant = start
    while instant < end:
        instant += MINUTE
        shown = wall_minutes(instant, zone)
        for wall in range(highest + 1, shown + 1):
            found[wall] = instant
        highest = max(highest, shown)
    return found


@lru_cache(maxsize=1)
def minutes_of_year(zone: str, year: int) -> dict[int, datetime]:
    """Return `first_minutes` of a whole year, every minute of it counted."""
    start = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=2)
    return first_minutes(ZoneInfo(zone), start, start + timedelta(days=370))


def wall(day: date, minute: int) -> int:
    """Return a date and a minute of it as whole minutes since year 1."""
    return day.toordinal() * MINUTES_A_DAY + minute


def transitions(zone: ZoneInfo, first_year: int, last_year: int) -> list[datetime]:
    """Return the minutes in UTC from which on the offset is another one, in order."""
    step, found = timedelta(hours=6), []
    instant, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    offset = instant.astimezone(zone).utcoffset()
    while instant < end:
        later = instant + step
        if (changed := later.astimezone(zone).utcoffset()) != offset:
            while instant.astimezone(zone).utcoffset() == offset:
                instant += MINUTE
            found.append(instant)
        instant, offset = later, changed
    return found
