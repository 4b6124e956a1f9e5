"""The way out: a press ends the session and moves on, whatever state the page is in."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.browser.pages import client_for
from tests.stories import everything
from tests.walk import routes

ADDRESS = "/exit/"
WAYS_TO_HELP = ('href="/safety/"', 'href="/more/"')  # and from More it is one more click


def test_quick_exit_ends_the_session_and_moves_on(client, cast):
    client.force_login(cast.ana)

    response = client.post(ADDRESS)

    assert response.status_code == 200
    assert response["Refresh"] == f"0; url={settings.QUICK_EXIT_ADDRESS}"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert Session.objects.count() == 0
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def test_quick_exit_shows_a_page_that_says_nothing_of_ours(client, cast):
    client.force_login(cast.ana)

    page = client.post(ADDRESS).content.decode()

    assert "TrustPact" not in page
    assert "Ana" not in page


def test_quick_exit_works_for_someone_already_signed_out(client, db):
    assert client.post(ADDRESS).status_code == 200


def test_quick_exit_is_never_a_link(client, db):
    assert client.get(ADDRESS).status_code == 405


@pytest.mark.parametrize(("came_from", "sessions_left"), [("same-origin", 0), ("cross-site", 1)])
def test_quick_exit_of_a_page_grown_old_still_moves_on(cast, came_from, sessions_left):
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": came_from})
    client.force_login(cast.ana)

    response = client.post(ADDRESS)

    assert response.status_code == 403
    assert "Refresh" in response
    assert Session.objects.count() == sessions_left


def test_another_form_grown_old_says_so(cast):
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"))

    assert response.status_code == 403
    assert "This page had grown old" in response.content.decode()


def test_quick_exit_comes_right_after_the_skip_link(client, cast):
    client.force_login(cast.ana)

    page = client.get("/styleguide/").content.decode()

    assert page.index('class="skip"') < page.index("data-quick-exit") < page.index("<nav")
    assert page.index("data-quick-exit") < page.index("<main")


@pytest.mark.django_db
def test_every_page_has_the_way_out_before_all_else_and_help_in_two_clicks():
    story = everything()
    seen = {}
    for role in ("A", "Ex", "Tg", "Cu", "Op", "An"):
        seen |= {(role, path): page for path, page in _pages(role, story)}
    assert len(seen) > 250
    assert 'href="/safety/"' in seen["A", "/more/"]

    without = {at for at, page in seen.items() if at[0] != "An" and not _leads_out(page)}
    assert without == set()
    helpless = {at for at, page in seen.items() if not any(way in page for way in WAYS_TO_HELP)}
    assert helpless == set()


def _pages(role, story):
    """Yield the path and the text of every page that a role can open."""
    client = client_for(role, story)
    for route in routes():
        try:
            path = reverse(route.name, kwargs=story.arguments_of(route))
        except (KeyError, NoReverseMatch):
            continue  # allauth's links with keys: they show the same page as those without
        response = client.get(path)
        if response.status_code == 200 and not response.streaming and b"<html" in response.content:
            yield path, response.content.decode()


def _leads_out(html):
    """Whether the way out is the first thing that can be pressed after the skip link."""
    places = [html.find(part) for part in ('class="skip"', 'class="exit__button"', "<nav", "<main")]
    return -1 not in places and places == sorted(places)
