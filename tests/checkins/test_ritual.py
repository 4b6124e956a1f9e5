from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from checkins.models import Ritual
from checkins.models.questions import questions_for
from checkins.models.ritual import KIND
from tests.cast import NOON
from tests.checkins.conftest import begin, berlin
from trustpact.notices.models import Schedule
from trustpact.rules import RuleBroken


def planned(person, ritual):
    return Schedule.objects.get(person=person, kind=KIND, subject=ritual.pk).next_at


def test_begin_plans_both_partners(cast, daily):
    assert planned(cast.ana, daily) == planned(cast.ben, daily) == berlin(2, 19, 30)


def test_begin_twice_is_one_ritual(cast, daily):
    assert begin(cast.couple) == daily
    assert cast.couple.rituals.count() == 1


def test_begin_every_second_day(cast, starters):
    ritual = begin(cast.couple, every=2)
    slots = ritual.slots(cast.ana_partner, NOON, NOON + timedelta(days=5))
    assert [slot.date.day for slot in slots] == [2, 4, 6]


def test_begin_refuses_what_one_partner_cannot_ask_for_alone(cast, starters):
    with pytest.raises(RuleBroken, match="cannot begin yet"):
        begin(cast.couple, "time-for-us")


def test_database_keeps_one_of_a_kind(cast, daily):
    with pytest.raises(IntegrityError), transaction.atomic():
        Ritual.objects.create(
            couple=cast.couple,
            template=daily.template,
            slug=daily.slug,
            clock="own",
            at=time(9),
            unit="day",
            started_on=NOON.date(),
        )


@pytest.mark.parametrize(
    "wrong", [{"every": 0}, {"unit": "week"}, {"unit": "month"}, {"ended_on": date(2020, 1, 1)}]
)
def test_database_refuses_what_never_comes_round(cast, daily, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Ritual.objects.filter(pk=daily.pk).update(**wrong)


def test_own_time_moves_only_the_own_reminder(cast, daily):
    daily.set_time(cast.ana_partner, at=time(21), now=NOON)
    assert planned(cast.ana, daily) == berlin(2, 21)
    assert planned(cast.ben, daily) == berlin(2, 19, 30)


def test_own_clock_follows_the_own_zone(cast, daily):
    cast.ben_partner.person.zone = "America/New_York"
    cast.ben_partner.person.save(update_fields=["zone"])
    daily.replan(now=NOON)
    assert planned(cast.ben, daily) == datetime(2026, 3, 3, 0, 30, tzinfo=UTC)


def test_shared_clock_follows_the_couple(cast, starters):
    cast.ben.zone = "America/New_York"
    cast.ben.save(update_fields=["zone"])
    debrief = begin(cast.couple, "weekly-debrief")
    assert planned(cast.ana, debrief) == planned(cast.ben, debrief) == berlin(8, 18)


def test_own_time_changes_nothing_of_a_shared_ritual(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    debrief.set_time(cast.ana_partner, at=time(9), now=NOON)
    assert planned(cast.ana, debrief) == berlin(8, 18)


def test_ceremony_takes_the_place_of_the_debrief_in_its_week(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    begin(cast.couple, "monthly-ceremony")
    kept = list(Ritual.objects.kept().with_plan())
    end = NOON + timedelta(days=33)
    assert [slot.date.day for slot in debrief.slots(cast.ana_partner, NOON, end, kept)] == [
        8,
        15,
        22,
    ]


def test_beginning_a_ceremony_replans_the_debrief(cast, starters):
    late = berlin(24, 12)
    debrief = begin(cast.couple, "weekly-debrief", now=late)
    assert planned(cast.ana, debrief).astimezone(UTC).date() == date(2026, 3, 29)
    begin(cast.couple, "monthly-ceremony", now=late)
    assert planned(cast.ana, debrief).astimezone(UTC).date() == date(2026, 4, 5)


def test_rest_passes_over_its_dates(cast, daily):
    daily.rest(date(2026, 3, 10), now=NOON)
    assert planned(cast.ana, daily) == berlin(10, 19, 30)


def test_rest_ends_at_once(cast, daily):
    daily.rest(date(2026, 3, 10), now=NOON)
    daily.rest(None, now=NOON)
    assert planned(cast.ana, daily) == berlin(2, 19, 30)


@pytest.mark.parametrize("until", [date(2026, 3, 2), date(2028, 3, 2)])
def test_rest_needs_a_day_ahead_within_a_year(cast, daily, until):
    with pytest.raises(RuleBroken, match="within a year"):
        daily.rest(until, now=NOON)


def test_end_leaves_nothing_planned(cast, daily):
    daily.end(now=NOON)
    daily.end(now=NOON)
    assert not Schedule.objects.filter(subject=daily.pk).exists()
    assert begin(cast.couple) != daily


def test_reschedule_moves_it_for_both(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    debrief.reschedule(at=time(17), weekdays="5", now=NOON)
    assert planned(cast.ana, debrief) == planned(cast.ben, debrief) == berlin(7, 17)


def test_reschedule_refuses_what_never_comes_round(cast, starters):
    debrief = begin(cast.couple, "weekly-debrief")
    with pytest.raises(RuleBroken, match="never come round"):
        debrief.reschedule(weekdays="", now=NOON)


def test_rituals_ask_in_the_language_that_both_chose(cast, daily):
    for partner in (cast.ana_partner, cast.ben_partner):
        partner.couple.write_in("de", asked_by=partner, now=NOON)
    ritual = Ritual.objects.select_related("template", "couple").get(pk=daily.pk)

    assert ritual.template.name == "Täglicher Check-in"
    asked = {one["slug"]: one for one in questions_for(ritual, NOON.date())}
    assert asked["feelings"]["text"] == "Ich fühle mich"
    assert asked["feelings"]["words"][0] == "ruhig"
    assert asked["trust"]["text"] == "Wie fest ist Vertrauen heute?"


def test_a_ritual_begins_in_the_couples_language(cast, starters):
    for partner in (cast.ana_partner, cast.ben_partner):
        partner.couple.write_in("de", asked_by=partner, now=NOON)

    assert begin(cast.ana_partner.couple).template.language == "de"
