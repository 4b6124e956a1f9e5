"""How long a sign-in lasts, and what is kept of a device."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from tests.people.flows import is_signed_in, type_code
from trustpact.people.devices import device_name

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"


def sign_in(client, person, **typed):
    client.post(reverse("account_login"), {"login": person.email} | typed)
    return type_code(client)


def is_in_after(client, **time):
    with time_machine.travel(timezone.now() + timedelta(**time)):
        return client.get(reverse("people:more")).status_code == 200


def test_on_another_device_30_idle_minutes_end_the_sign_in(cast, client):
    sign_in(client, cast.ana)

    assert is_in_after(client, minutes=29)
    assert not is_in_after(client, minutes=60)


def test_on_another_device_use_keeps_the_sign_in(cast, client):
    sign_in(client, cast.ana)

    assert all(is_in_after(client, minutes=20 * times) for times in range(1, 6))


def test_on_another_device_the_cookie_ends_with_the_browser(cast, client, settings):
    cookie = sign_in(client, cast.ana).cookies[settings.SESSION_COOKIE_NAME]

    assert cookie["max-age"] == ""


def test_on_the_own_device_14_idle_days_end_the_sign_in(cast, client):
    sign_in(client, cast.ana, remember="on")

    assert is_in_after(client, days=13)
    assert not is_in_after(client, days=13 + 14, minutes=1)


def test_on_the_own_device_90_days_are_the_most(cast, client):
    sign_in(client, cast.ana, remember="on")

    assert all(is_in_after(client, days=10 * times) for times in range(1, 9))
    assert not is_in_after(client, days=90)


def test_saying_later_that_a_device_is_not_ones_own(cast, client):
    sign_in(client, cast.ana, remember="on")
    client.post(reverse("people:device"), {"own": "no"})

    assert not is_in_after(client, minutes=31)


def test_the_list_of_sessions_holds_no_address_and_no_exact_device(cast, client):
    client.post(reverse("account_login"), {"login": cast.ana.email}, REMOTE_ADDR="203.0.113.9")
    from tests.people.flows import last_code

    client.post(
        reverse("account_confirm_login_code"),
        {"code": last_code()},
        REMOTE_ADDR="203.0.113.9",
        HTTP_USER_AGENT=FIREFOX,
    )

    kept = UserSession.objects.get()
    assert kept.user_agent == "Firefox, Android"
    assert kept.ip != "203.0.113.9"
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Firefox, Android" in page
    assert kept.ip not in page


def test_ending_all_other_sessions(cast, client, django_client_factory):
    other = django_client_factory()
    sign_in(other, cast.ana)
    sign_in(client, cast.ana)
    client.post(reverse("usersessions_list"))

    assert is_signed_in(client)
    assert other.get(reverse("people:more")).status_code == 302


def test_a_new_password_ends_the_other_sessions(cast, client, django_client_factory):
    other = django_client_factory()
    sign_in(other, cast.ana)
    sign_in(client, cast.ana)
    typed = {"password1": "violet kettle borrows seven maps"}
    client.post(reverse("account_set_password"), typed | {"password2": typed["password1"]})

    assert client.get(reverse("people:more")).status_code == 200
    assert other.get(reverse("people:more")).status_code == 302


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_device_name_is_coarse(agent, name):
    assert device_name(agent) == name
