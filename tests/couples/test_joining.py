"""The pages of beginning and joining."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import make_couple, make_person
from trustpact.couples.models import Block, Invitation, Partner, WrongCode
from trustpact.couples.models.wrong_code import MOST_WRONG_CODES

pytestmark = pytest.mark.django_db
BEGIN = {"currency": "CHF", "language": "de"}


@pytest.fixture
def eve():
    """Somebody who began alone, a moment ago."""
    return make_person("Eve")


@pytest.fixture
def invited(eve):
    """Eve's open invitation and its secret."""
    couple = make_couple(eve, now=timezone.now())
    return Invitation.objects.make(couple.partners.get(), now=timezone.now())


@pytest.fixture
def page(invited):
    return reverse("join:invitation", args=[invited[1].token])


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def text(response):
    return " ".join(response.content.decode().split())


# --- Beginning


def test_start_offers_to_begin_alone_or_to_use_a_code(cast):
    response = signed_in(cast.dan).get(reverse("couples:start"))

    assert reverse("join:code") in text(response)
    assert "look the same" in text(response)
    assert list(response.context["form"].fields) == list(BEGIN)


def test_beginning_alone_makes_a_couple_of_one(cast):
    response = signed_in(cast.dan).post(reverse("couples:start"), BEGIN)

    couple = Partner.objects.of(cast.dan).couple
    assert (couple.currency, couple.language) == tuple(BEGIN.values())
    assert couple.zone == cast.dan.zone
    assert response.url == reverse("today:first")


@pytest.mark.parametrize("wrong", [{"currency": "XXX"}, {"language": "tlh"}])
def test_beginning_refuses_what_is_not_on_its_lists(cast, wrong):
    response = signed_in(cast.dan).post(reverse("couples:start"), BEGIN | wrong)

    assert response.status_code == 400
    assert Partner.objects.of(cast.dan) is None


def test_start_sends_a_partner_to_their_space(cast):
    response = signed_in(cast.ana).post(reverse("couples:start"), BEGIN)

    assert response.url == reverse("couples:us")


# --- Reading an invitation


def test_invitation_says_who_invites_and_what_is_shared(client, page):
    response = client.get(page)

    assert response.status_code == 200
    assert "Eve" in text(response)
    assert "stays your own" in text(response)
    assert "no-store" in response["Cache-Control"]


def test_reading_an_invitation_changes_no_row(client, page):
    before = list(Invitation.objects.values())
    client.get(page)

    assert list(Invitation.objects.values()) == before


def test_own_invitation_is_stopped_with_an_explanation(eve, page):
    response = signed_in(eve).get(page)

    assert response.status_code == 409
    assert "your own invitation" in text(response)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "used"}, "This invitation was used."),
        ({"status": "revoked"}, "This invitation was taken back."),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "This invitation has expired."),
    ],
)
@pytest.mark.parametrize("act", ["get", "acceptance/", "refusal/"])
def test_closed_invitation_has_its_own_message(cast, page, change, sentence, act):
    Invitation.objects.update(**change)
    client = signed_in(cast.dan)

    response = client.get(page) if act == "get" else client.post(page + act)

    assert response.status_code == 409
    assert sentence in text(response)


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "%E2%80%AE", "1%20or%201=1", "A" * 5000])
def test_mistyped_link_is_not_found_and_offers_the_code(client, invited, token):
    response = client.get(f"/join/{token}/")

    assert response.status_code in (400, 404)
    if response.status_code == 404:
        assert reverse("join:code") in text(response)


def test_cut_link_is_not_found(client, page):
    assert client.get(page[:-3] + "/").status_code == 404


def test_unknown_links_look_alike(client):
    assert text(client.get("/join/one/")) == text(client.get("/join/two/"))


def test_invitation_answers_to_get_and_its_acts_to_post(client, page):
    assert client.post(page).status_code == 405
    assert client.get(page + "acceptance/").status_code == 405
    assert client.get(page + "refusal/").status_code == 405


# --- By code


def test_code_leads_to_the_invitation(client, invited):
    response = client.post(reverse("join:code"), {"code": invited[1].code.lower()}, follow=True)

    assert response.context["invitation"] == invited[0]


@pytest.mark.parametrize("typed", ["", "ABCD", "\u202eABCD-EFGH-JKLM", "A" * 10**6])
def test_what_is_no_code_is_given_back(client, typed):
    response = client.post(reverse("join:code"), {"code": typed})

    assert response.status_code == 400
    assert not WrongCode.objects.exists()


def test_wrong_codes_are_limited_for_right_ones_too(client, invited):
    for _ in range(MOST_WRONG_CODES):
        assert client.post(reverse("join:code"), {"code": "ABCD-EFGH-JKLM"}).status_code == 404

    response = client.post(reverse("join:code"), {"code": invited[1].code})

    assert response.status_code == 429
    assert invited[1].code in text(response)


def test_wrong_codes_count_for_the_account_from_anywhere(cast, invited):
    for place in range(MOST_WRONG_CODES):
        signed_in(cast.dan).post(
            reverse("join:code"), {"code": "ABCD-EFGH-JKLM"}, REMOTE_ADDR=f"198.51.100.{place}"
        )

    again = signed_in(cast.dan).post(
        reverse("join:code"), {"code": invited[1].code}, REMOTE_ADDR="203.0.113.9"
    )
    assert again.status_code == 429


