import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements import wording
from agreements.library import CLAUSES, load_clauses
from agreements.models import BlankKind, Category, ClauseTemplate, Floor, Pack, WatchWords
from tests.agreements.drafting import library, pack, template
from tests.cast import NOON
from trustpact.curation import starter

LANGUAGES = ["en", "de"]
CURATED = [Category, Pack, ClauseTemplate, WatchWords, Floor]


def written(language="en"):
    return starter.read(CLAUSES)[language]


def published(model, language="en"):
    return {row.slug: row for row in model.published.filter(language=language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_library_is_published(db, language):
    call_command("load_library")
    packs = written(language)["pack"]
    clauses = [clause["slug"] for one in packs.values() for clause in one["clause"]]
    assert published(ClauseTemplate, language).keys() == set(clauses)
    assert list(published(Pack, language)) == list(packs)
    assert published(Category, language).keys() == written(language)["category"].keys()


def test_watch_words_are_in_both_languages(db):
    library()
    assert published(WatchWords)["watch"].words == ["Good", "Mixed", "Hard", "Did not come up"]
    assert published(WatchWords, "de")["watch"].words == [
        "Gut",
        "Gemischt",
        "Schwer",
        "Kam nicht vor",
    ]


def test_the_first_pack_has_seventeen_clauses_of_which_fourteen_are_asked(db):
    library()
    for first in Pack.published.filter(slug="healthy-sex"):
        assert first.position == 0
        assert ClauseTemplate.published.of_pack(first).count() == 17
        assert ClauseTemplate.published.to_choose(first).count() == 14


def test_loading_twice_asks_one_question_a_kind_and_language(db):
    library()
    with CaptureQueriesContext(connection) as queries:
        load_clauses(now=NOON)
    asked = [one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == len(CURATED) * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_curator_changed_outlives_the_next_start(cast, language):
    library()
    ours = published(ClauseTemplate, language)["monogamy"]
    ours = ours.revise(fields={"text": "Ada's words."}, by=cast.ada)
    ours.submit().publish(by=cast.chen, now=NOON)
    library()
    for one in LANGUAGES:
        changed = published(ClauseTemplate, one)["monogamy"].text == "Ada's words."
        assert changed == (one == language)


def test_every_clause_stands_under_a_category_of_the_library(db):
    library()
    slugs = set(Category.published.values_list("slug", flat=True))
    assert set(ClauseTemplate.published.values_list("category", flat=True)) <= slugs


def test_every_blank_is_described_and_every_description_is_used(db):
    library()
    for clause in ClauseTemplate.published.all():
        assert sorted(wording.blanks_in(clause.text, clause.blanks)) == sorted(clause.blanks)
        for blank in clause.blanks.values():
            assert blank.keys() == {"label", "kind", "suggest"}
            assert blank["kind"] in BlankKind.values
        assert "{" not in wording.filled(clause.text, clause.blanks, {})


@pytest.mark.parametrize("model", CURATED)
def test_each_text_has_its_german_counterpart_at_the_same_place(db, model):
    library()
    english, german = published(model), published(model, "de")
    assert {slug: one.position for slug, one in english.items()} == {
        slug: one.position for slug, one in german.items()
    }


def test_a_german_clause_differs_from_the_english_one_in_words_alone(db):
    library()
    german = published(ClauseTemplate, "de")
    for slug, one in published(ClauseTemplate).items():
        assert _apart_from_words(german[slug]) == _apart_from_words(one)


def _apart_from_words(clause):
    kinds = {name: blank["kind"] for name, blank in clause.blanks.items()}
    has = bool(clause.ask), bool(clause.watch)
    return clause.pack, clause.category, clause.floor, clause.intrusive, kinds, has


def test_every_sentence_of_the_library_is_said_in_german(db):
    library()
    same_in_both = {pack.source for pack in Pack.published.filter(language="en")}  # titles
    for model in CURATED:
        german = published(model, "de")
        for slug, one in published(model).items():
            repeated = set(_sentences(one)) & set(_sentences(german[slug]))
            assert repeated <= same_in_both, slug


def _sentences(row):
    """Return the words that people read of a text; slugs, kinds and numbers are none."""
    values = [value for name, value in row.text_fields.items() if name not in ("pack", "category")]
    for value in values:
        if isinstance(value, str) and value:
            yield value
        elif isinstance(value, list):
            yield from value
        elif isinstance(value, dict):
            for blank in value.values():
                yield blank["label"]
                if blank["kind"] == BlankKind.TEXT:
                    yield blank["suggest"]


@pytest.mark.parametrize(
    ("language", "banner"),
    [
        ("en", "Not proof of consent to any act. Consent can end at any moment."),
        (
            "de",
            "Kein Beweis für Einverständnis mit irgendeiner Handlung. "
            "Einverständnis kann jederzeit enden.",
        ),
    ],
)
def test_the_floor_reads_in_every_language(db, language, banner):
    library()
    floor = Floor.in_language(language)
    assert floor.banner == banner
    assert len(floor.lines) == 4


def test_packs_come_in_the_order_of_the_library(db):
    library()
    assert list(published(Pack)) == list(written()["pack"])
    assert pack("repair").name == "Repair and accountability"


def test_a_clause_without_translation_stands_in_the_german_pack_in_english(db):
    library()
    published(ClauseTemplate, "de")["say-feelings"].retire()
    shown = ClauseTemplate.published.of_pack(published(Pack, "de")["healthy-sex"])
    assert shown.get(slug="say-feelings") == template("say-feelings")
    assert shown.count() == 17
