"""Signing up: by code, with a password, and the same answer for known and unknown mailboxes."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from tests.people.flows import GOOD_PASSWORD, SIGN_UP, is_signed_in, prove_mailbox, sign_up
from trustpact.people.models import Person

pytestmark = pytest.mark.django_db


def test_sign_up_by_code_makes_a_person_with_a_proved_mailbox(client):
    sign_up(client)
    prove_mailbox(client)

    person = Person.objects.get()
    assert is_signed_in(client)
    assert (person.name, person.zone, person.email) == ("Zoë", "Europe/Berlin", "zoe@example.org")
    assert person.adult_confirmed_on is not None
    assert not person.has_usable_password()
    assert EmailAddress.objects.get().verified


def test_sign_up_sends_a_neutral_mail(client):
    sign_up(client)

    (letter,) = mail.outbox
    assert letter.subject == "Your code"
    assert "Zoë" not in letter.body


def test_sign_up_without_the_code_signs_nobody_in(client):
    sign_up(client)

    assert not is_signed_in(client)
    assert not EmailAddress.objects.get().verified


def test_a_password_counts_only_once_the_mailbox_is_proved(client):
    sign_up(client, password1=GOOD_PASSWORD)
    assert not Person.objects.get().has_usable_password()

    prove_mailbox(client)
    assert Person.objects.get().check_password(GOOD_PASSWORD)


def test_a_password_set_on_anothers_mailbox_opens_nothing(client, django_client_factory):
    sign_up(client, password1=GOOD_PASSWORD)  # somebody else than the owner of the mailbox
    owner = django_client_factory()
    owner.post(reverse("account_login"), {"login": SIGN_UP["email"]})
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    owner.post(reverse("account_confirm_login_code"), {"code": code})

    assert is_signed_in(owner)
    assert not Person.objects.get().has_usable_password()


@pytest.mark.parametrize(
    "wrong",
    [
        {"adult": ""},
        {"name": ""},
        {"name": "Z\u202eoë"},
        {"zone": "localtime"},
        {"zone": "../../etc/passwd"},
        {"zone": ""},
        {"language": "xx"},
        {"email": "zoe@example.org\u202e"},
        {"email": "zoe@[127.0.0.1]"},
        {"email": "zoe@example.or\u0131"},
        {"email": "\u212aoe@example.org"},
        {"email": ""},
        {"password1": "short"},
        {"password1": "x" * 129},
        {"password1": "passwordpassword"},
        {"password1": "zoezoezoezoe"},
    ],
)
def test_sign_up_with_wrong_input_is_400_and_keeps_what_was_typed(client, wrong):
    response = sign_up(client, **{"name": "Zoë Example"} | wrong)

    assert response.status_code == 400
    assert Person.objects.count() == 0
    if "name" not in wrong:
        assert "Zoë Example" in response.content.decode()


def test_sign_up_answers_alike_for_a_known_and_an_unknown_mailbox(cast, django_client_factory):
    pages = []
    for mailbox in (cast.ana.email, "nobody@example.org"):
        client = django_client_factory()
        answer = sign_up(client, email=mailbox, password1=GOOD_PASSWORD)
        page = client.get(answer["Location"])
        wrong = prove_mailbox(client, "0000-0000")
        pages.append([answer["Location"], *(readable(one, mailbox) for one in (page, wrong))])

    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2


def test_a_known_mailbox_is_told_so_by_mail_only(cast, client):
    sign_up(client, email=cast.ana.email)

    assert mail.outbox[-1].to == [cast.ana.email]
    assert "There is one already" in mail.outbox[-1].body
    assert Person.objects.filter(email=cast.ana.email).count() == 1


def readable(response, mailbox):
    """Return a page without what differs by chance: the token and the mailbox that was typed."""
    text = response.content.decode().replace(mailbox, "MAILBOX")
    return response.status_code, re.sub(r'value="[A-Za-z0-9]{64}"', "TOKEN", text)