def test_wrong_codes_are_forgotten_after_an_hour(client, invited):
    for _ in range(MOST_WRONG_CODES):
        client.post(reverse("join:code"), {"code": "ABCD-EFGH-JKLM"})
    WrongCode.objects.update(tried_at=timezone.now() - timedelta(hours=1))

    assert client.post(reverse("join:code"), {"code": invited[1].code}).status_code == 302


# --- Joining


def test_joining_leads_to_the_private_first_page(cast, page):
    client = signed_in(cast.dan)
    client.get(page)

    response = client.post(page + "acceptance/", follow=True)

    assert response.redirect_chain[0][0] == reverse("couples:welcome")
    assert "not kept anywhere" in text(response)
    assert Partner.objects.of(cast.dan).place == 2


def test_first_page_sends_no_answer_anywhere(cast):
    response = signed_in(cast.ben).get(reverse("couples:welcome"))

    main = text(response).split('<main id="main"')[1].split("</main>")[0]
    assert "<form" not in main


def test_first_page_is_for_the_joiner_only(cast):
    assert signed_in(cast.ana).get(reverse("couples:welcome")).url == reverse("couples:us")


def test_joining_needs_an_account_and_comes_back_without_a_token(client, page, invited):
    response = client.post(page + "acceptance/")

    assert response.url.endswith("?next=/join/mine/")
    assert invited[1].token not in response.url
    assert invited[1].token not in str(dict(client.session))


def test_invitation_survives_signing_in(client, cast, page, invited):
    client.get(page)
    client.force_login(cast.dan)

    assert client.get(reverse("join:invitation", args=["mine"])).context["invitation"] == invited[0]
    assert "You opened an invitation" in text(client.get(reverse("couples:start")))


def test_joining_mine_asks_anew_when_another_invitation_was_opened(cast, page, invited):
    client = signed_in(cast.dan)
    client.get(page)
    other, secret = Invitation.objects.make(
        make_couple(make_person("Gus")).partners.get(), now=timezone.now()
    )
    client.get(reverse("join:invitation", args=[secret.token]))

    response = client.post("/join/mine/acceptance/", {"invitation": str(invited[0].pk)})

    assert response.status_code == 409
    assert Partner.objects.of(cast.dan) is None


def test_mine_without_an_invitation_asks_for_the_code(client):
    assert client.get("/join/mine/").url == reverse("join:code")
    assert client.post("/join/mine/acceptance/").status_code == 404


def test_partners_cannot_join_another_couple(cast, page):
    response = signed_in(cast.ana).post(page + "acceptance/")

    assert response.status_code == 409
    assert reverse("couples:leave") in text(response)


def test_joining_twice_is_told(cast, page):
    client = signed_in(cast.dan)
    client.post(page + "acceptance/")

    response = client.post(page + "acceptance/")

    assert response.status_code == 409
    assert "joined already" in text(response)


# --- Declining, and the silent block


def test_declining_needs_no_account(client, page):
    response = client.post(page + "refusal/")

    assert response.status_code == 200
    assert Invitation.objects.get().declined_on is not None


def us_page(person):
    return signed_in(person).get(reverse("couples:us")).content


def without_tokens(content):
    """Leave out what differs in every response: the CSRF tokens."""
    lines = content.decode().split('"')
    return [line for line in lines if len(line) != 64]


def test_declined_blocked_and_open_look_the_same_to_the_inviter(client, cast, eve, page):
    before = us_page(eve)
    client.post(page + "refusal/")
    declined = us_page(eve)
    Block.objects.create(person=cast.dan, blocked_person=eve)
    blocked = us_page(eve)

    assert b"Open until" in before
    assert without_tokens(before) == without_tokens(declined) == without_tokens(blocked)
    assert len(before) == len(declined) == len(blocked)


def test_declined_and_open_links_look_the_same_to_whoever_opens_them(client, page):
    before = Client().get(page)
    client.post(page + "refusal/")
    after = Client().get(page)

    assert (before.status_code, len(before.content)) == (after.status_code, len(after.content))
    assert without_tokens(before.content) == without_tokens(after.content)


def test_mailing_somebody_who_blocked_looks_like_mailing_anybody(cast, eve):
    make_couple(eve, now=timezone.now())
    Block.objects.create(person=cast.dan, blocked_person=eve)
    client = signed_in(eve)

    pages = [
        client.post(reverse("couples:invitations"), {"address": address})
        for address in ("dan@example.org", "gus@example.org")
    ]

    assert [each.status_code for each in pages] == [200, 200]
    assert len(pages[0].content) == len(pages[1].content)


def test_blocker_reads_of_the_own_block_and_can_lift_it(cast, eve, page):
    block = Block.objects.create(person=cast.dan, blocked_person=eve)
    client = signed_in(cast.dan)

    stopped = client.get(page)
    client.post(reverse("couples:block_removal", args=[block.pk]))

    assert stopped.status_code == 409
    assert "You asked not to be invited" in text(stopped)
    assert client.get(page).status_code == 200


def test_shared_mailbox_is_told_with_the_way_to_change_it(page):
    twin = make_person("Eva", "eve+two@example.org")

    response = signed_in(twin).get(page)

    assert response.status_code == 409
    assert reverse("account_email") in text(response)
