"""A VTIMEZONE says when clocks change as zoneinfo does, read as RFC 5545 (3.6.5) reads it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from tests.checkins.minutes import transitions
from trustpact.notices.timezones import vtimezone
from trustpact.people.zones import ZONES

FIRST_YEAR, LAST_YEAR = 2024, 2032
PARTS = 4
MINUTE = timedelta(minutes=1)


def observed(told: Timezone) -> list[tuple[datetime, timedelta, timedelta]]:
    """Return what a reader makes of it: moments in UTC, each with the offset before and after."""
    return sorted(
        (
            (one["DTSTART"].dt - one["TZOFFSETFROM"].td).replace(tzinfo=UTC),
            one["TZOFFSETFROM"].td,
            one["TZOFFSETTO"].td,
        )
        for one in told.subcomponents
    )


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset()


@pytest.mark.once
@pytest.mark.parametrize("part", range(PARTS))
def test_every_zone_changes_when_its_clocks_do(part):
    wrong = []
    for name in sorted(ZONES)[part::PARTS]:
        zone = ZoneInfo(name)
        told = vtimezone(zone, date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
        begins, *later = observed(Timezone.from_ical(told.to_ical()))
        found = [
            (change, offset(change - MINUTE, zone), offset(change, zone))
            for change in transitions(zone, FIRST_YEAR, LAST_YEAR)
        ]
        if later != found or begins[2] != offset(begins[0], zone):
            wrong.append(name)
    assert wrong == []


def test_the_first_observance_begins_before_the_first_date():
    told = vtimezone(ZoneInfo("Pacific/Kiritimati"), date(2026, 3, 1), date(2027, 12, 31))
    assert told["TZID"] == "Pacific/Kiritimati"
    assert observed(told)[0][0] < datetime(2026, 2, 28, 9, tzinfo=UTC)  # midnight there


def test_summer_time_is_named_so():
    told = vtimezone(ZoneInfo("Europe/Berlin"), date(2026, 1, 1), date(2026, 12, 31))
    assert [(one.name, one["TZNAME"]) for one in told.subcomponents] == [
        ("STANDARD", "CET"),
        ("DAYLIGHT", "CEST"),
        ("STANDARD", "CET"),
    ]
