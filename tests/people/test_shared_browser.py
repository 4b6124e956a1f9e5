"""What a browser remembers of who was signed in in it: for an hour, and for nobody to read."""

import base64
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cast import NOON
from trustpact.people import shared_browser
from trustpact.people.shared_browser import is_noted, note, remembered, was_here

COOKIE = settings.SHARED_COOKIE_NAME
MINUTE = timedelta(minutes=1)


def browser(cookie=None):
    request = RequestFactory().get("/")
    if cookie is not None:
        request.COOKIES[COOKIE] = cookie
    return request


def cookie_of(*people, now=NOON, before=None):
    response = HttpResponse()
    note(browser(before), response, [person.pk for person in people], now=now)
    return response.cookies[COOKIE]


def test_a_browser_remembers_for_an_hour(cast):
    there = browser(cookie_of(cast.ben).value)
    assert was_here(there, cast.ben, now=NOON + 59 * MINUTE)
    assert not was_here(there, cast.ben, now=NOON + 60 * MINUTE)
    assert not was_here(there, cast.ana, now=NOON)


def test_a_browser_remembers_several_people(cast):
    first = cookie_of(cast.ben)
    both = browser(cookie_of(cast.ana, now=NOON + MINUTE, before=first.value).value)
    assert was_here(both, cast.ben, now=NOON + MINUTE)
    assert was_here(both, cast.ana, now=NOON + MINUTE)


def test_a_browser_remembers_the_last_four(cast):
    people = [cast.ana, cast.ben, cast.chen, cast.ada, cast.dan]
    cookie = None
    for minute, person in enumerate(people):
        cookie = cookie_of(person, now=NOON + minute * MINUTE, before=cookie).value
    there = [was_here(browser(cookie), person, now=NOON + 5 * MINUTE) for person in people]
    assert there == [False, True, True, True, True]


def test_the_cookie_is_for_this_host_and_no_script(cast):
    cookie = cookie_of(cast.ben)
    assert COOKIE == "__Host-browser"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_the_cookie_ends_at_a_full_hour_so_that_its_end_tells_no_minute(cast):
    for minute in (0, 1, 59):
        at = NOON + minute * MINUTE
        ends = at.timestamp() + cookie_of(cast.ben, now=at)["max-age"]
        assert ends % 3600 == 0
        assert 3600 < ends - at.timestamp() <= 7200


def test_the_cookie_tells_neither_who_nor_when_nor_how_many(cast):
    one, two = cookie_of(cast.ben).value, cookie_of(cast.ben, cast.ana).value
    assert len(one) == len(two)
    sealed = base64.urlsafe_b64decode(one)
    assert int(NOON.timestamp()).to_bytes(4, "big") not in sealed
    assert str(cast.ben.pk).encode() not in sealed
    assert one != cookie_of(cast.ben).value


@pytest.mark.parametrize("place", [0, 5, 30, -2])
def test_a_cookie_that_was_tampered_with_counts_as_none(cast, place):
    sealed = bytearray(base64.urlsafe_b64decode(cookie_of(cast.ben).value))
    sealed[place] ^= 1
    changed = browser(base64.urlsafe_b64encode(sealed).decode())
    assert remembered(changed, now=NOON) == {}


@pytest.mark.parametrize("cookie", ["", "x", "é", "====", "A" * 4000, "A" * 4001, None])
def test_a_cookie_that_is_none_counts_as_none(cookie):
    assert remembered(browser(cookie), now=NOON) == {}


def test_a_cookie_outlives_a_change_of_the_secret_key(cast, settings):
    there = browser(cookie_of(cast.ben).value)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"
    assert was_here(there, cast.ben, now=NOON)
    settings.SECRET_KEY_FALLBACKS = []
    assert not was_here(there, cast.ben, now=NOON)


def test_nobody_is_noted_twice_in_a_minute(cast):
    there = browser(cookie_of(cast.ben).value)
    assert is_noted(there, cast.ben.pk, now=NOON + timedelta(seconds=59))
    assert not is_noted(there, cast.ben.pk, now=NOON + MINUTE)


# --- When it is set


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOON, tick=False):
        yield


def remembers(client, person, *, now=NOON):
    kept = client.cookies.get(COOKIE)
    return was_here(browser(kept.value if kept else None), person, now=now)


def test_a_signed_in_page_notes_who_is_there_once_a_minute(client, cast):
    client.force_login(cast.ben)
    assert COOKIE in client.get("/today/").cookies
    assert COOKIE not in client.get("/today/").cookies
    assert remembers(client, cast.ben)
    with time_machine.travel(NOON + MINUTE):
        assert COOKIE in client.get("/today/").cookies


@pytest.mark.parametrize("path", ["/", "/safety/", "/verify/", "/healthz/", "/no/such/page/"])
def test_pages_that_are_open_to_all_set_no_cookie(client, cast, path):
    assert COOKIE not in client.get(path).cookies
    client.force_login(cast.ben)
    assert path == "/" or COOKIE not in client.get(path).cookies


@pytest.mark.parametrize("way_out", ["account_logout", "web:quick_exit"])
def test_leaving_is_noted_and_the_cookie_stays(client, cast, way_out):
    client.force_login(cast.ben)
    client.post(reverse(way_out))
    assert settings.SESSION_COOKIE_NAME not in client.cookies or not (
        client.cookies[settings.SESSION_COOKIE_NAME].value
    )
    assert remembers(client, cast.ben, now=NOON + 59 * MINUTE)


def test_a_quick_exit_from_a_form_grown_old_is_noted(cast):
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    client.force_login(cast.ben)
    assert client.post(reverse("web:quick_exit")).status_code == 403
    assert remembers(client, cast.ben)


def test_what_the_cookie_holds_opens_under_the_installations_key_alone(cast, settings):
    there = browser(cookie_of(cast.ben).value)
    settings.SECRET_KEY = "that of another installation"
    assert shared_browser.remembered(there, now=NOON) == {}
