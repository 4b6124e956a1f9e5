"""Joining with an account that is made on the invitation itself."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import make_couple, make_person
from tests.people.flows import SIGN_UP, is_signed_in, last_code, prove_mailbox, sign_up
from trustpact.couples.models import Invitation, Partner
from trustpact.people.models import Person

pytestmark = pytest.mark.django_db
MINE = reverse("join:invitation", args=["mine"])


@pytest.fixture
def invited():
    """Eve's open invitation, and the page of its link."""
    eve = make_couple(make_person("Eve"), now=timezone.now()).partners.get()
    invitation, secret = Invitation.objects.make(eve, now=timezone.now())
    return invitation, reverse("join:invitation", args=[secret.token])


@pytest.fixture
def page(invited):
    return invited[1]


def press_join(client, page, **changes):
    """Fill in the form on the invitation and press its button."""
    return client.post(page + "acceptance/", SIGN_UP | changes)


def newcomer():
    return Person.objects.get(email=SIGN_UP["email"])


def test_two_screens_lead_a_newcomer_in(client, page, invited):
    assert b'name="adult"' in client.get(page).content
    code_page = press_join(client, page)
    assert Partner.objects.of(newcomer()) is None

    response = prove_mailbox(client)

    assert code_page.url == reverse("account_email_verification_sent")
    assert response.url == reverse("couples:welcome")
    assert Partner.objects.of(newcomer()).couple_id == invited[0].couple_id
    assert "joining" not in client.session


def test_a_form_that_is_wrong_comes_back_on_the_invitation(client, page):
    response = press_join(client, page, name="", email="zoe@example.org")

    assert response.status_code == 400
    assert "Eve" in response.content.decode()
    assert 'value="zoe@example.org"' in response.content.decode()
    assert not Person.objects.filter(email="zoe@example.org").exists()


def test_an_invitation_taken_back_meanwhile_is_not_joined(client, page, invited):
    press_join(client, page)
    invited[0].revoke(now=timezone.now())

    response = prove_mailbox(client)

    assert response.url == MINE
    assert client.get(MINE).status_code == 409
    assert Partner.objects.of(newcomer()) is None


def test_a_closed_invitation_makes_no_account(client, page, invited):
    invited[0].revoke(now=timezone.now())

    assert press_join(client, page).status_code == 409
    assert not Person.objects.filter(email=SIGN_UP["email"]).exists()


def test_who_else_signs_up_in_this_browser_is_asked_for_themselves(client, page):
    press_join(client, page, email="first@example.org")
    client.post(reverse("account_logout"))
    sign_up(client)

    prove_mailbox(client)

    assert is_signed_in(client)
    assert Partner.objects.of(newcomer()) is None


def test_a_mailbox_that_has_an_account_looks_the_same_and_joins_nobody(client, cast, page):
    known = press_join(client, page, email=cast.dan.email)

    assert known.url == reverse("account_email_verification_sent")
    assert Partner.objects.of(cast.dan) is None


def test_signing_up_elsewhere_leads_back_to_the_invitation_unjoined(client, page):
    client.get(page)
    client.post(reverse("account_signup") + f"?next={MINE}", SIGN_UP)

    assert prove_mailbox(client, last_code()).url == MINE
    assert Partner.objects.of(newcomer()) is None
