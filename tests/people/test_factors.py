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
from django.core import mail
from django.urls import reverse

from tests.caseload.letting_in import therapist_of
from tests.curation.curators import make_curator
from tests.people.flows import GOOD_PASSWORD, ask_for_code, is_signed_in, last_code, type_code

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def app(cast):
    """Give Ana an authenticator app."""
    return TOTP.activate(cast.ana, SECRET)


def counter_now():
    return next(iter(yield_hotp_counters_from_time()))


def app_code():
    return format_hotp_value(hotp_value(SECRET, counter_now()))


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
    client.post(reverse("account_confirm_password_reset_code"), {"code": last_code()})
    typed = {"password1": password, "password2": password}
    client.post(reverse("account_complete_password_reset"), typed)
    client.post(reverse("account_login"), {"login": cast.ana.email, "password": password})

    assert not is_signed_in(client)


def signed_in_with(client, person, code):
    """Sign in by mail and a second step; return the answer to the second step."""
    ask_for_code(client, person.email)
    type_code(client)
    return client.post(reverse("mfa_authenticate"), {"code": code})


def test_a_lost_phone_is_replaced_by_a_recovery_code(cast, client, app):
    codes = RecoveryCodes.activate(cast.ana).get_unused_codes()
    signed_in_with(client, cast.ana, codes[0])
    assert is_signed_in(client)

    client.post(reverse("mfa_deactivate_totp"))  # a sign-in of this minute is proof enough
    assert not cast.ana.authenticator_set.exists()  # nor do old codes open anything any more
    page = client.get(reverse("mfa_activate_totp")).context
    code = format_hotp_value(hotp_value(page["form"].secret, counter_now()))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert cast.ana.authenticator_set.count() == 2


def test_a_recovery_code_works_once(cast, client, django_client_factory, app):
    code = RecoveryCodes.activate(cast.ana).get_unused_codes()[0]
    signed_in_with(client, cast.ana, code)
    other = django_client_factory()
    assert signed_in_with(other, cast.ana, code).status_code == 400
    assert not is_signed_in(other)


def test_the_sixth_code_of_five_minutes_is_not_even_looked_at(cast, client, app):
    for number in range(5):
        assert signed_in_with(client, cast.ana, f"00000{number}").status_code == 400
    refused = client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert refused.status_code in (400, 429)
    assert not is_signed_in(client)


def test_the_second_step_says_what_a_lost_phone_means(cast, client, app):
    ask_for_code(client, cast.ana.email)
    type_code(client)
    page = client.get(reverse("mfa_authenticate")).content.decode()

    assert "nobody can open this account, the people who run this site neither" in page
    assert reverse("people:contact") in page


def test_a_lost_mailbox_is_changed_with_the_app_and_the_old_one_is_told(cast, client, app):
    cast.ana.set_password(GOOD_PASSWORD)
    cast.ana.save()
    client.post(reverse("account_login"), {"login": cast.ana.email, "password": GOOD_PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    old = cast.ana.email
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    client.post(reverse("account_email_verification_sent"), {"code": last_code()})

    cast.ana.refresh_from_db()
    assert cast.ana.email == "new@example.org"
    assert mail.outbox[-1].to == [old]


def test_whoever_works_here_is_out_with_the_last_factor(cast, client, freshly_signed_in):
    therapist_of(cast.chen)
    make_curator(cast.ada)
    for person, page, sent_to in [
        (cast.chen, "caseload:cases", "caseload:factor"),
        (cast.ada, "admin:index", "mfa_index"),
    ]:
        person.authenticator_set.all().delete()
        TOTP.activate(person, SECRET)
        freshly_signed_in(client, person)
        assert client.get(reverse(page)).status_code == 200
        client.post(reverse("mfa_deactivate_totp"))
        assert client.get(reverse(page))["Location"] == reverse(sent_to)


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
