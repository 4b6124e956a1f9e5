"""Passkeys in a real browser, with Chromium's virtual authenticator."""

import re

import pytest
from django.core import mail

from trustpact.people.models import Person

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(page):
    """A page whose browser has a built-in authenticator."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def sign_up(page, home, path):
    page.goto(f"{home}{path}")
    page.get_by_label("Your name").fill("Zoë")
    page.get_by_label("Mailbox").fill("zoe@example.org")
    page.get_by_label("I am an adult").check()
    page.get_by_role("button", name="Sign up").click()
    page.get_by_label("Code").fill(re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Go on").click()


def sign_out_and_in_by_passkey(page, home):
    page.goto(f"{home}/more/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{home}/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"/(today|us)/"))
    page.goto(f"{home}/more/")


def keep_codes(page):
    """Make the passkey of a sign-up; return the recovery codes that come by themselves."""
    page.locator("#mfa_webauthn_signup").click()
    page.wait_for_url(re.compile(r"recovery-codes"))
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url(re.compile(r"/(today|us)/"))
    return codes


def test_the_sign_up_form_knows_the_browsers_zone(page, home):
    page.goto(f"{home}/account/signup/")

    assert page.get_by_label("Time zone").input_value() == "Europe/Berlin"


def test_a_passkey_is_added_and_signs_in(page, home):
    sign_up(page, home, "/account/signup/")
    page.goto(f"{home}/account/2fa/webauthn/add/")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile(r"recovery-codes"))
    sign_out_and_in_by_passkey(page, home)

    assert page.get_by_role("heading", name="More", exact=True).is_visible()
    assert Person.objects.get().authenticator_set.filter(type="webauthn").count() == 1


def test_signing_up_with_a_passkey(page, home):
    sign_up(page, home, "/account/signup/passkey/")
    page.wait_for_url(re.compile(r"webauthn/signup"))
    keep_codes(page)
    sign_out_and_in_by_passkey(page, home)

    assert page.get_by_role("heading", name="More", exact=True).is_visible()
    assert not Person.objects.get().has_usable_password()


def test_a_mail_code_alone_does_not_get_past_a_passkey(page, home):
    sign_up(page, home, "/account/signup/passkey/")
    page.wait_for_url(re.compile(r"webauthn/signup"))
    keep_codes(page)
    page.context.clear_cookies()
    page.goto(f"{home}/account/login/")
    page.get_by_label("Mailbox").fill("zoe@example.org")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Go on").click()

    page.wait_for_url(re.compile(r"2fa/authenticate"))
    page.goto(f"{home}/more/")
    assert page.url.endswith("/account/2fa/authenticate/")


def test_a_code_kept_at_sign_up_brings_back_an_account_whose_phone_is_gone(page, home):
    sign_up(page, home, "/account/signup/passkey/")
    page.wait_for_url(re.compile(r"webauthn/signup"))
    codes = keep_codes(page)
    page.context.clear_cookies()
    page.goto(f"{home}/account/login/")
    page.get_by_label("Mailbox").fill("zoe@example.org")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url(re.compile(r"/(today|us)/"))
    assert len(set(codes)) == 10
