"""The German catalogue is whole, says what the code says, and reaches the pages."""

import os
import re
from io import BytesIO

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation.template import templatize

from trustpact.web.catalogues import LOCALE, compile_catalogues

CODE = ("trustpact", "agreements", "checkins")
NOT_THE_PRODUCT = {"demo", "migrations"}
GETTEXT = ["_", "gettext", "gettext_lazy", "ngettext"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|</?\w+[^>]*>")
FORMAL = re.compile(r"[a-zäöüß,] (Sie|Ihnen|Ihre?[mnrs]?)\b")  # a capital inside a sentence
PO = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "Sign"\nmsgstr "Unterschreiben"\n'


@pytest.fixture(scope="module")
def catalogue():
    with (LOCALE / "de/LC_MESSAGES/django.po").open("rb") as text:
        return read_po(text)


@pytest.fixture
def german(client):
    """A guest whose browser asks for German."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de-AT,de;q=0.9,en;q=0.5"
    return client


def forms_of(text):
    return (text,) if isinstance(text, str) else tuple(text)


def messages(catalogue):
    return [message for message in catalogue if message.id]


def test_catalogue_translates_every_entry(catalogue):
    empty = [message.id for message in messages(catalogue) if not all(forms_of(message.string))]
    fuzzy = [message.id for message in messages(catalogue) if message.fuzzy]

    assert (empty, fuzzy) == ([], [])


def test_catalogue_has_a_plural_where_the_code_has_one(catalogue):
    assert [
        message.id
        for message in messages(catalogue)
        if len(forms_of(message.id)) != len(forms_of(message.string))
    ] == []


def test_catalogue_keeps_placeholders_and_tags(catalogue):
    assert [
        message.id
        for message in messages(catalogue)
        for english, german in zip(forms_of(message.id), forms_of(message.string), strict=True)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(german))
    ] == []


def test_catalogue_says_du_and_exclaims_nothing(catalogue):
    texts = [text for message in messages(catalogue) for text in forms_of(message.string)]

    assert [text for text in texts if "!" in text or FORMAL.search(text)] == []


def said_in_python(source):
    for _line, _name, said, _comments in extract_python(BytesIO(source.encode()), GETTEXT, [], {}):
        texts = [text for text in forms_of(said) if text]
        yield texts[0] if len(texts) == 1 else tuple(texts)


def said_in_template(source):
    flat = "\n".join(line.strip() for line in templatize(source).splitlines())
    return said_in_python(flat)


def test_catalogue_is_up_to_date(catalogue):
    said = set()
    for root in CODE:
        for path in (settings.BASE_DIR / root).rglob("*.py"):
            if not NOT_THE_PRODUCT & set(path.parts):
                said |= set(said_in_python(path.read_text(encoding="utf-8")))
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        said |= set(said_in_template(path.read_text(encoding="utf-8")))

    known = {message.id for message in messages(catalogue)}
    assert (said - known, known - said) == (set(), set()), "make messages, then translate"


def test_catalogues_are_compiled_when_they_changed(tmp_path):
    po = tmp_path / "de/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")
    mo = po.with_suffix(".mo")

    assert compile_catalogues(tmp_path) == [mo]
    assert b"Unterschreiben" in mo.read_bytes()
    assert compile_catalogues(tmp_path) == []
    assert sorted(path.name for path in po.parent.iterdir()) == ["django.mo", "django.po"]

    later = mo.stat().st_mtime + 5
    os.utime(po, (later, later))
    assert compile_catalogues(tmp_path) == [mo]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_login", "Anmelden"),
        ("account_signup", "Ich bin volljährig"),
        ("web:landing", "Wer was sieht"),
        ("people:safety", "Ich bin aus freiem Willen dabei."),
    ],
)
def test_guest_whose_browser_asks_for_german_reads_german(german, name, words):
    page = german.get(reverse(name)).content.decode()

    assert '<html lang="de"' in page
    assert words in page


def test_person_who_chose_german_reads_german(client, cast):
    cast.ana.language = "de"
    cast.ana.save(update_fields=["language"])
    client.force_login(cast.ana)

    page = client.get(reverse("today:today")).content.decode()

    assert '<html lang="de"' in page
    assert "Heute" in page
    assert "Today" not in page


def test_days_stand_in_their_language():
    with translation.override("de"):
        assert translation.gettext("l, j F") == "l, j. F"


def test_page_open_to_all_speaks_the_language_of_who_is_signed_in(client, cast):
    cast.ana.language = "de"
    cast.ana.save(update_fields=["language"])
    client.force_login(cast.ana)

    assert '<html lang="de"' in client.get(reverse("people:safety")).content.decode()
