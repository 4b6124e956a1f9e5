"""Signing in: by code, by password; what wrong codes lead to; who is out."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.people.flows import GOOD_PASSWORD, ask_for_code, is_signed_in, last_code, type_code

pytestmark = pytest.mark.django_db


def test_sign_in_by_code(cast, client):
    ask_for_code(client, cast.ana.email)
    response = type_code(client)

    assert is_signed_in(client)
    assert response["Location"] == "/today/"


def test_a_code_is_taken_without_its_dash(cast, client):
    ask_for_code(client, cast.ana.email)
    type_code(client, last_code().replace("-", ""))

    assert is_signed_in(client)


def test_a_code_works_once(cast, client, django_client_factory):
    ask_for_code(client, cast.ana.email)
    code = last_code()
    type_code(client, code)
    client.post(reverse("account_logout"))
    type_code(client, code)

    assert not is_signed_in(client)


def test_a_code_works_only_where_it_was_asked_for(cast, client, django_client_factory):
    ask_for_code(client, cast.ana.email)
    other = django_client_factory()
    type_code(other, last_code())

    assert not is_signed_in(other)


def test_a_code_is_worth_nothing_after_ten_minutes(cast, client):
    ask_for_code(client, cast.ana.email)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        type_code(client)

    assert not is_signed_in(client)


def test_a_wrong_code_is_400_and_the_third_ends_it(cast, client):
    ask_for_code(client, cast.ana.email)
    code = last_code()

    assert type_code(client, "0000-0000").status_code == 400
    assert type_code(client, "0000-0001").status_code == 400
    assert type_code(client, "0000-0002").status_code == 302
    type_code(client, code)
    assert not is_signed_in(client)


def test_codes_are_not_mailed_without_end(cast, client):
    for _ in range(5):
        ask_for_code(client, cast.ana.email)
        client.post(reverse("account_logout"))

    assert len(mail.outbox) == 3


def test_sign_in_by_code_answers_alike_for_a_known_and_an_unknown_mailbox(
    cast, django_client_factory
):
    pages = []
    for mailbox in (cast.ana.email, "nobody@example.org"):
        client = django_client_factory()
        answer = ask_for_code(client, mailbox)
        page = client.get(answer["Location"])
        wrong = type_code(client, "0000-0000")
        pages.append([answer["Location"], *(readable(one, mailbox) for one in (page, wrong))])

    assert pages[0] == pages[1]
    assert {letter.to[0] for letter in mail.outbox} == {cast.ana.email, "nobody@example.org"}


def test_sign_in_by_password(cast, client):
    cast.ana.set_password(GOOD_PASSWORD)
    cast.ana.save()
    client.post(reverse("account_login"), {"login": cast.ana.email, "password": GOOD_PASSWORD})

    assert is_signed_in(client)


def test_a_wrong_password_answers_alike_for_a_known_and_an_unknown_mailbox(cast, client):
    pages = []
    for mailbox in (cast.ana.email, "nobody@example.org"):
        typed = {"login": mailbox, "password": "not the password at all"}
        pages.append(readable(client.post(reverse("account_login"), typed), mailbox))

    assert pages[0] == pages[1]
    assert pages[0][0] == 400


def test_wrong_passwords_are_limited_per_account(cast, client):
    cast.ana.set_password(GOOD_PASSWORD)
    cast.ana.save()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": cast.ana.email, "password": "x" * 12})
    client.post(reverse("account_login"), {"login": cast.ana.email, "password": GOOD_PASSWORD})

    assert not is_signed_in(client)


def test_the_session_key_changes_at_sign_in(cast, client):
    ask_for_code(client, cast.ana.email)
    before = client.session.session_key
    type_code(client)

    assert client.session.session_key != before


def test_a_disabled_account_is_out_at_once(cast, client):
    client.force_login(cast.ana)
    cast.ana.is_active = False
    cast.ana.save()

    response = client.get(reverse("people:more"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_disabled_account_gets_no_code(cast, client):
    cast.ana.is_active = False
    cast.ana.save()
    ask_for_code(client, cast.ana.email)

    assert re.search(r"\d{4}-\d{4}", mail.outbox[-1].body) is None


def test_sign_in_goes_on_to_a_path_of_ours_only(cast, client):
    for target, expected in [("/more/", "/more/"), ("https://evil.example/", "/today/")]:
        client.post(
            f"{reverse('account_login')}?next={target}", {"login": cast.ana.email, "next": target}
        )
        response = client.post(
            reverse("account_confirm_login_code"), {"code": last_code(), "next": target}
        )
        assert response["Location"] == expected
        client.post(reverse("account_logout"))


def readable(response, mailbox):
    """Return a page without what differs by chance: the token and the mailbox that was typed."""
    text = response.content.decode().replace(mailbox, "MAILBOX")
    return response.status_code, re.sub(r'value="[A-Za-z0-9]{64}"', "TOKEN", text)
