import tomllib

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements import wording
from agreements.library import CLAUSES, load_clauses
from agreements.models import BlankKind, Category, ClauseTemplate, Floor, Pack, WatchWords
from tests.agreements.drafting import library, pack, template
from tests.cast import NOON


def written():
    return tomllib.loads(CLAUSES.read_text(encoding="utf-8"))


def test_the_whole_library_is_published(db):
    call_command("load_library")
    clauses = [clause for one in written()["pack"] for clause in one["clause"]]
    assert ClauseTemplate.published.count() == len(clauses)
    assert Pack.published.count() == len(written()["pack"])
    assert Category.published.count() == len(written()["category"])
    assert WatchWords.published.get().words == ["Good", "Mixed", "Hard", "Did not come up"]


def test_the_first_pack_has_seventeen_clauses_of_which_fourteen_are_asked(db):
    library()
    first = Pack.published.first()
    assert first.slug == "healthy-sex"
    assert ClauseTemplate.published.of_pack(first).count() == 17
    assert ClauseTemplate.published.to_choose(first).count() == 14


def test_loading_twice_asks_one_question_a_kind(db):
    library()
    with CaptureQueriesContext(connection) as queries:
        load_clauses(now=NOON)
    asked = [one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == 5


def test_what_a_curator_changed_outlives_the_next_start(cast):
    library()
    ours = template("monogamy").revise(fields={"text": "Ada's words."}, by=cast.ada)
    ours.publish(by=cast.chen, now=NOON)
    library()
    assert template("monogamy").text == "Ada's words."


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


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_floor_reads_in_every_language(db, language):
    library()
    floor = Floor.in_language(language)
    assert floor.banner == "Not proof of consent to any act. Consent can end at any moment."
    assert len(floor.lines) == 4


def test_packs_come_in_the_order_of_the_library(db):
    library()
    assert [one.slug for one in Pack.published.all()] == [one["slug"] for one in written()["pack"]]
    assert pack("repair").name == "Repair and accountability"
