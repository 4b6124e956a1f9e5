"""How the product stands on a home screen: as a sheet of paper, in the reader's language."""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.web.test_neutral_words import ANYWHERE


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
