"""Safety: for anyone, without a trace, and honest."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from trustpact.people.countries import country_of
from trustpact.people.library import load_helplines
from trustpact.people.models import Helpline

pytestmark = pytest.mark.django_db


@pytest.fixture
def helplines():
    from tests.cast import NOON

    load_helplines(now=NOON)


def test_safety_needs_no_account_and_leaves_nothing(client, helplines, caplog):
    response = client.get(reverse("people:safety"))

    assert response.status_code == 200
    assert not response.cookies
    assert Session.objects.count() == 0
    assert caplog.records == []


def test_safety_is_one_query(client, helplines, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("people:safety"))


def test_safety_says_what_it_cannot_do(client):
    page = client.get(reverse("people:safety")).content.decode()

    assert "does not erase your history" in page
    assert "does not beat spyware" in page
    assert "The server can read what it opens" in page


def test_safety_asks_with_nowhere_to_answer(client):
    page = client.get(reverse("people:safety")).content.decode()

    assert "I can say no to my partner without fear." in page
    assert "<input" not in page


def test_the_line_of_ones_own_country_comes_first(client, helplines):
    page = client.get(reverse("people:safety"), headers={"accept-language": "en-AU,en;q=0.9"})
    numbers = [one["line"].country for one in page.context["lines"]]

    assert numbers[0] == "AU"
    assert len(numbers) == 9


def test_numbers_can_be_dialled(client, helplines):
    assert 'href="tel:18007997233"' in client.get(reverse("people:safety")).content.decode()


def test_loading_the_helplines_again_changes_nothing(helplines):
    from tests.cast import NOON

    load_helplines(now=NOON)
    assert Helpline.objects.count() == 9


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_safety_is_only_read(client, method):
    assert getattr(client, method)(reverse("people:safety")).status_code == 405


def test_the_country_is_guessed_in_any_case():
    assert [country_of(asked) for asked in ("DE", "en-gb", "fr;q=1", "x")] == ["DE", "GB", "FR", ""]
