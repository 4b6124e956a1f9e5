"""
When a reminder comes before its moment, and when a quiet hour is over. PURE.

Times of day are those of a person's own clock, in an IANA zone; moments are aware.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOW, TEN, HOUR, EVENING = "now", "ten", "hour", "evening"
BEFORE = {NOW: timedelta(0), TEN: timedelta(minutes=10), HOUR: timedelta(hours=1)}
EVENING_AT = time(19)
LONGEST_LEAD = timedelta(days=2)  # from the evening before to the last minute of a day, and a bit


def reminded_at(moment: datetime, lead: str, zone: ZoneInfo) -> datetime:
    """
    Return when one is reminded of a moment, in UTC, by `lead`: "now", "ten", "hour", "evening".

    Of two moments the later one is never reminded of earlier than the other.
    """
    if lead != EVENING:
        return moment.astimezone(UTC) - BEFORE[lead]
    day = moment.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(day, EVENING_AT, zone).astimezone(UTC)


def is_within(at: time, start: time, end: time) -> bool:
    """Say whether a time of day lies from `start` until before `end`; over midnight, too."""
    return start <= at < end if start < end else at >= start or at < end


def quiet_until(now: datetime, start: time, end: time, zone: ZoneInfo) -> datetime | None:
    """
    Return when the quiet hours in which `now` lies are over, in UTC; None where it lies in none.

    It is quiet while the clock on the wall says so: on the night when clocks go back, that may be
    twice. Where the end itself is skipped, it is over once the clock has passed it.
    """
    if not _is_quiet(now, start, end, zone):
        return None
    today = now.astimezone(zone).date()
    ends = (moment for days in range(3) for moment in _moments(today, days, end, zone))
    return next(one for one in ends if one > now and not _is_quiet(one, start, end, zone))


def _is_quiet(now: datetime, start: time, end: time, zone: ZoneInfo) -> bool:
    return is_within(now.astimezone(zone).time().replace(fold=0), start, end)


def _moments(day: date, days: int, at: time, zone: ZoneInfo) -> list[datetime]:
    wall = datetime.combine(day + timedelta(days=days), at, zone)
    return sorted(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
