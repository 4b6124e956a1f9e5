"""Levels, shares and patterns against calculations of their own."""

import random
from datetime import date, timedelta
from math import comb
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins import progress
from checkins.progress import BY_MONTH, BY_WEEK

DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
ANSWERS = st.lists(
    st.tuples(DAYS, st.sampled_from(["trust", "energy"]), st.integers(1, 5)), max_size=40
)


@given(ANSWERS, st.sampled_from([BY_WEEK, BY_MONTH]))
def test_every_point_is_the_mean_of_its_period(answers, by):
    weeks = {}
    for day, name, level in answers:
        progress.add(weeks, day, {name: level})
    shown = progress.periods(date(2019, 1, 1), date(2032, 12, 31), by)
    told = {
        (name, shown[point.place]): (point.level, point.answers)
        for name, points in progress.lines(weeks, shown, by).items()
        for point in points
    }
    expected = {}
    for day, name, level in answers:
        first = (
            day.replace(day=1)
            if by == BY_MONTH
            else date.fromisocalendar(*day.isocalendar()[:2], 1)
        )
        expected.setdefault((name, first), []).append(level)
    assert told == {key: (pytest.approx(fmean(one)), len(one)) for key, one in expected.items()}


@given(DAYS, DAYS, st.sampled_from([BY_WEEK, BY_MONTH]))
def test_periods_cover_every_day_once(one, other, by):
    since, until = sorted((one, other))
    shown = progress.periods(since, until, by)
    assert shown[0] <= since
    assert shown == sorted(set(shown))
    ends = [*shown[1:], shown[-1] + timedelta(days=7 if by == BY_WEEK else 31)]
    assert all(1 <= (end - start).days <= 31 for start, end in zip(shown, ends, strict=True))
    assert until < ends[-1]


def test_rather_not_say_and_words_are_no_levels():
    answers = {
        "trust": {"value": "rather-not-say"},
        "feelings": {"value": ["calm"]},
        "energy": {"value": 2},
    }
    assert progress.levels_in(answers, ["trust", "energy", "comfort", "feelings"]) == {"energy": 2}


def test_a_week_is_over_when_its_last_window_is_closed_anywhere():
    monday = date(2026, 3, 2)
    assert not progress.is_finished(monday, monday + timedelta(days=9))
    assert progress.is_finished(monday, monday + timedelta(days=10))


def test_kept_counts_planned_dates_alone():
    day = date(2026, 3, 2)
    planned = [day + timedelta(days=number) for number in range(7)]
    assert progress.kept([day, day, planned[3], day - timedelta(days=9)], planned) == (2, 7)


# --- Uncertainty.


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    # Newcombe, Stat. Med. 17 (1998) 857, table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(hits, trials, low, high):
    found = progress.wilson(hits, trials)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(("hits", "trials"), [(1, 0), (3, 2), (-1, 2)])
def test_wilson_refuses_what_is_no_share(hits, trials):
    with pytest.raises(ValueError, match="not a share"):
        progress.wilson(hits, trials)


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_wilson_holds_the_true_share_about_as_often_as_it_says(share):
    trials = 40
    holds = sum(
        comb(trials, hits) * share**hits * (1 - share) ** (trials - hits)
        for hits in range(trials + 1)
        if progress.wilson(hits, trials).low <= share <= progress.wilson(hits, trials).high
    )
    assert 0.92 < holds < 0.98


# --- Patterns.


def counted(pairs):
    """Count by hand: how many days both were on the same side of their own middle, or not."""

    def middle(values):
        ordered = sorted(values)
        half = len(ordered) // 2
        return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2

    one, other = middle([a for a, _ in pairs]), middle([b for _, b in pairs])
    together = sum((a > one and b > other) or (a < one and b < other) for a, b in pairs)
    against = sum((a > one and b < other) or (a < one and b > other) for a, b in pairs)
    return together, against


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=120))
def test_patterns_count_as_counted_by_hand(pairs):
    together, against = counted(pairs)
    found = progress.patterns(
        [{"energy": a, "comfort": b} for a, b in pairs], ["energy", "comfort"]
    )
    if together + against < progress.FEWEST_DAYS:
        assert found == []
    else:
        assert (found[0].together, found[0].against) == (together, against)


def test_a_day_without_one_of_the_two_counts_for_no_pair():
    days = [{"trust": 1 + 4 * (number % 2)} for number in range(60)]
    assert progress.patterns(days, ["trust", "energy"]) == []


def test_no_pattern_is_told_below_its_fewest_days():
    days = [{"trust": high, "energy": high} for high in [1, 5] * 20]
    assert progress.patterns(days[: progress.FEWEST_DAYS - 2], ["trust", "energy"]) == []
    assert len(progress.patterns(days[: progress.FEWEST_DAYS], ["trust", "energy"])) == 1


def test_levels_without_a_connection_seldom_look_like_more_than_chance():
    chance = random.Random(7)
    surprising = 0
    for _life in range(400):
        days = [{"a": chance.randint(1, 5), "b": chance.randint(1, 5)} for _ in range(120)]
        surprising += not progress.patterns(days, "ab")[0].may_be_chance
    assert surprising / 400 < 0.09


def test_clearest_pattern_comes_first_and_opposites_say_so():
    days = [
        {"a": high, "b": 6 - high, "c": high if n % 3 else 6 - high}
        for n, high in enumerate([1, 5] * 30)
    ]
    found = progress.patterns(days, "abc")
    assert (found[0].first, found[0].second, found[0].is_opposite) == ("a", "b", True)
    assert len(found) == 3
