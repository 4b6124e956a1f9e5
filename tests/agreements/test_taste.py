"""A taste of the blind round: for anyone, with real clauses, and kept nowhere."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from agreements.library import load_clauses
from agreements.models import ClauseTemplate
from agreements.taste import ANSWERS, clauses_to_taste
from tests.cast import NOON
from trustpact.curation import memory

pytestmark = pytest.mark.django_db
TASTE = reverse("taste:taste")
ALL_AGREE = dict.fromkeys(ANSWERS, "agree")


@pytest.fixture
def library():
    load_clauses(now=NOON)
    memory.forget_all()


def sections(response):
    """Return the headings of a page's sections, and how many clauses stand below each."""
    page = response.content.decode()
    found = re.findall(r'<h2 id="(agreed|talk|aside)">(.*?)</section>', page, re.DOTALL)
    return {name: inside.count("list__item--stacked") for name, inside in found}


def rows():
    return {model: model.objects.count() for model in apps.get_models()}


def test_taste_asks_clauses_of_the_library(client, library):
    page = client.get(TASTE).content.decode()

    words = [template.text for template in clauses_to_taste("en")]
    assert len(words) == len(ANSWERS)
    assert all(text in page for text in words)


@pytest.mark.parametrize("language", ["en", "de"])
def test_taste_needs_nothing_filled_in_and_is_no_floor(library, language):
    for template in clauses_to_taste(language):
        assert (template.blanks, template.floor, template.intrusive) == ({}, False, False)
        assert template.language == language


def test_answers_meet_as_in_a_round(client, library):
    assert sections(client.post(TASTE, ALL_AGREE)) == {"agreed": 2, "talk": 1, "aside": 1}


def test_a_no_sets_aside_whatever_the_other_says(client, library):
    assert sections(client.post(TASTE, dict.fromkeys(ANSWERS, "no"))) == {"aside": 4}


def test_what_is_left_out_counts_as_talk(client, library):
    assert sections(client.post(TASTE, {})) == {"talk": 3, "aside": 1}


def test_the_page_says_that_the_other_is_made_up(client, library):
    assert "is made up" in client.get(TASTE).content.decode()
    assert "is made up" in client.post(TASTE, ALL_AGREE).content.decode()


def test_nothing_is_kept_of_a_taste(client, library, caplog):
    before = rows()
    client.get(TASTE)
    response = client.post(TASTE, ALL_AGREE)

    assert rows() == before
    assert set(client.cookies) == {settings.CSRF_COOKIE_NAME}
    assert not client.session.keys()
    assert caplog.records == []
    assert response["Cache-Control"] == "no-store"


def test_no_other_address_comes_of_a_taste(client, library):
    response = client.post(TASTE, ALL_AGREE)

    assert response.status_code == 200  # no redirect, so nothing to carry in an address
    pages = client.get(TASTE).content.decode() + response.content.decode()
    assert set(re.findall(r'(?:href|action)="([^"]*look[^"]*)"', pages)) == {TASTE}


def test_the_same_answers_twice_are_the_same_page(client, library):
    bodies = {client.post(TASTE, ALL_AGREE).content for _ in range(2)}
    assert (
        len({re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", one) for one in bodies}) == 1
    )


def test_an_answer_that_is_none_comes_back_with_the_form(client, library):
    response = client.post(TASTE, {"listen-first": "perhaps"})

    assert response.status_code == 400
    assert "Choose one of the four answers." in response.content.decode()


def test_taste_has_the_way_out_and_says_how_to_begin(client, library):
    for page in (client.get(TASTE), client.post(TASTE, ALL_AGREE)):
        assert "data-quick-exit" in page.content.decode()
    assert reverse("account_signup") in client.post(TASTE, ALL_AGREE).content.decode()


def test_a_library_without_them_says_so(client):
    memory.forget_all()
    assert ClauseTemplate.objects.count() == 0
    assert "There is nothing to try here yet" in client.get(TASTE).content.decode()
    assert client.post(TASTE, ALL_AGREE).status_code == 400
