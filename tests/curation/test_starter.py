"""Library files and their translations."""

import pytest

from trustpact.curation import starter

ENGLISH = """
[[ritual]]
slug = "walk"
name = "Walk"
at = "18:00"
questions = [{ slug = "how", kind = "text", text = "How was it?" }, { slug = "when", text = "When?" }]
[[ritual]]
slug = "tea"
name = "Tea"
[floor]
lines = ["No is no."]
"""
GERMAN = """
[[ritual]]
language = "de"
slug = "walk"
name = "Spaziergang"
questions = [{ slug = "how", text = "Wie war es?" }]
[floor]
language = "de"
lines = ["Nein heißt Nein."]
"""


@pytest.fixture
def library(tmp_path):
    """What is read of an English file and the German one beside it."""
    (tmp_path / "rituals.toml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "rituals.de.toml").write_text(GERMAN, encoding="utf-8")
    return starter.read(tmp_path / "rituals.toml")


def test_entries_come_by_language_kind_and_slug(library):
    assert library["en"]["ritual"]["tea"] == {"name": "Tea"}
    assert library["en"]["floor"] == {"floor": {"lines": ["No is no."]}}
    assert library["de"]["floor"] == {"floor": {"lines": ["Nein heißt Nein."]}}


def test_what_a_translation_leaves_out_is_as_in_english(library):
    walk = library["de"]["ritual"]["walk"]
    assert (walk["name"], walk["at"]) == ("Spaziergang", "18:00")
    assert walk["questions"] == [
        {"slug": "how", "kind": "text", "text": "Wie war es?"},
        {"slug": "when", "text": "When?"},
    ]


def test_a_text_that_is_not_translated_is_not_in_that_language(library):
    assert list(library["de"]["ritual"]) == ["walk"]
