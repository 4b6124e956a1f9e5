"""How the product stands on a home screen: as a sheet of paper, in the reader's language."""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.web.test_neutral_words import ANYWHERE
from trustpact.web.home_screen import CHOICES, USUAL


def manifest(client, language="en"):
    return client.get(reverse("web:manifest"), {"language": language})


@pytest.mark.parametrize(("language", "name"), [("en", "Today"), ("de", "Heute")])
def test_manifest_says_nothing_of_what_it_is_for(client, db, language, name):
    from trustpact.web.catalogues import compile_catalogues

    compile_catalogues()
    response = manifest(client, language)
    assert response["Content-Type"] == "application/manifest+json"
    assert response.json()["name"] == response.json()["short_name"] == name
    assert ANYWHERE.search(response.content.decode()) is None


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("choice", CHOICES)
def test_every_choice_is_neutral_and_an_app_of_its_own(client, db, choice, language):
    response = client.get(reverse("web:manifest"), {"language": language, "as": choice})
    shown = response.json()

    assert ANYWHERE.search(response.content.decode()) is None
    assert (shown["id"] == "/today/") is (choice == USUAL)
    assert shown["start_url"] == "/today/"
    for icon in shown["icons"]:
        assert finders.find(icon["src"].removeprefix(settings.STATIC_URL))


def test_page_for_the_home_screen_names_the_manifest_that_was_chosen(client, cast):
    client.force_login(cast.ana)
    page = client.get(reverse("people:screen"), {"as": "notes"}).content.decode()
    assert f'{reverse("web:manifest")}?language=en&amp;as=notes"' in page

    other = client.get(reverse("people:screen"), {"as": "<script>"}).content.decode()
    assert f'{reverse("web:manifest")}?language=en&amp;as=today"' in other
    assert "&amp;as=" not in client.get(reverse("people:more")).content.decode()


@pytest.mark.parametrize("language", ["", "xx", "../de", "<script>", "de" * 1000])
def test_manifest_in_a_language_that_nobody_speaks_is_english(client, db, language):
    assert manifest(client, language).json()["lang"] == "en"


def test_manifest_is_the_same_for_whoever_asks(client, cast):
    nobody = manifest(client)
    client.force_login(cast.ana)
    assert manifest(client).content == nobody.content


def test_icons_of_the_manifest_are_there_and_ours(client, db):
    for icon in manifest(client).json()["icons"]:
        assert icon["src"].startswith(settings.STATIC_URL)
        assert finders.find(icon["src"].removeprefix(settings.STATIC_URL))


def test_every_page_names_the_manifest_in_its_language(client, db):
    page = client.get(reverse("web:landing"), headers={"accept-language": "de"})
    assert f'{reverse("web:manifest")}?language=de"' in page.content.decode()
