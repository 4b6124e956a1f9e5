"""Cadences as rules of RFC 5545 and back; what rules mean is checked against dateutil."""

from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from checkins.recurrence import Cadence, Unit, dates
from checkins.rrule import from_rrule, to_rrule
from tests.checkins.generated import cadences

START = date(2026, 1, 5)  # a Monday
BERLIN = ZoneInfo("Europe/Berlin")
EVENING = time(19, 30)
STARTS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"unit": Unit.DAY}, "FREQ=DAILY"),
        ({"unit": Unit.DAY, "every": 3}, "FREQ=DAILY;INTERVAL=3"),
        ({"unit": Unit.WEEK, "weekdays": (6, 1)}, "FREQ=WEEKLY;BYDAY=TU,SU"),
        (
            {"unit": Unit.WEEK, "weekdays": (4,), "every": 2},
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=MO",
        ),
        ({"unit": Unit.MONTH, "day": 15}, "FREQ=MONTHLY;BYMONTHDAY=15"),
        ({"unit": Unit.MONTH, "day": 31}, "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ({"unit": Unit.MONTH, "day": 29}, "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ({"unit": Unit.MONTH, "nth": -1, "weekdays": (6,)}, "FREQ=MONTHLY;BYDAY=-1SU"),
        ({"unit": Unit.DAY, "end": date(2026, 3, 1)}, "FREQ=DAILY;UNTIL=20260301"),
    ],
)
def test_a_cadence_is_written_as_a_rule(fields, rule):
    assert to_rrule(Cadence(start=START, **fields)) == rule


def test_an_end_beside_a_zone_is_a_moment_in_utc():
    summer = Cadence(Unit.DAY, START, end=date(2026, 7, 1))
    assert to_rrule(summer, EVENING, BERLIN) == "FREQ=DAILY;UNTIL=20260701T173000Z"


@given(cadence=cadences(STARTS))
def test_a_rule_reads_back_as_the_cadence_it_was(cadence):
    if next(dates(cadence, cadence.start), None) is None:
        with pytest.raises(ValueError, match="before it has come round"):
            from_rrule(to_rrule(cadence), cadence.start)
        return
    assert from_rrule(to_rrule(cadence), cadence.start) == cadence
    there = to_rrule(cadence, EVENING, BERLIN)
    assert from_rrule(there, cadence.start, EVENING, BERLIN) == cadence


@given(cadence=cadences(STARTS), ahead=st.integers(0, 1500))
def test_dateutil_reads_from_a_rule_the_dates_of_the_cadence(cadence, ahead):
    first = next(dates(cadence, cadence.start), None)
    if first is None:
        return
    rested = replace(cadence, rest_until=date.fromordinal(first.toordinal() + ahead))
    begins = next(dates(rested, rested.start), None)
    if begins is None:
        return
    read = rrulestr(to_rrule(rested), dtstart=datetime.combine(begins, time()))
    assert [found.date() for found in islice(read, 30)] == list(islice(dates(rested, begins), 30))


@given(
    rule=st.builds(
        lambda freq, every, days, start: ";".join([freq, f"INTERVAL={every}", *days]),
        st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY"]),
        st.integers(1, 5),
        st.lists(
            st.sampled_from(
                ["BYDAY=MO", "BYDAY=TU,SU", "BYDAY=2WE", "BYDAY=-1FR", "BYMONTHDAY=7", "WKST=SU"]
                + ["BYMONTHDAY=-1", "BYMONTHDAY=30", "BYMONTHDAY=28,29,30;BYSETPOS=-1", "BYDAY=FR"]
                + ["BYSETPOS=1", "BYSETPOS=-1"]
            ),
            max_size=3,
        ),
        STARTS,
    ),
    start=STARTS,
)
def test_what_is_read_means_what_dateutil_reads(rule, start):
    try:
        cadence = from_rrule(rule, start)
    except ValueError:
        return  # refused: a sentence, tested below
    until = date(start.year + 3, 1, 1)
    read = rrulestr(rule, dtstart=datetime.combine(start, time()))
    meant = takewhile(lambda found: found.date() < until, read)
    ours = takewhile(lambda day: day < until, dates(cadence, start))
    assert [found.date() for found in meant] == list(ours)


