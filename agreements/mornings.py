"""
Seven in the morning: when signing opens and when mail about an agreement goes out. Pure.

A moment that followed an act at once would tell when the act was. A morning tells the day only.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(7)


def morning_of(day, zone: str) -> datetime:
    """Return seven in the morning of a date in an IANA zone, as UTC."""
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)


def next_morning(moment: datetime, zone: str) -> datetime:
    """Return seven in the morning after this day, by the clock of the zone, as UTC."""
    return morning_of(moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=1), zone)


def first_morning(moment: datetime, zone: str) -> datetime:
    """Return the first seven in the morning that is not before the moment, as UTC."""
    morning = morning_of(moment.astimezone(ZoneInfo(zone)).date(), zone)
    return morning if morning >= moment else next_morning(moment, zone)


def morning_after(day, zone: str, *, shared: str) -> datetime:
    """
    Return when somebody is told of what happened on `day` of the shared clock, as UTC.

    The first seven in the morning by the clock of `zone` that is not before seven of the next day
    on the clock of `shared`: so a day alone says when, and no time of day needs to be kept.
    """
    return first_morning(morning_of(day + timedelta(days=1), shared), zone)


def opening(moment: datetime, *, hours: int, zone: str) -> datetime:
    """
    Return when signing opens: the first morning after at least `hours` to think it over.

    With 0 hours it opens at the moment itself. Hours are hours that pass, so a change of the
    clocks shortens nothing.
    """
    return first_morning(moment + timedelta(hours=hours), zone) if hours else moment
