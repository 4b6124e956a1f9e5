"""Authenticator apps, recovery codes and passkeys: their secrets, and odd input."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from tests.people.flows import ask_for_code, is_signed_in, type_code

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def app(cast):
    """Give Ana an authenticator app."""
    return TOTP.activate(cast.ana, SECRET)


def app_code():
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


def test_the_secret_of_an_app_lies_sealed(app):
    assert SECRET not in json.dumps(Authenticator.objects.get().data)
    assert Authenticator.objects.get().wrap().validate_code(app_code())


def test_recovery_codes_lie_sealed(cast):
    codes = RecoveryCodes.activate(cast.ana).get_unused_codes()

    kept = json.dumps(Authenticator.objects.get().data)
    assert len(set(codes)) == 10
    assert not any(code in kept for code in codes)


def test_a_mail_code_alone_does_not_get_past_an_app(cast, client, app):
    ask_for_code(client, cast.ana.email)
    response = type_code(client)

    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("people:more")).status_code == 302


def test_an_app_completes_the_sign_in(cast, client, app):
    ask_for_code(client, cast.ana.email)
    type_code(client)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})

    assert is_signed_in(client)


def test_a_new_password_by_mail_does_not_get_past_an_app(cast, client, app):
    password = "violet kettle borrows seven maps"
    client.post(reverse("account_reset_password"), {"email": cast.ana.email})
    from tests.people.flows import last_code

    client.post(reverse("account_confirm_password_reset_code"), {"code": last_code()})
    typed = {"password1": password, "password2": password}
    client.post(reverse("account_complete_password_reset"), typed)
    client.post(reverse("account_login"), {"login": cast.ana.email, "password": password})

    assert not is_signed_in(client)


def test_recovery_codes_are_shown_once(cast, client, freshly_signed_in, app):
    freshly_signed_in(client, cast.ana)
    client.post(reverse("mfa_generate_recovery_codes"))
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()

    assert len(re.findall(r"<code>\d{8}</code>", shown)) == 10
    assert "<code>" not in again


def test_an_account_with_an_app_authenticates_anew_with_it(cast, client, app):
    client.force_login(cast.ana)
    asked = client.post(reverse("people:export_file"))

    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize(
    "credential",
    [
        *["", "x", "1", "null", "[]", "{}", '"x"', "[" * 100_000, '{"id": "x"}', "NaN", "1e400"],
        *['{"response": []}', '{"response": {"userHandle": "@@"}}', '{"a": "\\u0000"}'],
        '{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"e30",'
        '"authenticatorData":"e30","signature":"e30","userHandle":"eA"}}',
        '{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"e30",'
        '"authenticatorData":"' + "A" * 50 + '","signature":"e30","userHandle":"AP__"}}',
    ],
)
def test_an_odd_passkey_signs_nobody_in(client, credential):
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert response.status_code in (302, 400)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "credential",
    ["", "\\u0000", "é", "1", "[]", "{}", "[" * 100_000, '{"id": "x"}', '{"response": {"x": 1}}'],
)
def test_an_odd_new_passkey_is_400(cast, client, freshly_signed_in, credential):
    freshly_signed_in(client, cast.ana)
    client.get(reverse("mfa_add_webauthn"))
    response = client.post(reverse("mfa_add_webauthn"), {"credential": credential})

    assert response.status_code == 400
    assert Authenticator.objects.count() == 0
