from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from checkins.recurrence import (
    Cadence,
    Unit,
    dates,
    in_week_of,
    moment,
    next_after,
    read_cadence,
    slots_between,
    turn_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
START = date(2026, 1, 5)  # a Monday
EVENING = time(19, 30)


def daily(**fields):
    return Cadence(Unit.DAY, START, **fields)


def weekly(*weekdays, **fields):
    return Cadence(Unit.WEEK, START, weekdays=weekdays, **fields)


def monthly(**fields):
    return Cadence(Unit.MONTH, START, **fields)


def first(cadence, count, since=START):
    return list(islice(dates(cadence, since), count))


def at_noon(year, month, day):
    return datetime(year, month, day, 12, tzinfo=UTC)


def test_every_second_day_counts_from_its_start():
    assert first(daily(every=2), 3, since=date(2026, 1, 6)) == [
        date(2026, 1, 7),
        date(2026, 1, 9),
        date(2026, 1, 11),
    ]


def test_every_second_week_keeps_its_weeks():
    assert first(weekly(4, every=2), 3) == [
        date(2026, 1, 9),
        date(2026, 1, 23),
        date(2026, 2, 6),
    ]


def test_several_weekdays_come_in_order():
    assert first(weekly(6, 1), 3) == [date(2026, 1, 6), date(2026, 1, 11), date(2026, 1, 13)]


def test_the_31st_means_the_last_day_where_there_is_none():
    assert first(monthly(day=31), 4) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_the_29th_of_february_is_there_in_a_leap_year():
    assert first(monthly(day=30), 1, since=date(2028, 2, 1)) == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("nth", "day"), [(1, 4), (2, 11), (3, 18), (4, 25), (-1, 25)], ids=lambda value: str(value)
)
def test_a_weekday_of_the_month_is_found(nth, day):
    assert first(monthly(nth=nth, weekdays=(6,)), 1) == [
        date(2026, 1, day) if day > 4 else date(2026, 2, 1)
    ]


def test_the_last_weekday_may_be_the_fifth():
    assert first(monthly(nth=-1, weekdays=(5,)), 1) == [date(2026, 1, 31)]


def test_every_sixth_month_counts_from_the_month_of_its_start():
    assert first(monthly(nth=1, weekdays=(0,), every=6), 3) == [
        date(2026, 1, 5),
        date(2026, 7, 6),
        date(2027, 1, 4),
    ]


def test_the_end_is_the_last_date_that_counts():
    assert list(dates(daily(end=date(2026, 1, 6)), START)) == [START, date(2026, 1, 6)]


def test_a_rest_leaves_out_its_dates_and_keeps_the_count():
    rested = daily(every=2, rest_until=date(2026, 1, 10))
    assert first(rested, 2) == [date(2026, 1, 11), date(2026, 1, 13)]


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": Unit.DAY, "every": 0},
        {"unit": Unit.WEEK},
        {"unit": Unit.WEEK, "weekdays": (7,)},
        {"unit": Unit.MONTH},
        {"unit": Unit.MONTH, "day": 32},
        {"unit": Unit.MONTH, "nth": 5, "weekdays": (1,)},
        {"unit": Unit.MONTH, "nth": 1, "weekdays": (1,), "day": 3},
        {"unit": Unit.DAY, "end": date(2025, 1, 1)},
    ],
)
def test_a_cadence_that_never_comes_round_is_refused(fields):
    with pytest.raises(ValueError, match=r"never|not|needs|name no|before"):
        Cadence(start=START, **fields)


def test_words_of_the_library_become_fields():
    assert read_cadence("daily") == {"unit": Unit.DAY, "every": 1}
    assert read_cadence("every 2 weeks", "friday") == {
        "unit": Unit.WEEK,
        "every": 2,
        "weekdays": (4,),
    }
    assert read_cadence("monthly", "last sunday") == {
        "unit": Unit.MONTH,
        "every": 1,
        "weekdays": (6,),
        "nth": -1,
    }


@pytest.mark.parametrize(
    ("often", "on"), [("often", ""), ("weekly", "someday"), ("every x days", "")]
)
def test_other_words_are_refused(often, on):
    with pytest.raises(ValueError, match="is not a"):
        read_cadence(often, on)


