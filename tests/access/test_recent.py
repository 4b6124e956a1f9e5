"""Recent authentication: who is asked, how, and that nothing typed is lost on the way."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.people.flows import GOOD_PASSWORD, ask_for_code, last_code, type_code

pytestmark = pytest.mark.django_db

ASKS = [  # allauth's pages and ours on May-6's list
    ("get", "account_email"),
    ("post", "account_email"),
    ("get", "account_set_password"),
    ("post", "account_set_password"),
    ("get", "mfa_activate_totp"),
    ("post", "mfa_activate_totp"),
    ("get", "mfa_add_webauthn"),
    ("post", "mfa_add_webauthn"),
    ("get", "mfa_generate_recovery_codes"),
    ("post", "mfa_generate_recovery_codes"),
    ("post", "people:export_file"),
    ("post", "people:export_pages"),
    ("get", "notes:journal"),
    ("get", "notes:new"),
    ("post", "notes:new"),
]
NEVER_ASKS = [
    ("post", "account_logout"),
    ("post", "web:quick_exit"),
    ("post", "people:device"),
    ("post", "notes:end"),
]


@pytest.mark.parametrize(("method", "name"), ASKS)
def test_a_stale_session_is_sent_to_a_fresh_code(cast, client, method, name):
    client.force_login(cast.ana)
    response = getattr(client, method)(reverse(name))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("people:fresh_code"))


@pytest.mark.parametrize(("method", "name"), NEVER_ASKS)
def test_what_takes_one_step_never_asks(cast, client, method, name):
    client.force_login(cast.ana)
    response = getattr(client, method)(reverse(name))

    assert reverse("people:fresh_code") not in response.get("Location", "")


def test_a_sign_in_of_this_minute_is_recent(cast, client):
    ask_for_code(client, cast.ana.email)
    type_code(client)

    assert client.get(reverse("account_email")).status_code == 200


def test_a_sign_in_is_recent_for_five_minutes(cast, client):
    ask_for_code(client, cast.ana.email)
    type_code(client)

    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert client.get(reverse("account_email")).status_code == 302


def test_an_account_with_a_password_uses_it_and_no_code(cast, client):
    cast.ana.set_password(GOOD_PASSWORD)
    cast.ana.save()
    client.force_login(cast.ana)

    asked = client.post(reverse("people:export_file"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    code_page = client.get(reverse("people:fresh_code"))
    assert code_page["Location"].startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []


def test_an_interrupted_post_goes_on_after_a_fresh_code(cast, client):
    client.force_login(cast.ana)
    asked = client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    client.get(asked["Location"])
    response = client.post(asked["Location"], {"code": last_code()})

    assert response["Location"] == reverse("account_email_verification_sent")
    assert mail.outbox[-1].to == ["new@example.org"]


def test_an_interrupted_post_is_still_protected_against_forgery(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)

    assert client.post(reverse("people:export_file")).status_code == 403
    page = client.get(f"{reverse('people:fresh_code')}?next=/more/copy/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    assert client.post(reverse("people:fresh_code"), {"send": "yes"}).status_code == 403
    sent = client.post(reverse("people:fresh_code"), {"send": "yes", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302


def test_an_interrupted_post_keeps_no_address_and_no_password(cast, client):
    client.force_login(cast.ana)
    client.post(
        reverse("account_set_password"), {"password1": GOOD_PASSWORD}, REMOTE_ADDR="9.8.7.6"
    )
    assert GOOD_PASSWORD not in str(dict(client.session))

    client.post(reverse("account_email"), {"email": "a@example.org"}, REMOTE_ADDR="9.8.7.6")
    assert "9.8.7.6" not in str(dict(client.session))


def test_the_export_comes_back_to_its_page(cast, client):
    client.force_login(cast.ana)
    asked = client.post(reverse("people:export_file"))
    client.get(asked["Location"])
    response = client.post(asked["Location"], {"code": last_code()})

    assert response["Location"] == reverse("people:export")
    assert client.post(reverse("people:export_file")).status_code == 200


def test_htmx_is_sent_on_as_a_whole_page(cast, client):
    client.force_login(cast.ana)
    response = client.post(reverse("people:export_file"), headers={"hx-request": "true"})

    assert response["HX-Redirect"].startswith(reverse("people:fresh_code"))


def test_how_a_person_authenticated_is_told_for_the_signature(cast, client, rf):
    from trustpact.access.recent import authentication_method

    records = {
        "passkey": {"method": "mfa", "type": "webauthn", "at": 1},
        "totp": {"method": "mfa", "type": "totp", "at": 1},
        "password": {"method": "password", "at": 1},
        "mail-code": {"method": "code", "at": 1},
    }
    for told, record in records.items():
        request = rf.get("/")
        request.user = cast.ana
        request.session = {
            "account_authentication_methods": [record],
            "account_authentication_methods_user": str(cast.ana.pk),
        }
        assert authentication_method(request) == told
