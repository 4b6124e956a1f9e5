"""Which dates one is reminded of, by own settings and own answers alone; by which ways, and when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from checkins.models import CheckIn, Occurrence
from checkins.models.ritual import KIND
from tests.cast import NOON
from tests.checkins.conftest import begin, berlin
from tests.checkins.sessions import at, fresh, keep
from trustpact.notices.models import Notice, Reminders, Schedule
from trustpact.notices.sweep import sweep

DAY = timedelta(days=1)


def live(days, *, start=2, hour=19, minute=31):
    """Let so many days go by, a sweep each at half past seven."""
    for number in range(days):
        sweep(berlin(start, hour, minute) + number * DAY)


def told_on(person, **more):
    """Return the days of March on which a person was told, by 1 for the first."""
    found = Notice.objects.filter(person=person, kind=KIND, **more).order_by("due_at")
    return [(notice.due_at.date() - NOON.date()).days + 1 for notice in found]


def answer(ritual, partner, day, *, done=True):
    occurrence = Occurrence.on(ritual, (NOON + day * DAY).date())
    checkin = occurrence.checkin_of(partner)
    checkin.save_answers({}, now=NOON + day * DAY)
    if done:
        checkin.done(now=NOON + day * DAY)


# --- Silence makes rarer


def test_silence_makes_reminders_rarer_until_there_are_none(cast, daily):
    live(45)
    assert told_on(cast.ana) == [1, 2, 3, 5, 7, 9, 16, 23, 30]


def test_an_answer_brings_them_back(cast, daily):
    live(9)
    answer(daily, cast.ana_partner, 9)
    live(4, start=11)
    assert told_on(cast.ana) == [1, 2, 3, 5, 7, 9, 11, 12, 13]


def test_a_date_that_both_met_for_is_no_silence(cast, starters):
    ritual = keep(cast.couple, "weekly-debrief").ritual
    for week in range(12):
        evening = at("weekly-debrief") + 7 * week * DAY
        sweep(evening)
        fresh(Occurrence.on(ritual, evening.date())).stop(cast.ana_partner, now=evening)
    assert len(told_on(cast.ben)) == 12


@pytest.mark.parametrize("done", [True, False])
def test_whoever_writes_anything_is_not_silent(cast, daily, done):
    for day in range(12):
        live(1, start=2 + day, hour=8)
        answer(daily, cast.ana_partner, day, done=done)
        live(1, start=2 + day)
    live(3, start=14)
    assert told_on(cast.ana)[-3:] == [13, 14, 15]


def test_what_the_other_does_makes_no_difference(cast, daily):
    for day in range(20):
        answer(daily, cast.ben_partner, day)
    live(20)
    assert told_on(cast.ana) == [1, 2, 3, 5, 7, 9, 16]
    assert told_on(cast.ben)[:1] == []


def test_rest_is_no_silence(cast, daily):
    live(9)
    daily.rest(berlin(25, 1).date(), now=berlin(11, 12))
    live(4, start=25)
    assert told_on(cast.ana)[-3:] == [24, 25, 26]


@pytest.mark.parametrize(
    ("wishes", "after"),
    [({}, [41, 42, 43]), ({"often": "weekly"}, [43]), ({"mail": False, "push": False}, [])],
)
def test_whoever_was_asked_decides_how_it_goes_on(cast, daily, wishes, after):
    live(35)
    daily.go_on(cast.ana_partner, now=berlin(11, 12, month=4), **wishes)
    for number in range(3):
        sweep(berlin(11, 19, 31, month=4) - timedelta(hours=1) + number * DAY)  # summer time
    assert [day for day in told_on(cast.ana) if day > 35] == after


# --- Own ways, days and leads


def test_each_way_is_told_once(cast, daily):
    daily.remind(cast.ana_partner, push=True, now=NOON)
    live(1)
    live(1, minute=40)
    found = Notice.objects.filter(person=cast.ana)
    assert sorted(found.values_list("channel", flat=True)) == ["mail", "push"]


def test_own_days_are_those_one_is_reminded_of(cast, daily):
    daily.remind(cast.ana_partner, weekdays="24", now=NOON)
    live(14)
    assert told_on(cast.ana) == [3, 5, 10]  # Wednesday, Friday, Wednesday; then every second


def test_weekly_at_most_is_the_first_wanted_day_of_a_week(cast, daily):
    daily.remind(cast.ana_partner, often="weekly", weekdays="1234", now=NOON)
    live(21)
    assert told_on(cast.ana) == [2, 9, 16]


@pytest.mark.parametrize(
    ("lead", "moment"),
    [("ten", berlin(2, 19, 20)), ("hour", berlin(2, 18, 30)), ("evening", berlin(2, 19))],
)
def test_lead_moves_what_is_ahead(cast, daily, lead, moment):
    daily.remind(cast.ana_partner, lead=lead, now=NOON)
    assert Schedule.objects.get(person=cast.ana).next_at == moment
    assert Schedule.objects.get(person=cast.ben).next_at == berlin(2, 19, 30)


def test_reminder_of_the_evening_before_is_of_the_next_days_date(cast, daily):
    daily.remind(cast.ana_partner, lead="evening", now=NOON)
    sweep(berlin(2, 19, 1))
    notice = Notice.objects.get(person=cast.ana)
    assert notice.subject == Occurrence.on(daily, berlin(3, 12).date()).pk
    assert (notice.due_at, notice.until > berlin(3, 19, 30)) == (berlin(2, 19), True)


def test_reminder_before_leads_to_a_page_that_is_there(client, cast, daily):
    now = timezone.now()
    later = begin(cast.couple, "weekly-debrief", now=now)
    later.remind(cast.ana_partner, lead="evening", now=now)
    slot = later.next_slot(cast.ana_partner, now)
    moment = Schedule.objects.get(person=cast.ana, subject=later.pk).next_at
    if moment > now:
        sweep(moment)
        client.force_login(cast.ana)
        notice = Notice.objects.get(person=cast.ana, series=later.pk)
        assert notice.subject == Occurrence.on(later, slot.date).pk
        assert client.get(notice.path, follow=True).status_code == 200


def test_changing_the_lead_after_a_reminder_reminds_of_no_date_twice(cast, daily):
    daily.remind(cast.ana_partner, lead="ten", now=NOON)
    sweep(berlin(2, 19, 21))
    daily.remind(cast.ana_partner, lead="now", now=berlin(2, 19, 22))
    live(1)
    assert told_on(cast.ana) == [1]


def test_settings_of_everything_move_what_has_no_own(cast, daily, starters):
    own = begin(cast.couple, "weekly-debrief")
    own.remind(cast.ana_partner, lead="now", now=NOON)
    daily.remind_of_all(cast.ana_partner, lead="hour", now=NOON)
    at = dict(Schedule.objects.filter(person=cast.ana).values_list("subject", "next_at"))
    assert (at[daily.pk], at[own.pk]) == (berlin(2, 18, 30), berlin(8, 18))


def test_missed_while_nothing_ran_is_passed_over_with_a_lead_too(cast, daily):
    daily.remind(cast.ana_partner, lead="hour", now=NOON)
    sweep(berlin(6, 18, 45))
    assert told_on(cast.ana) == [5]


def test_settings_are_nobody_elses(cast, daily):
    daily.remind(cast.ana_partner, lead="hour", mail=False, push=True, now=NOON)
    assert not Reminders.objects.filter(person=cast.ben).exists()
    live(1)
    assert told_on(cast.ben, channel="mail") == [1]


@pytest.mark.parametrize("couples", [1, 3])
def test_planning_takes_the_same_statements_for_any_number(
    cast, daily, couples, django_assert_num_queries
):
    from tests.cast import make_couple, make_person
    from trustpact.notices.planning import plan_due

    for number in range(couples - 1):
        begin(make_couple(make_person(f"P{number}"), make_person(f"Q{number}")))
    assert CheckIn.objects.count() == 0
    with django_assert_num_queries(12 if connection.vendor == "sqlite" else 13):
        plan_due(berlin(2, 19, 31))
