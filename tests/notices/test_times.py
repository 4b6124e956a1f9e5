"""Quiet hours and leads on the wall clocks of every zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustpact.notices import times
from trustpact.people.zones import ZONES

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = (time(22), time(7))
START = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=9 * 365)).map(lambda after: START + after)
CLOCKS = st.times().map(lambda at: at.replace(microsecond=0))


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-02T21:59", None),
        ("2026-03-02T22:00", "2026-03-03T07:00"),
        ("2026-03-03T06:59:59", "2026-03-03T07:00"),
        ("2026-03-03T07:00", None),
        ("2026-03-28T23:00", "2026-03-29T07:00"),  # an hour shorter: the clocks go forward
        ("2026-10-24T23:00", "2026-10-25T07:00"),  # an hour longer
    ],
)
def test_quiet_hours_last_over_midnight(now, end):
    found = times.quiet_until(at(now), *NIGHT, BERLIN)
    assert found == (end and at(end))


def test_quiet_hours_within_a_day():
    assert times.quiet_until(at("2026-03-02T13:30"), time(13), time(15), BERLIN) == at(
        "2026-03-02T15:00"
    )
    assert times.quiet_until(at("2026-03-02T15:00"), time(13), time(15), BERLIN) is None


def test_quiet_hours_whose_end_is_skipped_end_once_the_clock_is_past_it():
    end = times.quiet_until(at("2026-03-29T01:30"), time(23), time(2, 30), BERLIN)
    assert end == at("2026-03-29T03:30")


def test_quiet_hours_hold_in_both_of_two_repeated_hours():
    second = at("2026-10-25T02:10").replace(fold=1)
    end = at("2026-10-25T02:30").replace(fold=1).astimezone(UTC)
    assert times.quiet_until(second, time(23), time(2, 30), BERLIN) == end


@given(now=MOMENTS, zone=st.sampled_from(sorted(ZONES)), start=CLOCKS, end=CLOCKS)
def test_quiet_hours_end_ahead_within_a_day_and_are_over_then(now, zone, start, end):
    zone = ZoneInfo(zone)
    until = None if start == end else times.quiet_until(now, start, end, zone)
    if until is not None:
        assert now < until <= now + timedelta(hours=50)
        assert times.quiet_until(until, start, end, zone) is None


@pytest.mark.parametrize(
    ("lead", "reminded"),
    [
        ("now", "2026-03-02T19:30"),
        ("ten", "2026-03-02T19:20"),
        ("hour", "2026-03-02T18:30"),
        ("evening", "2026-03-01T19:00"),
    ],
)
def test_lead_is_before_the_moment(lead, reminded):
    assert times.reminded_at(at("2026-03-02T19:30"), lead, BERLIN) == at(reminded)


def test_ten_minutes_are_minutes_that_pass():
    shown = times.reminded_at(at("2026-03-29T03:05"), "ten", BERLIN).astimezone(BERLIN)
    assert f"{shown:%H:%M}" == "01:55"


@given(
    first=MOMENTS,
    later=st.timedeltas(timedelta(0), timedelta(days=3)),
    lead=st.sampled_from(["now", "ten", "hour", "evening"]),
    zone=st.sampled_from(sorted(ZONES)),
)
def test_lead_keeps_the_order_and_is_never_longer_than_it_says(first, later, lead, zone):
    zone = ZoneInfo(zone)
    reminded = times.reminded_at(first, lead, zone)
    assert timedelta(0) <= first - reminded < times.LONGEST_LEAD
    assert reminded <= times.reminded_at(first + later, lead, zone)
