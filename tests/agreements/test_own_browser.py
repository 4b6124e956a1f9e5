"""Signing is refused in a browser that the other used within the last hour (Threat-1)."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.agreements.signing import OPEN, proposal
from tests.cast import make_couple, make_person

LATER = timedelta(minutes=5)
HOUR = timedelta(hours=1)


@pytest.fixture
def version(cast):
    return proposal(cast)


@pytest.fixture
def sign_in(freshly_signed_in):
    def at(client, person, moment):
        with time_machine.travel(moment):
            freshly_signed_in(client, person)
            client.get("/today/")

    return at


def leave(client, way_out, moment):
    with time_machine.travel(moment):
        client.post(reverse(way_out))


def sign(client, version, moment):
    with time_machine.travel(moment):
        address = reverse("agreements:signature", args=[version.pk])
        return client.post(address, {"seen": version.digest})


@pytest.mark.parametrize("way_out", ["account_logout", "web:quick_exit"])
def test_a_browser_the_other_just_used_cannot_sign(client, cast, version, sign_in, way_out):
    sign_in(client, cast.ben, OPEN)
    leave(client, way_out, OPEN)
    sign_in(client, cast.ana, OPEN + LATER)
    response = sign(client, version, OPEN + LATER)
    assert response.status_code == 409
    page = response.content.decode()
    assert "This browser was used by someone else within the last hour." in page
    assert "Ben" not in page
    assert not version.signatures.exists()


def test_after_an_hour_it_can(client, cast, version, sign_in):
    sign_in(client, cast.ben, OPEN)
    leave(client, "account_logout", OPEN + LATER)
    sign_in(client, cast.ana, OPEN + HOUR)
    assert sign(client, version, OPEN + HOUR).status_code == 409
    sign_in(client, cast.ana, OPEN + HOUR + 2 * LATER)
    assert sign(client, version, OPEN + HOUR + 2 * LATER).status_code == 302
    assert version.signatures.count() == 1


def test_browsers_of_their_own_can(cast, version, sign_in):
    for person in (cast.ana, cast.ben):
        client = Client()
        sign_in(client, person, OPEN)
        leave(client, "account_logout", OPEN)  # signing in again oneself is no one else
        sign_in(client, person, OPEN + LATER)
        assert sign(client, version, OPEN + LATER).status_code == 302


def test_anybody_elses_use_of_the_browser_does_not_matter(client, cast, version, sign_in):
    make_couple(make_person("Eve"), cast.dan)
    sign_in(client, cast.dan, OPEN)
    leave(client, "account_logout", OPEN)
    sign_in(client, cast.ana, OPEN + LATER)
    assert sign(client, version, OPEN + LATER).status_code == 302


def test_it_is_refused_before_anything_asks_to_authenticate_anew(client, cast, version, sign_in):
    sign_in(client, cast.ben, OPEN)
    leave(client, "account_logout", OPEN)
    sign_in(client, cast.ana, OPEN + LATER)
    assert sign(client, version, OPEN + 3 * LATER).status_code == 409


@pytest.mark.parametrize("cookie", ["", "forged", "A" * 200])
def test_a_cookie_that_was_tampered_with_neither_helps_nor_breaks(
    client, cast, version, sign_in, cookie
):
    sign_in(client, cast.ana, OPEN)
    client.cookies[settings.SHARED_COOKIE_NAME] = cookie
    assert sign(client, version, OPEN).status_code == 302


def test_taking_a_yes_back_works_in_any_browser(client, cast, version, sign_in):
    own = Client()
    sign_in(own, cast.ana, OPEN)
    sign(own, version, OPEN)
    sign_in(client, cast.ben, OPEN)
    leave(client, "account_logout", OPEN)
    sign_in(client, cast.ana, OPEN + LATER)
    with time_machine.travel(OPEN + LATER):
        address = reverse("agreements:signature_removal", args=[version.pk])
        assert client.post(address).status_code == 302
    assert not version.signatures.exists()
