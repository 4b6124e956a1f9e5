"""Forged forms are refused, and our own pass although they send no referrer."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    """Return a browser that checks for forgery, and the token of its sign-in page."""
    client = Client(enforce_csrf_checks=True)
    token = str(client.get(reverse("account_login")).context["csrf_token"])
    return client, {"csrfmiddlewaretoken": token, "login": "nobody@example.org"}


def post(form, *, token=True, **headers):
    client, data = form
    if not token:
        data = {"login": data["login"]}
    return client.post(reverse("account_login"), data, headers=headers).status_code


def test_our_own_form_passes_without_an_origin(form):
    assert post(form, origin="null", sec_fetch_site="same-origin") == 302


def test_an_old_browser_passes_by_its_token(form):
    assert post(form, origin="null") == 302
    assert post(form, token=False, origin="null") == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_form_from_elsewhere_is_refused(form, site):
    assert post(form, origin="null", sec_fetch_site=site) == 403


def test_another_sites_origin_is_refused(form):
    assert post(form, origin="https://evil.example") == 403


def test_no_token_is_refused(form):
    assert post(form, token=False, origin="null", sec_fetch_site="same-origin") == 403
