"""The couple's page, its invitation and its settings."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import make_couple
from trustpact.couples.models import Invitation

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def alone(cast):
    """Dan, who began alone, signed in."""
    make_couple(cast.dan, now=timezone.now())
    return signed_in(cast.dan)


def test_us_shows_both_partners_and_no_invitation(cast):
    words = signed_in(cast.ben).get(reverse("couples:us")).content.decode()

    assert "Ana" in words
    assert "Ben" in words
    assert "Invite your partner" not in words


def test_us_sends_a_person_without_a_couple_to_the_start(cast):
    assert signed_in(cast.dan).get(reverse("couples:us")).url == reverse("couples:start")


def test_made_invitation_shows_its_link_and_code_once(alone):
    made = alone.post(reverse("couples:invitations"), {"address": ""})

    shown = made.content.decode()
    assert made.context["code"] in shown
    assert made.context["link"] in shown
    assert made.context["code"] not in alone.get(reverse("couples:us")).content.decode()
    assert Invitation.objects.by_token(made.context["link"].split("/")[-2])


@pytest.mark.parametrize(
    "address",
    ["dan", "dan+me@example.org", "a@[127.0.0.1]", "x@example.org\u202e", "x\n@example.org",
     "a" * 300 + "@example.org", "ı@example.org"],
)  # fmt: skip
def test_invitation_to_no_mailbox_is_given_back(alone, address):
    response = alone.post(reverse("couples:invitations"), {"address": address})

    assert response.status_code == 400
    assert response.context["form"].errors
    assert not Invitation.objects.exists()


def test_sixth_invitation_of_a_day_is_too_often(alone):
    statuses = [alone.post(reverse("couples:invitations")).status_code for _ in range(6)]

    assert statuses == [200] * 5 + [429]


def test_both_places_taken_is_told(cast):
    response = signed_in(cast.ana).post(reverse("couples:invitations"))

    assert response.status_code == 409


def test_taking_back_shows_in_the_state(alone):
    alone.post(reverse("couples:invitations"), {"address": "gus@example.org"})
    invitation = Invitation.objects.get()
    assert "gus@example.org" in alone.get(reverse("couples:us")).content.decode()

    alone.post(reverse("couples:revocation", args=[invitation.pk]))

    assert "Taken back" in alone.get(reverse("couples:us")).content.decode()


def test_invitation_of_another_cannot_be_taken_back(alone, cast):
    alone.post(reverse("couples:invitations"))
    invitation = Invitation.objects.get()

    for person, expected in ((cast.ana, 404), (cast.chen, 404)):
        response = signed_in(person).post(reverse("couples:revocation", args=[invitation.pk]))
        assert response.status_code == expected
    invitation.refresh_from_db()
    assert invitation.status == "open"


@pytest.mark.parametrize("count", [1, 3])
def test_us_query_count(alone, count, django_assert_max_num_queries):
    for _ in range(count):
        alone.post(reverse("couples:invitations"), {"address": "gus@example.org"})
    alone.get(reverse("couples:us"))

    with django_assert_max_num_queries(7):
        assert "Open until" in alone.get(reverse("couples:us")).content.decode()


def test_settings_hold_for_both(cast):
    posted = {"currency": "CHF", "zone": "Asia/Tokyo"}
    signed_in(cast.ana).post(reverse("couples:settings"), posted)

    shown = signed_in(cast.ben).get(reverse("couples:settings")).context["form"].initial
    assert {name: shown[name] for name in posted} == posted


def test_settings_refuse_an_unknown_zone_and_keep_what_was_chosen(cast):
    response = signed_in(cast.ana).post(
        reverse("couples:settings"), {"currency": "CHF", "zone": "Mars/Base"}
    )

    cast.couple.refresh_from_db()
    assert response.status_code == 400
    assert response.context["form"]["currency"].value() == "CHF"
    assert cast.couple.currency == "EUR"


def test_a_wish_for_both_done_shows_to_its_author_only(cast):
    page = reverse("couples:opening")
    ben = signed_in(cast.ben)
    before = [piece for piece in ben.get(page).content.decode().split('"') if len(piece) != 64]

    ana = signed_in(cast.ana)
    ana.post(page, {"opening_hour": "both_done"})

    assert ana.get(page).context["form"].initial["opening_hour"] == "both_done"
    after = [piece for piece in ben.get(page).content.decode().split('"') if len(piece) != 64]
    assert before == after


def test_unknown_opening_hour_is_given_back(cast):
    response = signed_in(cast.ana).post(reverse("couples:opening"), {"opening_hour": "noon"})

    assert response.status_code == 400


def without_tokens(page):
    """Return what a page says, without the tokens that are new each time."""
    return [piece for piece in page.content.decode().split('"') if len(piece) != 64]


def test_a_wish_for_a_language_shows_to_its_author_only(cast):
    page = reverse("couples:language")
    ben = signed_in(cast.ben)
    before = without_tokens(ben.get(page))

    ana = signed_in(cast.ana)
    ana.post(page, {"language": "de"})

    assert "You asked for German" in ana.get(page).content.decode()
    assert without_tokens(ben.get(page)) == before


def test_a_language_that_both_chose_is_told_on_the_page(cast):
    page = reverse("couples:language")
    for person in (cast.ana, cast.ben):
        signed_in(person).post(page, {"language": "de"})

    shown = signed_in(cast.ana).get(page)
    assert shown.context["form"].initial["language"] == "de"
    assert "You asked for" not in shown.content.decode()


def test_settings_say_nothing_of_the_language(cast):
    """What takes both is not changed by a form that either may post."""
    posted = {"currency": "EUR", "zone": "Europe/Berlin", "language": "de"}
    signed_in(cast.ana).post(reverse("couples:settings"), posted)

    cast.couple.refresh_from_db()
    assert cast.couple.language == "en"


@pytest.mark.parametrize("language", ["", "fr", "d\x00e", "en\u202e", "de" * 400])
def test_an_unknown_language_is_given_back(cast, language):
    response = signed_in(cast.ana).post(reverse("couples:language"), {"language": language})

    cast.ana_partner.refresh_from_db()
    assert response.status_code == 400
    assert cast.ana_partner.asks_language == ""
