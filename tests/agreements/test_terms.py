"""How a clause stands on a day, from dates alone."""

from datetime import date, timedelta

import pytest

from agreements.terms import Condition, Deed, State, condition, renewable_from

BEGAN = date(2026, 3, 4)
END = date(2026, 5, 3)  # 60 days later


def stands(on, *deeds, days=60):
    return condition(began=BEGAN, days=days, deeds=[Deed(*deed) for deed in deeds], on=on)


def test_a_term_of_60_days_ends_60_days_later():
    assert stands(END - timedelta(days=1)) == Condition(State.HOLDS, ends_on=END)
    assert stands(END) == Condition(State.ENDED, since=END)
    assert stands(END + timedelta(days=900)) == Condition(State.ENDED, since=END)


def test_a_clause_without_a_term_holds_for_good():
    assert stands(date(9999, 12, 31), days=0) == Condition(State.HOLDS)


def test_a_renewal_begins_the_term_anew_on_its_day():
    renewed = date(2026, 4, 25)
    assert stands(END, ("renew", renewed)).ends_on == renewed + timedelta(days=60)


def test_a_renewal_counts_from_its_day_on_only():
    assert stands(date(2026, 4, 24), ("renew", date(2026, 4, 25))).ends_on == END


def test_stopped_and_run_out_read_the_same():
    assert stands(END, ("lapse", END)) == stands(END)


def test_an_end_written_down_late_counts_from_its_own_day():
    late = END + timedelta(days=5)
    assert stands(late, ("lapse", late)) == Condition(State.ENDED, since=END)


@pytest.mark.parametrize(("kind", "state"), [("withdraw", "withdrawn"), ("lapse", "ended")])
def test_what_was_taken_back_holds_until_that_day(kind, state):
    day = date(2026, 3, 20)
    assert stands(day - timedelta(days=1), (kind, day)).holds
    assert stands(day, (kind, day)) == Condition(State(state), since=day)


def test_a_term_can_be_renewed_from_14_days_before_its_end():
    assert renewable_from(END) == date(2026, 4, 19)
