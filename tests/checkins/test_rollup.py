"""Roll-ups: whatever happens to answers, a page shows what stands now, week by week."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkins.models import CheckIn, RollUp
from tests.checkins.conftest import answered, me, us
from tests.checkins.weeks import (
    both_answer,
    course_of,
    date_of,
    day_at,
    is_done,
    levels,
    other_line,
    own_line,
    stands_open,
)

MUCH_LATER = day_at(60)


@pytest.fixture
def weeks(cast, daily):
    """Five weeks in which both answer every third day, over the end of a month, summed up."""
    for number in range(0, 35, 3):
        both_answer(daily, cast, number, levels(number % 5 + 1, comfort=3), levels(2))
    RollUp.fold(cast.couple, now=day_at(45))
    return daily


def test_a_week_is_summed_up_once_it_is_over_for_everybody(cast, daily):
    both_answer(daily, cast, 0, levels(4))
    for days, is_over in ((9, False), (10, True)):
        RollUp.fold(cast.couple, now=day_at(days))
        found = RollUp.objects.filter(partner=cast.ana_partner)
        assert any("2026-03-02" in row.own for row in found) is is_over
        assert any("2026-03-02" in row.opened for row in found) is is_over


@pytest.mark.parametrize("by", ["week", "month"])
def test_summed_up_weeks_read_like_their_answers(cast, weeks, by):
    found = course_of(cast.ana_partner, MUCH_LATER, by)
    assert own_line(found) == is_done(cast.ana_partner, by)
    assert other_line(found) == stands_open(cast.ben_partner, MUCH_LATER, by)
    assert len(own_line(found)["trust"]) == {"week": 5, "month": 2}[by]


def test_summing_up_twice_changes_nothing(cast, weeks):
    before = [(row.own, row.opened) for row in RollUp.objects.order_by("pk")]
    RollUp.fold(cast.couple, now=day_at(45))
    assert [(row.own, row.opened) for row in RollUp.objects.order_by("pk")] == before


def test_what_is_taken_back_is_gone_from_the_others_line_at_once(cast, weeks):
    checkin = date_of(weeks, 3).checkin_of(cast.ben_partner)
    before = other_line(course_of(cast.ana_partner, MUCH_LATER))
    checkin.take_back(now=MUCH_LATER)
    after = other_line(course_of(cast.ana_partner, MUCH_LATER))
    assert after == stands_open(cast.ben_partner, MUCH_LATER) != before
    assert own_line(course_of(cast.ben_partner, MUCH_LATER)) == is_done(cast.ben_partner)


def test_what_opens_late_shows_from_its_hour_on(cast, weeks):
    date = day_at(4).date()
    checkin = answered(weeks, cast.ben_partner, {"trust": us(5)}, at=day_at(50), date=date)
    checkin.open_alone("trust", now=day_at(50))
    before, after = day_at(51, hour=4), day_at(51, hour=5)  # 07:00 in summer
    assert stands_open(cast.ben_partner, before) != stands_open(cast.ben_partner, after)
    for now in (before, after):
        found = course_of(cast.ana_partner, now)
        assert other_line(found) == stands_open(cast.ben_partner, now)
    RollUp.fold(cast.couple, now=after)
    assert other_line(course_of(cast.ana_partner, after)) == stands_open(cast.ben_partner, after)


def test_what_is_answered_late_joins_the_own_line_alone(cast, weeks):
    answered(weeks, cast.ana_partner, {"trust": me(1)}, at=day_at(50), date=day_at(4).date())
    assert own_line(course_of(cast.ana_partner, MUCH_LATER)) == is_done(cast.ana_partner)
    assert other_line(course_of(cast.ben_partner, MUCH_LATER)) == stands_open(
        cast.ana_partner, MUCH_LATER
    )


@pytest.mark.parametrize("folded", [False, True])
def test_private_levels_and_those_left_out_are_in_no_line_of_the_other(cast, daily, folded):
    both_answer(daily, cast, 0, {"trust": me(4), "comfort": us("rather-not-say"), "energy": us(2)})
    if folded:
        RollUp.fold(cast.couple, now=day_at(20))
    assert other_line(course_of(cast.ben_partner, day_at(20))) == {}
    assert own_line(course_of(cast.ana_partner, day_at(20)))["trust"]


def test_what_nobody_is_done_with_is_in_no_line(cast, daily):
    answered(daily, cast.ana_partner, levels(3), at=day_at(0), done=False)
    assert own_line(course_of(cast.ana_partner, day_at(3))) == {}


def test_due_couples_are_summed_up_once(cast, weeks):
    assert RollUp.fold_due(now=day_at(45), most=10) == 0
    assert RollUp.fold_due(now=day_at(53), most=10) == 1
    assert RollUp.fold_due(now=day_at(53), most=10) == 0


def test_saving_in_time_asks_for_no_roll_up(cast, weeks, django_capture_on_commit_callbacks):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answered(weeks, cast.ana_partner, levels(2), at=day_at(50), date=day_at(50).date())
    assert [one for one in captured.captured_queries if "rollup" in one["sql"]] == []


# --- Any history.

WHO = st.sampled_from(["ana_partner", "ben_partner"])
ACTS = st.one_of(
    st.tuples(
        st.just("answer"),
        WHO,
        st.integers(0, 24),
        st.sampled_from(["trust", "comfort"]),
        st.sampled_from([1, 3, 5, "rather-not-say"]),
        st.sampled_from(["me", "us"]),
        st.sampled_from([0, 0, 0, 5, 30]),  # days late
    ),
    st.tuples(st.just("take back"), WHO, st.integers(0, 24)),
    st.tuples(st.just("open"), WHO, st.integers(0, 24)),
    st.tuples(st.just("unshare"), WHO, st.sampled_from(["", "trust"])),
    st.tuples(st.just("fold"), st.integers(5, 40)),
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ACTS, min_size=3, max_size=16))
def test_the_others_line_is_what_stands_open_whatever_happened(cast, daily, acts):
    from django.db import transaction

    with transaction.atomic():
        now = day_at(0)
        for act in acts:
            now = _done(cast, daily, act, now)
            for by in ("week", "month"):
                for mine, other in permutations((cast.ana_partner, cast.ben_partner)):
                    found = course_of(mine, now, by)
                    assert other_line(found) == stands_open(other, now, by)
                    assert own_line(found) == is_done(mine, by)
        transaction.set_rollback(True)


def _done(cast, daily, act, now):
    kind, *how = act
    if kind == "fold":
        now = max(now, day_at(how[0]))
        RollUp.fold(cast.couple, now=now)
        return now
    partner = getattr(cast, how[0])
    if kind == "unshare":
        CheckIn.take_all_back(partner, how[1], now=now)
        return now
    checkin = date_of(daily, how[1]).checkin_of(partner)
    if kind == "answer":
        _who, number, slug, value, visibility, late = how
        now = max(now, day_at(number + late))
        answer = {"value": value, "visibility": visibility}
        checkin.keep(checkin.answers | {slug: answer}, done=True, now=now)
    elif kind == "take back":
        checkin.take_back(now=now)
    elif checkin.may_open_alone("trust", now):
        checkin.open_alone("trust", now=now)
    return now
