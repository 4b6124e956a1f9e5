"""What begins only when both ask for it."""

import pytest
import time_machine
from django.urls import reverse

from checkins.models import RitualTemplate, RitualWish
from tests.cast import NOON
from trustpact.rules import RuleBroken


@pytest.fixture
def time_for_us(starters):
    return RitualTemplate.published.get(slug="time-for-us", language="en")


@pytest.fixture
def ana_client(client, cast):
    """Ana, signed in, at noon."""
    with time_machine.travel(NOON, tick=False):
        client.force_login(cast.ana)
        yield client


def test_one_wish_begins_nothing(cast, time_for_us):
    for _ in range(2):
        assert RitualWish.ask(cast.ana_partner, time_for_us, now=NOON) is None
    assert RitualWish.objects.count() == 1
    assert not cast.couple.rituals.exists()


def test_both_wishes_begin_it_and_are_gone(cast, time_for_us):
    RitualWish.ask(cast.ana_partner, time_for_us, now=NOON)
    ritual = RitualWish.ask(cast.ben_partner, time_for_us, now=NOON)
    assert ritual == cast.couple.rituals.kept().get()
    assert not RitualWish.objects.exists()


def test_wish_that_was_taken_back_counts_no_more(cast, time_for_us):
    RitualWish.ask(cast.ana_partner, time_for_us, now=NOON)
    RitualWish.take_back(cast.ana_partner, time_for_us.slug)
    assert RitualWish.ask(cast.ben_partner, time_for_us, now=NOON) is None


def test_after_its_end_both_must_ask_anew(cast, time_for_us):
    RitualWish.ask(cast.ana_partner, time_for_us, now=NOON)
    RitualWish.ask(cast.ben_partner, time_for_us, now=NOON).end(now=NOON)
    assert RitualWish.ask(cast.ben_partner, time_for_us, now=NOON) is None


def test_wish_for_what_one_can_begin_is_refused(cast, starters):
    daily = RitualTemplate.published.get(slug="daily-check-in", language="en")
    with pytest.raises(RuleBroken, match="begin this alone"):
        RitualWish.ask(cast.ana_partner, daily, now=NOON)


def test_wishes_end_with_the_couple(cast, time_for_us):
    RitualWish.ask(cast.ana_partner, time_for_us, now=NOON)
    cast.ben_partner.leave(now=NOON)
    assert not RitualWish.objects.exists()


def test_own_wish_shows_to_its_author_alone(ana_client, cast, time_for_us):
    ana_client.post(reverse("checkins:ask", args=[time_for_us.pk]))
    assert "What you asked for" in ana_client.get("/talks/").content.decode()
    ana_client.force_login(cast.ben)
    page = ana_client.get("/talks/").content.decode()
    assert "What you asked for" not in page
    assert "I would like this" in page


def test_beginning_it_alone_is_409(ana_client, time_for_us):
    response = ana_client.post(reverse("checkins:begin", args=[time_for_us.pk]))
    assert response.status_code == 409


def test_taking_a_wish_back(ana_client, time_for_us):
    ana_client.post(reverse("checkins:ask", args=[time_for_us.pk]))
    ana_client.post(reverse("checkins:ask_no_more", args=[time_for_us.pk]))
    assert not RitualWish.objects.exists()
