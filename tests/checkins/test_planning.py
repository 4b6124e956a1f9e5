from datetime import time, timedelta

import pytest

from checkins import planning, sweeping
from checkins.models import CheckIn, Occurrence, Ritual
from checkins.models.ritual import KIND
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import answered, begin, berlin, us
from trustpact.couples.models import Partner
from trustpact.notices import kinds
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.sweep import sweep
from trustpact.people.zones import zone_changed

DUE = berlin(2, 19, 30)


def plan(now):
    schedules = list(Schedule.objects.due(now).select_related("person"))
    return sweeping.plan_many(schedules, now)


def test_a_due_schedule_becomes_an_occurrence_and_a_reminder_for_each(cast, daily, today):
    assert plan(DUE) == [berlin(3, 19, 30)] * 2
    assert Occurrence.objects.get().pk == today.pk
    notice = Notice.objects.get(person=cast.ana)
    assert (notice.subject, notice.series) == (today.pk, daily.pk)
    assert (notice.due_at, notice.until) == (DUE, berlin(3, 19, 30))


def test_a_reminder_leads_to_its_form_and_says_nothing(cast, daily, today):
    plan(DUE)
    notice = Notice.objects.get(person=cast.ana)
    assert notice.path == f"/talks/{today.pk}/"
    assert kinds.get(KIND).wording == "waiting"
    assert notice.words == {}


def test_planning_twice_tells_once(cast, daily):
    plan(DUE)
    plan(DUE + timedelta(minutes=1))
    assert Notice.objects.count() == 2
    assert Occurrence.objects.count() == 1


def test_what_was_missed_is_passed_over(cast, daily):
    after_three_days = berlin(5, 12)
    assert plan(after_three_days) == [berlin(5, 19, 30)] * 2
    assert Notice.objects.get(person=cast.ana).due_at == berlin(4, 19, 30)


def test_nothing_older_than_its_window_is_told(cast, starters):
    begin(cast.couple, "weekly-debrief")
    plan(berlin(12, 12))
    assert not Notice.objects.exists()


def test_a_long_sleep_is_passed_over_at_once(cast, daily):
    plan(NOON + timedelta(days=3000))
    assert Occurrence.objects.count() == 1


@pytest.mark.parametrize("settle", ["done", "skip"])
def test_whoever_is_done_early_is_not_reminded(cast, daily, today, settle):
    getattr(today.checkin_of(cast.ana_partner), settle)(now=NOON)
    plan(DUE)
    assert [notice.person for notice in Notice.objects.all()] == [cast.ben]


def test_done_takes_the_reminder_back(cast, daily):
    plan(DUE)
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=DUE)
    assert Notice.objects.get(person=cast.ana).status == Notice.Status.CANCELLED
    assert Notice.objects.get(person=cast.ben).status == Notice.Status.DUE


def test_without_mail_nothing_is_sent(cast, daily):
    daily.remind(cast.ana_partner, mail=False, now=NOON)
    plan(DUE)
    assert [notice.person for notice in Notice.objects.all()] == [cast.ben]


def test_an_own_time_moved_after_its_slot_tells_no_second_time(cast, daily):
    sweep(DUE)
    daily.set_time(cast.ana_partner, at=time(21), now=DUE + timedelta(minutes=5))
    sweep(berlin(2, 21))
    assert Notice.objects.filter(person=cast.ana).count() == 1


def test_the_sweep_plans_and_goes_on(cast, daily):
    sweep(DUE)
    assert set(Schedule.objects.values_list("next_at", flat=True)) == {berlin(3, 19, 30)}
    assert set(Notice.objects.values_list("status", flat=True)) == {Notice.Status.SENT}


def test_in_the_week_of_the_ceremony_no_debrief_comes_round(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    begin(cast.couple, "monthly-ceremony")
    for day in (8, 15, 22, 29):
        sweep(berlin(day, 19))
    dates = Occurrence.objects.filter(ritual=debrief).values_list("date", flat=True)
    assert sorted(date.day for date in dates) == [8, 15, 22]


def test_moving_to_another_zone_replans(cast, daily):
    cast.ben.zone = "America/New_York"
    cast.ben.save(update_fields=["zone"])
    zone_changed(person=cast.ben, now=NOON)
    assert Schedule.objects.get(person=cast.ben).next_at == berlin(3, 1, 30)
    assert Schedule.objects.get(person=cast.ana).next_at == DUE


def test_whoever_joins_later_is_planned_too(cast, starters):
    couple = make_couple(cast.dan)
    ritual = begin(couple)
    eve = make_person("Eve")
    Partner.join(couple, eve, now=NOON)
    assert Schedule.objects.filter(person=eve, subject=ritual.pk).exists()


def test_the_end_of_a_couple_ends_what_is_due(cast, daily):
    plan(DUE)
    cast.couple.end(now=DUE)
    assert not Schedule.objects.exists()
    assert not Notice.objects.open().exists()


def test_an_ended_ritual_sleeps(cast, daily):
    Ritual.objects.filter(pk=daily.pk).update(ended_on=NOON.date())
    assert plan(DUE) == [None, None]


def due_names(partner, now):
    rituals = list(partner.couple.rituals.kept().seen_by(partner))
    return [one.ritual.slug for one in planning.due_for(partner, rituals, now)]


def test_due_needs_no_queue(cast, daily):
    assert due_names(cast.ana_partner, DUE - timedelta(seconds=1)) == []
    assert due_names(cast.ana_partner, DUE) == ["daily-check-in"]
    assert not Occurrence.objects.exists()


def test_due_follows_the_own_time(cast, daily):
    daily.set_time(cast.ana_partner, at=time(21), now=NOON)
    assert due_names(cast.ana_partner, DUE) == []
    assert due_names(cast.ben_partner, DUE) == ["daily-check-in"]


def test_due_leaves_out_what_is_done_and_what_is_over(cast, daily):
    answered(daily, cast.ana_partner, {}, at=DUE)
    assert due_names(cast.ana_partner, DUE) == []
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("couples", [1, 3])
def test_planning_query_count(cast, starters, couples, django_assert_max_num_queries):
    begin(cast.couple)
    for number in range(couples - 1):
        begin(make_couple(make_person(f"P{number}"), make_person(f"Q{number}")))
    schedules = list(Schedule.objects.due(DUE).select_related("person"))
    with django_assert_max_num_queries(9):
        sweeping.plan_many(schedules, DUE)
    assert Notice.objects.count() == 2 * couples
