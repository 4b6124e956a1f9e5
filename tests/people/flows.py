"""What the tests of accounts do again and again: read the code in a mail, fill in a form."""

import re

from django.core import mail
from django.urls import reverse

GOOD_PASSWORD = "violet kettle borrows seven maps"
SIGN_UP = {
    "name": "Zoë",
    "email": "zoe@example.org",
    "zone": "Europe/Berlin",
    "language": "en",
    "adult": "on",
}


def last_code():
    """Return the code in the newest mail."""
    return re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]


def sign_up(client, **changes):
    """Post the sign-up form."""
    return client.post(reverse("account_signup"), SIGN_UP | changes)


def prove_mailbox(client, code=""):
    """Type the code that was mailed at sign-up."""
    code = code or last_code()
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def ask_for_code(client, mailbox):
    """Sign in with a mailbox and no password."""
    return client.post(reverse("account_login"), {"login": mailbox})


def type_code(client, code=""):
    """Type the code that was mailed at sign-in."""
    return client.post(reverse("account_confirm_login_code"), {"code": code or last_code()})


def is_signed_in(client):
    """Whether the client has a signed-in session."""
    return "_auth_user_id" in client.session
