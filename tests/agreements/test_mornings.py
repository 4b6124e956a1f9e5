"""Seven in the morning, in every zone and over every change of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from agreements.mornings import first_morning, next_morning, opening
from trustpact.people.zones import ZONES

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(sorted(ZONES)), st.integers(1, 14 * 24))
def test_signing_never_opens_before_the_hours_have_passed(moment, zone, hours):
    opens = opening(moment, hours=hours, zone=zone)
    assert opens >= moment + timedelta(hours=hours)
    assert opens - moment <= timedelta(hours=hours + 25)
    assert opens.astimezone(ZoneInfo(zone)).hour == 7


@given(MOMENTS, st.sampled_from(sorted(ZONES)))
def test_the_next_morning_is_on_the_next_day_whatever_the_hour(moment, zone):
    day = moment.astimezone(ZoneInfo(zone)).date()
    assert next_morning(moment, zone).astimezone(ZoneInfo(zone)).date() == day + timedelta(days=1)


def test_the_first_morning_is_the_moment_itself_at_seven():
    seven = datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert first_morning(seven, "Europe/Berlin") == seven


def test_without_hours_signing_opens_at_once():
    moment = datetime(2026, 3, 2, 12, 34, tzinfo=UTC)
    assert opening(moment, hours=0, zone="Europe/Berlin") == moment
