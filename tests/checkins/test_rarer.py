"""When reminders grow rarer: three, three at every second date, three a week apart, none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins import rarer

MONDAY = date(2026, 3, 2)


def every(days, count=60):
    return [MONDAY + timedelta(days=days * number) for number in range(count)]


def numbers(dates):
    """Return which of the dates are reminded of, counted from 1."""
    reminded = set(rarer.reminded(dates))
    return [place for place, day in enumerate(dates, start=1) if day in reminded]


@pytest.mark.parametrize(
    ("days", "reminded"),
    [
        (1, [1, 2, 3, 5, 7, 9, 16, 23, 30]),
        (2, [1, 2, 3, 5, 7, 9, 13, 17, 21]),
        (7, [1, 2, 3, 5, 7, 9, 12, 15, 18]),
        (30, [1, 2, 3, 5, 7, 9, 12, 15, 18]),
    ],
)
def test_reminders_grow_rarer_and_end(days, reminded):
    assert numbers(every(days)) == reminded


def test_reminders_have_stopped_only_when_a_date_passed_without_one():
    dates = every(1)
    assert not rarer.has_stopped(dates[:30])
    assert rarer.has_stopped(dates[:31])
    assert rarer.has_stopped(dates)


def test_nothing_unanswered_is_nothing_stopped():
    assert not rarer.has_stopped([])
    assert rarer.is_reminded([MONDAY], MONDAY)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=80))
def test_reminders_are_never_denser_than_before(gaps):
    dates, day = [], MONDAY
    for gap in gaps:
        day += timedelta(days=gap)
        dates.append(day)
    places = numbers(dates)
    apart = [later - earlier for earlier, later in zip(places, places[1:], strict=False)]
    assert places[:3] == list(range(1, min(3, len(dates)) + 1))
    assert len(places) <= 9
    assert all(gap >= (1, 1, 2, 2, 2, 3, 3, 3)[place] for place, gap in enumerate(apart))
