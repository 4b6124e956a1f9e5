"""
A cadence as an RRULE of RFC 5545, and back (pure: no ORM, no clock, no settings).

What a rule can say and a cadence cannot is refused with a sentence, never bent into something near
it: whoever brings a rule must get the very days that it means, or be told why not. Source: RFC 5545,
3.3.10; where it leaves out the months that have no 31st, a cadence takes their last day, and says so
by BYMONTHDAY=28,29,30,31;BYSETPOS=-1.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from checkins.recurrence import DAY, MOST_EVERY, Cadence, Unit, dates, moment

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = {Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY", Unit.MONTH: "MONTHLY"}
UNITS = {frequency: unit for unit, frequency in FREQUENCIES.items()}
ALWAYS_THERE = 28  # the last day that every month has
LAST_OF_THESE = [list(range(ALWAYS_THERE, day + 1)) for day in (29, 30, 31)]
FIRST_YEAR, LAST_YEAR = 1970, 9998  # a zone's clock reaches neither end of time
LONGEST = 200  # characters; the longest rule that is read has about 100
TAKEN = {
    Unit.DAY: {"BYDAY"},
    Unit.WEEK: {"BYDAY"},
    Unit.MONTH: {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
}
EVERYWHERE = {"FREQ", "INTERVAL", "UNTIL", "WKST"}


def to_rrule(cadence: Cadence, at: time | None = None, zone: ZoneInfo | None = None) -> str:
    """
    Return the cadence as an RRULE, without its name.

    It counts from a DTSTART on one of the cadence's dates, the first after any rest, say. The end
    is written as a date, which is right where DTSTART is one; with a wall time and a zone it is
    written as the moment in UTC that RFC 5545 asks for beside a DTSTART with a zone.
    """
    parts = [f"FREQ={FREQUENCIES[cadence.unit]}"]
    if cadence.every > 1:
        parts.append(f"INTERVAL={cadence.every}")
    parts += _days_out(cadence)
    if cadence.unit == Unit.WEEK and cadence.every > 1:
        parts.append("WKST=MO")
    if cadence.end:
        parts.append(f"UNTIL={_end_out(cadence.end, at, zone)}")
    return ";".join(parts)


def _days_out(cadence: Cadence) -> list[str]:
    if cadence.nth:
        return [f"BYDAY={cadence.nth}{DAYS[cadence.weekdays[0]]}"]
    if cadence.weekdays:
        return ["BYDAY=" + ",".join(DAYS[weekday] for weekday in sorted(cadence.weekdays))]
    if cadence.day > ALWAYS_THERE:
        return [f"BYMONTHDAY={_and_before(cadence.day)}", "BYSETPOS=-1"]
    return [f"BYMONTHDAY={cadence.day}"] if cadence.day else []


def _end_out(end: date, at: time | None, zone: ZoneInfo | None) -> str:
    if at is None or zone is None:
        return end.isoformat().replace("-", "")
    return f"{moment(end, at, zone):%Y%m%dT%H%M%SZ}"


def from_rrule(
    text: str, start: date, at: time | None = None, zone: ZoneInfo | None = None
) -> Cadence:
    """
    Return the cadence that an RRULE means, counted from `start`; with or without "RRULE:" before.

    `at` and `zone` are needed where the rule ends at a moment and not on a date. Errors: ValueError,
    whose words are a sentence for whoever brought the rule.
    """
    parts = _parts(text)
    unit = _unit(parts)
    if extra := parts.keys() - EVERYWHERE - TAKEN[unit]:
        raise ValueError(f"{min(extra)} says more than a rhythm here can. Leave it out.")
    every = _every(parts)
    _refuse_another_week(parts, unit, every)
    unit, days = _days_in(parts, unit, every, start)
    end = _end_in(parts["UNTIL"], start, at, zone) if "UNTIL" in parts else None
    cadence = Cadence(unit, start, every=every, end=end, **days)
    if next(dates(cadence, start), None) is None:
        raise ValueError("It ends before it has come round once.")
    return cadence


def _parts(text: str) -> dict[str, str]:
    rule = text.strip().upper().removeprefix("RRULE:")
    if not rule or len(rule) > LONGEST or not rule.isascii():
        raise ValueError("This is not a rule such as FREQ=WEEKLY;BYDAY=FR.")
    parts: dict[str, str] = {}
    for part in rule.removesuffix(";").split(";"):
        name, sign, value = part.partition("=")
        if not re.fullmatch(r"[A-Z]+", name) or not sign:
            raise ValueError("This is not a rule such as FREQ=WEEKLY;BYDAY=FR.")
        if name in parts:
            raise ValueError(f"{name} stands in it twice, so it has two meanings.")
        parts[name] = value
    if "COUNT" in parts:
        raise ValueError("It counts how often. Say instead until which day, by UNTIL.")
    return parts


def _unit(parts: dict[str, str]) -> Unit:
    frequency = parts.get("FREQ", "")
    if frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise ValueError("It comes round more than once a day. Once a day is the most.")
    if frequency == "YEARLY":
        raise ValueError("It comes round by the year. Say it in months: FREQ=MONTHLY;INTERVAL=12.")
    if frequency not in UNITS:
        raise ValueError("It does not say how often: FREQ is DAILY, WEEKLY or MONTHLY.")
    return UNITS[frequency]


def _every(parts: dict[str, str]) -> int:
    told = parts.get("INTERVAL", "1")
    if not re.fullmatch(r"[0-9]{1,9}", told):
        raise ValueError("INTERVAL is not a number.")
    if int(told) == 0:
        raise ValueError("With INTERVAL=0 it never comes round.")
    if int(told) > MOST_EVERY:
        raise ValueError(f"INTERVAL is {MOST_EVERY} at most.")
    return int(told)


def _refuse_another_week(parts: dict[str, str], unit: Unit, every: int) -> None:
    first = parts.get("WKST", "MO")
    if first not in DAYS:
        raise ValueError("WKST is not a day of the week.")
    if first != "MO" and unit == Unit.WEEK and every > 1:
        raise ValueError("Its weeks do not begin on Monday, so every other week is another one.")


def _days_in(
    parts: dict[str, str], unit: Unit, every: int, start: date
) -> tuple[Unit, dict[str, Any]]:
    """Return the unit and the fields of a cadence that name its days."""
    if unit == Unit.MONTH:
        return unit, _days_of_month(parts, start)
    if "BYDAY" not in parts:
        return unit, {"weekdays": (start.weekday(),)} if unit == Unit.WEEK else {}
    weekdays = [_weekday(one) for one in parts["BYDAY"].split(",")]
    if any(nth for nth, _ in weekdays):
        raise ValueError("A numbered weekday, such as 1MO, needs FREQ=MONTHLY.")
    if unit == Unit.DAY and every > 1:
        raise ValueError("Every few days, but on some weekdays only, has no rhythm here.")
    return Unit.WEEK, {"weekdays": tuple(sorted({weekday for _, weekday in weekdays}))}


def _days_of_month(parts: dict[str, str], start: date) -> dict[str, Any]:
    if "BYDAY" in parts and "BYMONTHDAY" in parts:
        raise ValueError("It names a weekday and a day of the month. Keep one of the two.")
    if "BYDAY" in parts:
        return _weekday_of_month(parts)
    if "BYMONTHDAY" in parts:
        return {"day": _day_of_month(parts)}
    if "BYSETPOS" in parts:
        raise ValueError("BYSETPOS stands alone. Say which days it picks from.")
    if start.day > ALWAYS_THERE:
        raise ValueError(
            f"Some months have no {start.day}. Say BYMONTHDAY=-1 for the last day of each."
        )
    return {"day": start.day}


def _weekday_of_month(parts: dict[str, str]) -> dict[str, Any]:
    found = [_weekday(one) for one in parts["BYDAY"].split(",")]
    place = parts.get("BYSETPOS", "")
    nth, weekday = found[0]
    if len(found) > 1 or bool(nth) == bool(place):
        raise ValueError("In a month, name one weekday and which of them: 1MO to 4MO, or -1MO.")
    nth = nth or (int(place) if re.fullmatch(r"-?[1-9]", place) else 0)
    if nth not in (1, 2, 3, 4, -1):
        raise ValueError("Which weekday of the month is 1 to 4, or -1 for the last.")
    return {"weekdays": (weekday,), "nth": nth}


def _day_of_month(parts: dict[str, str]) -> int:
    told = parts["BYMONTHDAY"].split(",")
    if not all(re.fullmatch(r"-?[0-9]{1,2}", one) for one in told):
        raise ValueError("BYMONTHDAY is not a number.")
    days = [int(one) for one in told]
    if "BYSETPOS" in parts:
        if parts["BYSETPOS"] == "-1" and days in LAST_OF_THESE:
            return days[-1]
        raise ValueError("Of BYSETPOS only -1 is read, with BYMONTHDAY=28 and on, up to 31.")
    if len(days) > 1:
        raise ValueError("It names several days of the month. Make one rule of each.")
    if days == [-1]:
        return 31
    if ALWAYS_THERE < days[0] <= 31:
        raise ValueError(
            f"Some months have no {days[0]}, and the rule leaves those out. To take their last "
            f"day, say BYMONTHDAY={_and_before(days[0])};BYSETPOS=-1."
        )
    if not 1 <= days[0] <= ALWAYS_THERE:
        raise ValueError("A day of the month is 1 to 31, or -1 for the last.")
    return days[0]


def _and_before(day: int) -> str:
    return ",".join(map(str, range(ALWAYS_THERE, day + 1)))


def _weekday(told: str) -> tuple[int, int]:
    """Return (which of the month or 0, weekday) of words such as "MO" or "-1SU"."""
    if not told:
        raise ValueError("It names no day of the week.")
    found = re.fullmatch(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)", told)
    if not found:
        raise ValueError("A day of the week is one of MO, TU, WE, TH, FR, SA, SU.")
    return int(found[1] or 0), DAYS.index(found[2])


def _end_in(told: str, start: date, at: time | None, zone: ZoneInfo | None) -> date:
    end = _date_of_end(told, at, zone)
    if end < start:
        raise ValueError("It ends before it starts.")
    return end


def _date_of_end(told: str, at: time | None, zone: ZoneInfo | None) -> date:
    last = _wall_of_end(told)
    if "T" not in told:
        return last.date()
    if at is None or zone is None:
        raise ValueError("It ends at a time of day. Give the day alone, such as UNTIL=20261231.")
    if not told.endswith("Z"):
        last = moment(last.date(), last.time(), zone)
    day = last.astimezone(zone).date()
    return day if moment(day, at, zone) <= last else day - DAY


def _wall_of_end(told: str) -> datetime:
    form = "%Y%m%dT%H%M%S" if "T" in told else "%Y%m%d"
    try:
        last = datetime.strptime(told.removesuffix("Z"), form).replace(tzinfo=UTC)
    except ValueError:
        last = datetime.min.replace(tzinfo=UTC)
    if not FIRST_YEAR <= last.year <= LAST_YEAR or re.search(r"\s", told):
        raise ValueError("UNTIL is not a date such as 20261231.")
    return last
