from checkins import library
from checkins.models import Level, RitualTemplate, WordList
from tests.cast import NOON


def test_library_holds_every_starter(starters):
    assert RitualTemplate.published.count() == 8
    assert set(Level.published.values_list("slug", flat=True)) == {
        "trust",
        "comfort",
        "desire",
        "connection",
        "energy",
    }
    assert len(WordList.published.get(slug="feelings").words) == 25


def test_library_loads_once(starters):
    library.load(now=NOON)
    assert RitualTemplate.objects.count() == 8


def test_every_starter_has_a_cadence_and_known_questions(starters):
    kinds = {"level", "words", "choice", "yes-no", "text", "item", "clauses", "timeline"}
    for template in RitualTemplate.published.all():
        assert template.cadence["every"] >= 1
        assert {question["kind"] for question in template.questions} <= kinds | {"agreement"}


def test_every_level_has_five_words(starters):
    assert {len(level.words) for level in Level.published.all()} == {5}
