"""
A zone's clock as a VTIMEZONE of RFC 5545 (pure: no ORM, no clock, no settings).

Written here and not by icalendar: its `Timezone.from_tzinfo` (7.3) dates the onset of summer time by
the new offset where RFC 5545 (3.6.5) wants the local time of the old one, an hour too late.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(hours=6)  # no two changes of any zone lie nearer to one another
SECOND = timedelta(seconds=1)


def changes(zone: ZoneInfo, since: datetime, until: datetime) -> list[datetime]:
    """Return the moments in UTC, after `since` up to `until`, from which the offset is another."""
    found, until = [], until.astimezone(UTC)
    instant = since.astimezone(UTC)
    before = _offset(instant, zone)
    while instant < until:
        later = min(instant + STEP, until)
        if (after := _offset(later, zone)) != before:
            found.append(_first_of_offset(instant, later, zone))
        instant, before = later, after
    return found


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _first_of_offset(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant, after the one and at the other at the latest, with a new offset."""
    while after - before > SECOND:
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(middle, zone) == _offset(after, zone):
            after = middle
        else:
            before = middle
    return after


@lru_cache(maxsize=64)
def vtimezone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """
    Return what a calendar needs to tell this zone's time from the one date to the other.

    Remembered by zone and dates, which say nothing of whoever asked; not to be changed by callers.
    """
    since = datetime.combine(first, datetime.min.time(), UTC) - timedelta(days=2)
    until = datetime.combine(last, datetime.min.time(), UTC) + timedelta(days=2)
    told = Timezone()
    told.add("tzid", zone.key)
    told.add_component(_observance(since, zone, _offset(since, zone)))
    for change in changes(zone, since, until):
        told.add_component(_observance(change, zone, _offset(change - SECOND, zone)))
    return told


def _observance(
    onset: datetime, zone: ZoneInfo, before: timedelta
) -> TimezoneDaylight | TimezoneStandard:
    local = onset.astimezone(zone)
    told = TimezoneDaylight() if local.dst() else TimezoneStandard()
    told.add("dtstart", (onset + before).replace(tzinfo=None))
    told.add("tzoffsetfrom", before)
    told.add("tzoffsetto", _offset(onset, zone))
    told.add("tzname", local.tzname())
    return told