@pytest.mark.parametrize(
    ("rule", "same"),
    [
        ("RRULE:FREQ=DAILY", "FREQ=DAILY"),
        ("freq=weekly;byday=fr;", "FREQ=WEEKLY;BYDAY=FR"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO"),  # of its start
        ("FREQ=DAILY;BYDAY=SA,SU", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("FREQ=WEEKLY;WKST=SU;BYDAY=SA", "FREQ=WEEKLY;BYDAY=SA"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("FREQ=MONTHLY;BYDAY=+2TH", "FREQ=MONTHLY;BYDAY=2TH"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=1", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=1"),
    ],
)
def test_other_ways_to_say_it_are_read(rule, same):
    assert to_rrule(from_rrule(rule, START)) == same


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260310", date(2026, 3, 10)),
        ("20260310T183000Z", date(2026, 3, 10)),  # 19:30 in Berlin
        ("20260310T182959Z", date(2026, 3, 9)),
        ("20260310T193000", date(2026, 3, 10)),
        ("20260310T235959Z", date(2026, 3, 10)),  # the eleventh in Berlin, before the evening
    ],
)
def test_an_end_is_the_last_date_whose_moment_still_counts(until, last):
    assert from_rrule(f"FREQ=DAILY;UNTIL={until}", START, EVENING, BERLIN).end == last


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=DAILY;INTERVAL=0", "never comes round"),
        ("FREQ=DAILY;INTERVAL=-1", "not a number"),
        ("FREQ=DAILY;INTERVAL=367", "366 at most"),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", "not a number"),
        ("FREQ=WEEKLY;BYDAY=", "no day of the week"),
        ("FREQ=WEEKLY;BYDAY=XX", "MO, TU"),
        ("FREQ=WEEKLY;BYDAY=1MO", "needs FREQ=MONTHLY"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU", "another one"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=DAY", "not a day"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "no rhythm"),
        ("FREQ=DAILY;COUNT=5", "how often"),
        ("FREQ=DAILY;COUNT=1000000", "how often"),
        ("FREQ=HOURLY", "more than once a day"),
        ("FREQ=SECONDLY;UNTIL=20260101", "more than once a day"),
        ("FREQ=DAILY;BYHOUR=7,19", "BYHOUR says more"),
        ("FREQ=YEARLY", "in months"),
        ("INTERVAL=2", "how often"),
        ("FREQ=SOMETIMES", "how often"),
        ("FREQ=DAILY;FREQ=WEEKLY", "two meanings"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "Some months have no 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=29", "BYMONTHDAY=28,29;BYSETPOS=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=x", "not a number"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "several days"),
        ("FREQ=MONTHLY;BYMONTHDAY=30,31;BYSETPOS=-1", "only -1"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31,32;BYSETPOS=-1", "only -1"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=1", "only -1"),
        ("FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13", "Keep one"),
        ("FREQ=MONTHLY;BYDAY=MO", "which of them"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1", "which of them"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "one weekday"),
        ("FREQ=MONTHLY;BYDAY=5SU", "1 to 4"),
        ("FREQ=MONTHLY;BYSETPOS=1", "stands alone"),
        ("FREQ=MONTHLY;BYWEEKNO=3", "BYWEEKNO says more"),
        ("FREQ=DAILY;UNTIL=20251231", "before it starts"),
        ("FREQ=WEEKLY;BYDAY=SU;UNTIL=20260106", "before it has come round"),
        ("FREQ=DAILY;UNTIL=20260230", "UNTIL is not a date"),
        ("FREQ=DAILY;UNTIL=00010101T000000Z", "UNTIL is not a date"),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", "UNTIL is not a date"),
        ("FREQ=DAILY;UNTIL=", "UNTIL is not a date"),
        ("FREQ=DAILY;UNTIL=20270101T120000Z", "at a time of day"),
        ("FREQ=DAILY;;INTERVAL=2", "not a rule"),
        ("FREQ=DAILY\nRRULE:FREQ=WEEKLY", "how often|not a rule"),
        ("FREQ=DAILY;INTERVAL=٣", "not a rule"),
        ("every day", "not a rule"),
        ("", "not a rule"),
        ("FREQ=DAILY;" * 100, "not a rule"),
        ("FREQ\0=DAILY", "not a rule"),
    ],
)
def test_what_no_cadence_can_say_is_refused_with_a_sentence(rule, reason):
    with pytest.raises(ValueError, match=reason) as refused:
        from_rrule(rule, START)
    said = str(refused.value)
    assert said[0].isupper()
    assert said.endswith(".")


def test_a_monthly_rule_that_starts_on_a_31st_is_refused():
    with pytest.raises(ValueError, match="no 31"):
        from_rrule("FREQ=MONTHLY", date(2026, 1, 31))


@given(
    text=st.text(max_size=250) | st.from_regex(r"(FREQ|BYDAY|UNTIL|INTERVAL)=[A-Z0-9,;=-]{0,40}")
)
def test_any_text_is_read_or_refused(text):
    try:
        cadence = from_rrule(text, START)
    except ValueError:
        return
    assert next(dates(cadence, START), None)