def test_a_skipped_wall_time_is_the_first_valid_instant_after():
    assert moment(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_repeated_wall_time_is_its_first():
    assert moment(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_wall_time_holds_over_the_change():
    before = moment(date(2026, 3, 28), EVENING, BERLIN)
    after = moment(date(2026, 3, 29), EVENING, BERLIN)
    assert after - before == timedelta(hours=23)


def test_a_half_hour_gap_ends_where_the_clocks_changed():
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert moment(date(2026, 10, 4), time(2, 15), lord_howe) == datetime(
        2026, 10, 3, 15, 30, tzinfo=UTC
    )


def test_next_is_strictly_after():
    slot = next_after(daily(), EVENING, BERLIN, at_noon(2026, 1, 5))
    assert slot.date == START
    assert next_after(daily(), EVENING, BERLIN, slot.moment).date == date(2026, 1, 6)


def test_next_is_none_once_ended():
    assert next_after(daily(end=START), EVENING, BERLIN, at_noon(2026, 1, 6)) is None


def test_next_far_from_the_start_is_quick():
    old = Cadence(Unit.DAY, date(1, 1, 1), every=3)
    began = perf_counter()
    for _ in range(200):
        next_after(old, EVENING, BERLIN, at_noon(2026, 1, 5))
    assert perf_counter() - began < 0.2


def test_next_at_the_end_of_time_is_none():
    last = datetime(9999, 12, 31, tzinfo=UTC)
    assert next_after(daily(), EVENING, ZoneInfo("UTC"), last) is None


def test_slots_between_leave_out_the_first_edge_and_keep_the_last():
    opening = next_after(daily(), EVENING, BERLIN, at_noon(2026, 1, 5))
    closing = next_after(daily(), EVENING, BERLIN, at_noon(2026, 1, 7))
    slots = slots_between(daily(), EVENING, BERLIN, opening.moment, closing.moment)
    assert [slot.date.day for slot in slots] == [6, 7]


def test_a_week_knows_whether_a_cadence_falls_into_it():
    ceremony = monthly(nth=-1, weekdays=(6,))
    assert in_week_of(ceremony, date(2026, 1, 19))
    assert in_week_of(ceremony, date(2026, 1, 25))
    assert not in_week_of(ceremony, date(2026, 1, 26))


@pytest.mark.parametrize(
    "cadence",
    [
        daily(),
        daily(every=3),
        weekly(6),
        weekly(2, every=2),
        monthly(day=31),
        monthly(day=1, every=3),
    ],
    ids=str,
)
def test_turns_follow_one_another(cadence):
    turns = [turn_of(cadence, day) for day in first(cadence, 20)]
    assert [later - earlier for earlier, later in zip(turns, turns[1:], strict=False)] == [1] * 19


RRULES = {Unit.DAY: DAILY, Unit.WEEK: WEEKLY, Unit.MONTH: MONTHLY}


@given(
    unit=st.sampled_from(Unit),
    every=st.integers(1, 9),
    weekday=st.integers(0, 6),
    day=st.integers(1, 31),
    ahead=st.integers(0, 3000),
)
def test_dates_agree_with_rrule(unit, every, weekday, day, ahead):
    fields = {Unit.DAY: {}, Unit.WEEK: {"weekdays": (weekday,)}, Unit.MONTH: {"day": day}}[unit]
    rules = {
        Unit.DAY: {},
        Unit.WEEK: {"byweekday": weekday},
        Unit.MONTH: {"bymonthday": range(min(28, day), day + 1), "bysetpos": -1},
    }[unit]
    since = START + timedelta(days=ahead)
    reference = rrule(
        RRULES[unit], dtstart=datetime.combine(START, time()), interval=every, **rules
    ).xafter(datetime.combine(since, time()), count=4, inc=True)
    cadence = Cadence(unit, START, every=every, **fields)
    assert first(cadence, 4, since) == [found.date() for found in reference]


@given(
    zone=st.sampled_from(
        [
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "America/Santiago",
            "Asia/Beirut",
            "Pacific/Apia",
            "UTC",
        ]
    ),
    day=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    at=st.times(),
)
def test_every_date_has_one_slot_at_or_after_its_wall_time(zone, day, at):
    zone, at = ZoneInfo(zone), at.replace(second=0, microsecond=0)
    instant = moment(day, at, zone)
    local = instant.astimezone(zone).replace(tzinfo=None)
    assert timedelta(0) <= local - datetime.combine(day, at) <= timedelta(hours=1)
    assert next_after(
        Cadence(Unit.DAY, date(2024, 1, 1)), at, zone, instant - timedelta(microseconds=1)
    ) == (day, instant)
