"""A pause on pages: one tap from each, an open page that is told, and what is refused."""

from contextlib import suppress

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, reverse

from checkins.models import Pause
from tests.cast import NOON
from tests.stories import everything
from tests.walk import routes

pytestmark = pytest.mark.django_db
PAUSE, RETURN, TIME = "/talks/moment/", "/talks/moment/return/", "/talks/moment/time/"
CHANGES = "/talks/moment/changes/"


@pytest.fixture
def ana(cast):
    with time_machine.travel(NOON, tick=False):
        client = Client()
        client.force_login(cast.ana)
        yield client


@pytest.fixture
def ben(cast, ana):
    client = Client()
    client.force_login(cast.ben)
    return client


def read(client, path="/today/"):
    return client.get(path).content.decode()


def test_every_page_of_a_partner_has_the_button_after_the_way_out():
    story, client = everything(), Client()
    story.sign_in(client, "A")
    found = 0
    for path in _about_somebody(story):
        response = client.get(path)
        page = "" if response.streaming else response.content.decode(errors="ignore")
        if response.status_code == 200 and 'action="/exit/"' in page:
            found += 1
            assert page.index('action="/exit/"') < page.find('class="moment"'), path
    assert found > 60


def _about_somebody(story):
    for route in routes():
        if route.guard != "all":
            with suppress(KeyError, NoReverseMatch):
                yield reverse(route.name, kwargs=story.arguments_of(route))


def test_one_tap_is_the_pause_and_one_the_return(ana, ben):
    assert ana.post(PAUSE).url == PAUSE
    assert "is paused, back in an hour or so." in read(ben)
    assert ana.post(RETURN).url == "/today/"
    assert "is paused" not in read(ben)


def test_the_page_says_what_the_other_sees(ana):
    ana.post(PAUSE)
    page = read(ana, PAUSE)
    assert "sees “paused, back in an hour or so” and nothing else" in page
    assert "Breathe out slowly, six times." in page


def test_feeling_and_need_are_posted_nowhere(ana, starters):
    ana.post(PAUSE)
    page = read(ana, PAUSE)
    assert '<input type="checkbox" autocomplete="off">' in page
    assert '<textarea rows="2" dir="auto" autocomplete="off"' in page


def test_another_return_is_one_tap(ana, ben):
    ana.post(PAUSE)
    ana.post(TIME, {"back": "evening"})
    assert "is paused, back this evening." in read(ben)


@pytest.mark.parametrize("back", ["", "never", "minutes\0"])
def test_a_return_that_is_none_changes_nothing(ana, cast, back):
    ana.post(PAUSE)
    assert ana.post(TIME, {"back": back}).status_code in (400, 409)
    assert Pause.objects.get().back == "hour"


def test_a_fourth_pause_is_429_with_a_sentence(ana):
    for _ in range(3):
        ana.post(PAUSE)
        ana.post(RETURN)
    response = ana.post(PAUSE)
    assert response.status_code == 429
    assert "You paused three times today" in response.content.decode()


@pytest.mark.parametrize("words", ["", "x" * 301, "a\u202eb"])
def test_words_that_cannot_be_sent_are_kept_on_the_page(ana, words):
    ana.post(PAUSE)
    response = ana.post(RETURN, {"send": "1", "words": words})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert Pause.objects.get().back == "hour"


def test_words_that_were_typed_are_sent_only_by_their_own_button(ana, ben):
    ana.post(PAUSE)
    ana.post(RETURN, {"words": "What I need is tea."})
    assert "What I need is tea." not in read(ben)


def test_words_of_coming_back_stand_on_the_others_day(ana, ben):
    ana.post(PAUSE)
    ana.post(RETURN, {"send": "1", "words": "What I need is tea."})
    assert "What I need is tea." in read(ben)
    assert "What I need is tea." not in read(ana)


def test_an_open_page_is_told_what_is_new_and_nothing_else(ana, ben):
    fresh = ben.get(CHANGES, headers={"X-Seen": "/"})
    assert (fresh.status_code, fresh.content) == (204, b"")
    ana.post(PAUSE)
    told = ben.get(CHANGES, headers={"X-Seen": "/"})
    assert told.status_code == 200
    assert "is paused, back in an hour or so." in told.content.decode()
    assert ben.get(CHANGES, headers={"X-Seen": "/hour"}).status_code == 204


def test_asking_costs_no_query_of_its_own(ana, django_assert_num_queries):
    ana.get(CHANGES)
    with django_assert_num_queries(3):  # session, person, partner: as every page
        ana.get(CHANGES, headers={"X-Seen": "/"})


def test_an_open_page_that_asks_keeps_nobody_signed_in(client, cast):
    from trustpact.people.devices import SINCE, USED

    client.force_login(cast.ana)
    session = client.session
    at = int(NOON.timestamp())
    session[SINCE], session[USED] = at, at
    session.save()
    with time_machine.travel(at + 600, tick=False):
        client.get(CHANGES)
        assert client.session[USED] == at
        client.get("/today/")
        assert client.session[USED] == at + 600
