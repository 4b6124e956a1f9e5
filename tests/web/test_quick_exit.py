"""The way out: a press ends the session and moves on, whatever state the page is in."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

ADDRESS = "/exit/"


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
