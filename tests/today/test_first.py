"""The first steps: three, each skippable, of which nothing is kept but what was chosen."""

import re
from datetime import time, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from tests.cast import make_couple, make_person
from trustpact.couples.models import Partner
from trustpact.notices.models import Reminders

pytestmark = pytest.mark.django_db
FIRST, REMINDERS, AHEAD = (
    reverse(f"today:{name}") for name in ("first", "first_reminders", "first_ahead")
)
TODAY = reverse("today:today")


@pytest.fixture
def begun():
    """Zoe, who began a moment ago, at her browser."""
    zoe = make_person("Zoe")
    make_couple(zoe, now=timezone.now())
    return signed_in(zoe), zoe


@pytest.fixture
def joined():
    """Ben, who joined Ana a moment ago, at his browser; she has put own words into the draft."""
    ana, ben = make_person("Ana"), make_person("Ben")
    couple = make_couple(ana, ben, now=timezone.now())
    by = {"partner": couple.partners.get(place=1), "heading": "Every day"}
    Agreement.of(couple).add_own("We name one good thing a day.", **by)
    return signed_in(ben), ben


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def rows():
    return {
        model: sorted(map(str, model.objects.values_list("pk", flat=True)))
        for model in apps.get_models()
        if model.__name__ not in {"Session", "UserSession"}
    }


def links(response):
    return re.findall(r'href="([^"#]+)"', response.content.decode().partition("<main")[2])


@pytest.mark.parametrize("who", ["begun", "joined"])
def test_each_step_leads_to_the_next_and_past_it(request, who):
    client, _person = request.getfixturevalue(who)
    for step, following in ((FIRST, REMINDERS), (REMINDERS, AHEAD), (AHEAD, TODAY)):
        found = links(client.get(step))
        assert following in found
        assert TODAY in found


@pytest.mark.parametrize("who", ["begun", "joined"])
def test_nothing_is_kept_of_steps_that_were_looked_at(request, who):
    client, _person = request.getfixturevalue(who)
    client.get(TODAY)
    before = rows()
    for step in (FIRST, REMINDERS, AHEAD):
        client.get(step)
    assert rows() == before


def test_steps_never_come_back(begun):
    client, _person = begun
    for page in (TODAY, reverse("couples:us"), reverse("people:more")):
        assert not {FIRST, REMINDERS, AHEAD} & set(links(client.get(page)))


def test_a_name_and_a_clock_are_kept_and_the_shared_clock_goes_along_while_alone(begun):
    client, zoe = begun
    response = client.post(FIRST, {"name": "Zoë", "zone": "Asia/Tokyo"})
    zoe.refresh_from_db()

    assert response.url == REMINDERS
    assert (zoe.name, zoe.zone) == ("Zoë", "Asia/Tokyo")
    assert Partner.objects.of(zoe).couple.zone == "Asia/Tokyo"


def test_the_shared_clock_stays_once_there_are_two(joined):
    ana = Partner.objects.get(place=1).person
    signed_in(ana).post(FIRST, {"name": "Ana", "zone": "Asia/Tokyo"})

    assert Partner.objects.of(ana).couple.zone != "Asia/Tokyo"


def test_a_clock_that_is_none_comes_back(begun):
    client, _zoe = begun
    assert client.post(FIRST, {"name": "Zoe", "zone": "localtime"}).status_code == 400


def test_reminders_are_kept_for_oneself(begun):
    client, zoe = begun
    chosen = {"quiet_from": "22:00", "quiet_end": "07:00"}
    assert client.post(REMINDERS, chosen).url == AHEAD

    wish = Reminders.objects.book(persons=[zoe.pk]).of(zoe.pk)
    assert (wish.mail, wish.quiet_from, wish.quiet_end) == (False, time(22), time(7))
    assert (wish.push, wish.calendar, wish.weekdays) == (False, True, "0123456")


def test_half_of_the_quiet_hours_comes_back(begun):
    client, _zoe = begun
    assert client.post(REMINDERS, {"mail": "on", "quiet_from": "22:00"}).status_code == 400


def test_whoever_joined_sees_what_is_there_and_what_stays_their_own(joined):
    client, _ben = joined
    page = client.get(FIRST).content.decode()

    assert "1 clause to talk about so far" in page
    assert "without announcing it" in page
    assert "<form" not in page.partition("<main")[2]
    assert reverse("agreements:round") in links(client.get(AHEAD))


def test_whoever_began_is_led_to_invite_or_look_around(begun):
    client, _zoe = begun
    assert {reverse("couples:us"), reverse("agreements:library")} <= set(links(client.get(AHEAD)))


@pytest.mark.parametrize("who", ["begun", "joined"])
def test_each_step_says_what_the_other_sees(request, who):
    client, _person = request.getfixturevalue(who)
    for step in (FIRST, REMINDERS, AHEAD):
        said = re.search(r'class="seen-by">(.+?)</p>', client.get(step).content.decode(), re.DOTALL)
        assert len(said[1].strip()) > 20


def test_only_a_newcomer_is_led_from_the_welcome_to_the_first_step(joined):
    client, ben = joined
    welcome = reverse("couples:welcome")
    assert FIRST in links(client.get(welcome))

    Partner.objects.filter(person=ben).update(joined_on=timezone.now() - timedelta(days=2))
    assert FIRST not in links(client.get(welcome))
    assert TODAY in links(client.get(welcome))
