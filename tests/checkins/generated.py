"""Cadences, wall times and zones as hypothesis makes them up."""

from datetime import date, time

from hypothesis import strategies as st

from checkins.recurrence import Cadence, Unit
from trustpact.people.zones import ZONES

# Zones whose clocks change at midnight, by half an hour, across a date, with the moon, or twice.
ODD = ["Africa/Casablanca", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo"]
ODD += ["Asia/Beirut", "America/Scoresbysund", "Europe/Berlin", "Antarctica/Troll"]

starts = st.dates(date(2019, 1, 1), date(2032, 10, 1))
zones = st.sampled_from(ODD) | st.sampled_from(sorted(ZONES))
_often_skipped = [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(23, 30)]
wall_times = st.sampled_from(_often_skipped) | st.times().map(
    lambda at: at.replace(second=0, microsecond=0)
)


@st.composite
def cadences(draw, starts=starts, rests=False):
    """Any cadence, with and without an end, and with `rests` with and without a rest."""
    unit = draw(st.sampled_from(Unit))
    start = draw(starts)
    rest = st.dates(date(2019, 1, 1), date(2033, 1, 1)) if rests else st.none()
    return Cadence(
        unit,
        start,
        every=draw(st.integers(1, 12)),
        end=draw(st.none() | st.dates(start, date(2033, 12, 31))),
        rest_until=draw(st.none() | rest),
        **draw(_days[unit]),
    )


_days = {
    Unit.DAY: st.just({}),
    Unit.WEEK: st.sets(st.integers(0, 6), min_size=1).map(
        lambda some: {"weekdays": tuple(sorted(some))}
    ),
    Unit.MONTH: st.integers(1, 31).map(lambda day: {"day": day})
    | st.tuples(st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6)).map(
        lambda told: {"nth": told[0], "weekdays": (told[1],)}
    ),
}
