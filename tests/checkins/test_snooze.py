"""Putting off, leaving out and resting: in one tap, without a reason, seen by nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from checkins import planning
from checkins.models import Occurrence, Ritual, Snooze
from checkins.models.ritual import SNOOZED
from checkins.models.snooze import Later
from tests.cast import NOON
from tests.checkins.conftest import answered, begin, berlin
from tests.checkins.sessions import at, fresh, keep
from trustpact.notices.models import Notice
from trustpact.notices.sweep import sweep
from trustpact.rules import RuleBroken

EVENING = berlin(2, 19, 40)


@pytest.fixture
def ana_client(client, cast, daily):
    """Ana, signed in, when the daily check-in is due."""
    with time_machine.travel(EVENING, tick=False):
        client.force_login(cast.ana)
        yield client


def due(partner, now):
    kept = list(partner.couple.rituals.kept().seen_by(partner))
    return [one.date for one in planning.due_for(partner, kept, now)]


def put_off(occurrence, partner, later=Later.HOUR, now=EVENING):
    return Snooze.put_off(occurrence, partner, later, now=now)


def test_put_off_waits_and_comes_again(cast, today):
    until = put_off(today, cast.ana_partner)
    assert due(cast.ana_partner, EVENING) == []
    assert due(cast.ana_partner, until) == [today.date]


def test_put_off_is_for_oneself(cast, today):
    put_off(today, cast.ana_partner)
    assert due(cast.ben_partner, EVENING) == [today.date]


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        (berlin(2, 12), ["hour", "evening", "tomorrow"]),
        (berlin(2, 19, 40), ["hour", "tomorrow"]),
        (berlin(3, 8), ["hour", "evening"]),
        (berlin(3, 23), ["hour"]),
        (berlin(4, 2, 45), []),
    ],
)
def test_what_fits_into_the_window_is_offered(cast, daily, now, offered):
    occurrence = Occurrence.on(daily, NOON.date())
    assert list(Snooze.choices_for(occurrence, cast.ana_partner, now)) == offered


@pytest.mark.parametrize("later", ["evening", "next year", "", None])
def test_putting_off_for_too_long_is_refused(cast, today, later):
    with pytest.raises(RuleBroken, match="too late"):
        put_off(today, cast.ana_partner, later)
    assert not Snooze.objects.exists()


def test_mail_comes_again_once_and_the_first_one_not_any_more(cast, today, mailoutbox):
    begun = berlin(2, 19, 30)
    with time_machine.travel(begun, tick=False):
        planning_row(cast, today)
    until = put_off(today, cast.ana_partner)
    statuses = set(Notice.objects.filter(person=cast.ana).values_list("kind", "status"))
    assert statuses == {("checkins.ritual", "cancelled"), (SNOOZED, "due")}
    with time_machine.travel(until, tick=False):
        sweep(until)
        sweep(until)
    sent = [mail for mail in mailoutbox if mail.to == [cast.ana.email]]
    assert len(sent) == 1
    assert reverse("checkins:occurrence", args=[today.pk]) in sent[0].body


def planning_row(cast, today):
    """Write the reminder that is due, as the sweep would."""
    Notice.objects.tell(
        person=cast.ana,
        kind="checkins.ritual",
        subject=today.pk,
        series=today.ritual_id,
        due_at=berlin(2, 19, 30),
        until=berlin(3, 19, 30),
    )


def test_putting_off_again_leaves_one_reminder(cast, today):
    put_off(today, cast.ana_partner)
    put_off(today, cast.ana_partner, Later.TOMORROW)
    assert Notice.objects.filter(kind=SNOOZED).open().count() == 1
    assert Snooze.objects.get().until == berlin(3, 9)


def test_no_mail_where_none_is_wished(cast, today, daily):
    daily.remind(cast.ana_partner, mail=False, now=NOON)
    put_off(today, cast.ana_partner)
    assert not Notice.objects.filter(kind=SNOOZED).exists()


def test_unwishing_mail_takes_back_what_would_come_again(cast, today, daily):
    put_off(today, cast.ana_partner)
    daily.remind(cast.ana_partner, mail=False, now=EVENING)
    assert not Notice.objects.filter(kind=SNOOZED).open().exists()


def test_done_or_skipped_is_reminded_of_no_more(cast, today, daily):
    put_off(today, cast.ana_partner)
    answered(daily, cast.ana_partner, {}, at=EVENING)
    put_off(today, cast.ben_partner)
    today.checkin_of(cast.ben_partner).skip(now=EVENING)
    assert not Notice.objects.filter(kind=SNOOZED).open().exists()
    assert due(cast.ana_partner, EVENING + timedelta(hours=2)) == []


def test_a_session_that_is_over_is_reminded_of_no_more(cast, starters):
    debrief = keep(cast.couple, "weekly-debrief")
    begun = at("weekly-debrief")
    Snooze.put_off(debrief, cast.ben_partner, Later.HOUR, now=begun)
    fresh(debrief).stop(cast.ana_partner, now=begun)
    assert not Notice.objects.filter(person=cast.ben).open().exists()
    assert not Snooze.objects.exists()


@pytest.mark.parametrize("verb", ["rest", "end"])
def test_rest_and_end_take_back_what_would_come_again(cast, today, daily, verb):
    put_off(today, cast.ana_partner)
    if verb == "rest":
        daily.rest(NOON.date() + timedelta(days=7), now=EVENING)
    else:
        daily.end(now=EVENING)
    assert not Notice.objects.filter(kind=SNOOZED).open().exists()
    assert due(cast.ana_partner, EVENING + timedelta(hours=2)) == []


def test_leaving_takes_back_what_would_come_again(cast, today):
    put_off(today, cast.ana_partner)
    cast.ben_partner.leave(now=EVENING)
    assert not Notice.objects.filter(kind=SNOOZED).open().exists()
    assert not Snooze.objects.exists()


# --- In one tap from Today and from the ritual.


@pytest.mark.parametrize("page", ["/today/", "/talks/", "ritual"])
def test_put_off_and_skip_stand_on_the_page(ana_client, daily, today, page):
    page = reverse("checkins:ritual", args=[daily.pk]) if page == "ritual" else page
    body = ana_client.get(page).content.decode()
    assert f'action="{reverse("checkins:later", args=[today.pk])}"' in body
    assert f'action="{reverse("checkins:skip", args=[today.pk])}"' in body
    assert "In an hour" in body


def test_put_off_in_one_tap(ana_client, today):
    response = ana_client.post(reverse("checkins:later", args=[today.pk]), {"until": "hour"})
    assert response.url == "/today/"
    assert "Answer now" not in ana_client.get("/today/").content.decode()
    assert "Put off: today at 20:40" in ana_client.get("/talks/").content.decode()


def test_put_off_for_too_long_is_409(ana_client, today):
    response = ana_client.post(reverse("checkins:later", args=[today.pk]), {"until": "evening"})
    assert response.status_code == 409


def test_all_rests_for_a_week_in_one_tap_from_today_and_goes_on(ana_client, cast, daily):
    begin(cast.couple, "weekly-debrief")
    assert 'name="until" value="2026-03-09"' in ana_client.get("/today/").content.decode()
    ana_client.post(reverse("checkins:rest_all"), {"until": "2026-03-09"})
    resting = Ritual.objects.values_list("rest_until", flat=True)
    assert {day.isoformat() for day in resting} == {"2026-03-09"}
    assert "Let all of it go on now" in ana_client.get("/talks/").content.decode()
    ana_client.post(reverse("checkins:rest_all"))
    assert set(Ritual.objects.values_list("rest_until", flat=True)) == {None}
