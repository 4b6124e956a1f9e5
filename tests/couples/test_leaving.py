"""The pages of leaving, and what the other finds."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, make_couple, make_person
from trustpact.couples.models import Partner

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def main_of(response):
    """Return what stands in the page's main part, without CSRF tokens."""
    main = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return [piece for piece in main.split('"') if len(piece) != 64]


def test_leaving_begins_with_safety_words(cast):
    response = signed_in(cast.ana).get(reverse("couples:leave"))

    words = response.content.decode()
    assert (
        words.index("are you safe?") < words.index("What leaving does") < words.index("Leave now")
    )


def test_leaving_takes_two_screens_and_no_reason(cast, mailoutbox):
    client = signed_in(cast.ana)
    client.get(reverse("couples:leave"))

    response = client.post(reverse("couples:leave"), follow=True)

    assert "This space has ended" in response.content.decode()
    assert Partner.objects.of(cast.ben) is None
    assert mailoutbox == []


def test_leaving_can_block_in_the_same_step(cast):
    signed_in(cast.ana).post(reverse("couples:leave"), {"block": "on"})

    assert cast.ana.blocks.get().blocked_person == cast.ben


def test_a_block_holds_where_the_other_left_a_moment_before(cast):
    own_view = Partner.objects.get(pk=cast.ana_partner.pk)  # as Ana's request read it
    cast.ben_partner.leave(now=NOON)
    own_view.leave(now=NOON, block=True)
    assert cast.ana.blocks.get().blocked_person == cast.ben


def test_somebody_alone_leaves_without_being_asked_about_another(cast):
    make_couple(cast.dan)
    response = signed_in(cast.dan).get(reverse("couples:leave"))

    assert "block" not in response.context["form"].fields


def test_other_finds_a_calm_page_at_the_next_visit(cast):
    cast.ana_partner.leave(now=NOON)

    response = signed_in(cast.ben).get(reverse("couples:us"), follow=True)

    assert response.redirect_chain[-1][0] == reverse("couples:ended")
    assert "Ana left" not in response.content.decode()


def test_page_of_the_end_is_the_same_whoever_left():
    pages = []
    for who_leaves in (0, 1):
        ana, ben = make_person(f"Ana{who_leaves}"), make_person(f"Ben{who_leaves}")
        partners = list(make_couple(ana, ben).partners_now())
        partners[who_leaves].leave(now=NOON)
        page = "".join(main_of(signed_in(ben).get(reverse("couples:ended"))))
        pages.append(page.replace(f"Ana{who_leaves}", "Ana").replace(str(partners[1].pk), "id"))

    assert pages[0] == pages[1]


def test_a_block_of_one_shows_nothing_to_the_other(cast):
    cast.ana_partner.leave(now=NOON)
    before = main_of(signed_in(cast.ben).get(reverse("couples:ended")))
    signed_in(cast.ana).post(reverse("couples:blocks"), {"past": str(cast.ana_partner.pk)})

    assert cast.ana.blocks.exists()
    assert main_of(signed_in(cast.ben).get(reverse("couples:ended"))) == before


def test_page_of_the_end_is_put_away_by_a_post_only(cast):
    cast.ana_partner.leave(now=NOON)
    client = signed_in(cast.ben)
    client.get(reverse("couples:ended"))
    assert client.get(reverse("couples:start")).url == reverse("couples:ended")

    client.post(reverse("couples:ended"))

    assert client.get(reverse("couples:start")).status_code == 200


def test_page_of_the_end_is_not_for_those_without_one(cast):
    for person in (cast.ana, cast.dan):
        assert signed_in(person).get(reverse("couples:ended")).url == reverse("couples:start")


@pytest.mark.parametrize("past", ["", "1 or 1=1", "5b6c5a52-6f5e-4a43-9c58-3f2d5a0c9b11", "\x00"])
def test_blocking_by_an_id_that_is_not_ones_own_is_not_found(cast, past):
    cast.ana_partner.leave(now=NOON)

    response = signed_in(cast.ana).post(reverse("couples:blocks"), {"past": past})

    assert response.status_code in (400, 404)
    assert not cast.ana.blocks.exists()


def test_blocking_with_the_others_place_is_not_found(cast):
    cast.ana_partner.leave(now=NOON)

    response = signed_in(cast.ana).post(
        reverse("couples:blocks"), {"past": str(cast.ben_partner.pk)}
    )
    assert response.status_code == 404


def test_block_of_another_person_cannot_be_lifted(cast):
    block = cast.ana.blocks.create(blocked_person=cast.ben)

    response = signed_in(cast.ben).post(reverse("couples:block_removal", args=[block.pk]))

    assert response.status_code == 404
    assert cast.ana.blocks.exists()
