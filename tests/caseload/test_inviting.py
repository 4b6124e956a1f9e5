"""Inviting a therapist, and what they need before they see anything."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.caseload.letting_in import TOLD, give, page, signed_in, text, therapist_of
from tests.cast import NOON
from trustpact.couples.models import Therapist, TherapistInvitation, Therapy
from trustpact.notices.models import Notice

pytestmark = pytest.mark.django_db


def invited(cast, address="dr.chen@example.org"):
    client = signed_in(cast.ana)
    client.post(reverse("therapists:invitations"), {"address": address})
    notice = Notice.objects.get(kind="couples.therapist")
    return client, reverse("guests:invitation", args=[notice.words["token"]])


def test_inviting_says_the_same_of_a_mailbox_that_is_known_and_one_that_is_not(cast):
    known, unknown = (
        signed_in(cast.ana).post(
            reverse("therapists:invitations"), {"address": address}, follow=True
        )
        for address in (cast.chen.email, "nobody.here@example.org")
    )
    evened = [
        re.sub(
            r"[\w.]+@example\.org|[0-9a-f-]{36}|value=\"\w{64}\"|\"\w{64}\"|\w{64}", "", text(one)
        )
        for one in (known, unknown)
    ]
    assert evened[0] == evened[1]


def test_the_other_partner_sees_nothing_of_an_invitation(cast):
    invited(cast)
    assert "dr.chen" not in text(signed_in(cast.ben).get(reverse("therapists:therapists")))


def test_an_invitation_can_be_read_without_an_account(cast):
    _client, address = invited(cast)
    response = Client().get(address)
    assert response.status_code == 200
    assert "Ben" not in text(response)


def test_whoever_has_no_profile_says_first_who_they_are(cast):
    _client, address = invited(cast)
    assert signed_in(cast.chen).get(address).context["profile"] is None
    response = signed_in(cast.chen).post(f"{address}acceptance/")
    assert response.url == reverse("caseload:profile")


def test_accepting_opens_nothing(cast):
    _client, address = invited(cast)
    therapist_of(cast.chen)
    client = signed_in(cast.chen)
    response = client.post(f"{address}acceptance/", follow=True)
    assert "nothing is open to you" in text(response)
    assert client.get(page("case", Therapy.objects.get())).status_code == 404


def test_an_invitation_works_once(cast):
    _client, address = invited(cast)
    therapist_of(cast.chen)
    signed_in(cast.chen).post(f"{address}acceptance/")
    assert signed_in(cast.dan).get(address).status_code == 409


def test_a_partner_cannot_accept_and_the_inviter_sees_no_difference(cast):
    client, address = invited(cast, cast.ben.email)
    client.get(reverse("therapists:therapists"))  # what the last press said is read
    before = text(client.get(reverse("therapists:therapists")))
    therapist_of(cast.ben)
    assert signed_in(cast.ben).get(address).status_code == 409
    assert signed_in(cast.ben).post(f"{address}acceptance/").status_code == 409
    assert Therapy.objects.count() == 0
    token = re.compile(r"\w{64}")
    after = text(client.get(reverse("therapists:therapists")))
    assert token.sub("", after) == token.sub("", before)


def test_declined_looks_open_and_ends_the_mails(cast):
    client, address = invited(cast)
    assert Client().post(f"{address}refusal/").status_code == 200
    assert "Open until" in text(client.get(reverse("therapists:therapists")))
    client.post(reverse("therapists:invitations"), {"address": "dr.chen@example.org"})
    last = Notice.objects.filter(kind="couples.therapist").order_by("due_at").last()
    assert last.status == Notice.Status.SENT


def test_own_mailbox_cannot_be_invited(cast):
    response = signed_in(cast.ana).post(
        reverse("therapists:invitations"), {"address": cast.ana.email}
    )
    assert response.status_code == 400
    assert "your own mailbox" in text(response)


def test_a_sixth_invitation_in_a_day_is_too_often(cast):
    client = signed_in(cast.ana)
    for number in range(5):
        client.post(reverse("therapists:invitations"), {"address": f"t{number}@example.org"})
    response = client.post(reverse("therapists:invitations"), {"address": "t6@example.org"})
    assert response.status_code == 429


def test_an_invitation_can_be_taken_back(cast):
    client, address = invited(cast)
    made = TherapistInvitation.objects.get()
    client.post(reverse("therapists:revocation", args=[made.pk]))
    assert Client().get(address).status_code == 409


def test_a_therapist_without_a_second_factor_is_asked_for_one(cast):
    Therapist.declare(cast.chen, **TOLD, now=NOON)
    response = signed_in(cast.chen).get(reverse("caseload:cases"))
    assert response.url == reverse("caseload:factor")


def test_whoever_takes_the_second_factor_away_sees_nothing(cast, therapy, at_noon):
    give(cast, therapy)
    Authenticator.objects.all().delete()
    assert signed_in(cast.chen).get(page("case", therapy)).url == reverse("caseload:factor")
