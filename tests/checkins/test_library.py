import pytest

from checkins import library
from checkins.models import Level, RitualTemplate, WordList
from tests.cast import NOON

WORDS = {"text", "choices", "words", "or", "replies", "then"}  # of a question, what people read


@pytest.mark.parametrize("language", ["en", "de"])
def test_library_holds_every_starter(starters, language):
    assert RitualTemplate.published.filter(language=language).count() == 8
    levels = Level.published.filter(language=language)
    assert set(levels.values_list("slug", flat=True)) == {
        "trust",
        "comfort",
        "desire",
        "connection",
        "energy",
    }
    feelings = WordList.published.get(slug="feelings", language=language).words
    assert len(set(feelings)) == 25


def test_library_loads_once(starters):
    library.load(now=NOON)
    assert RitualTemplate.objects.count() == 2 * 8


def test_every_starter_has_a_cadence_and_known_questions(starters):
    kinds = {"level", "words", "choice", "yes-no", "text", "item", "clauses", "timeline"}
    for template in RitualTemplate.published.all():
        assert template.cadence["every"] >= 1
        assert {question["kind"] for question in template.questions} <= kinds | {"agreement"}


def test_every_level_has_five_words(starters):
    assert {len(level.words) for level in Level.published.all()} == {5}


def test_the_words_of_a_level_fit_five_beside_each_other_on_a_phone(starters):
    lines = {
        line for level in Level.published.all() for word in level.words for line in word.split()
    }
    assert {line for line in lines if len(line) > len("Distant")} == set()


def test_a_german_ritual_differs_from_the_english_one_in_words_alone(starters):
    german = {one.slug: one for one in RitualTemplate.published.filter(language="de")}
    for one in RitualTemplate.published.filter(language="en"):
        assert _apart_from_words(german[one.slug]) == _apart_from_words(one)


def _apart_from_words(ritual):
    fields = {name: value for name, value in ritual.text_fields.items() if name not in
              ("name", "about", "stop", "questions")}  # fmt: skip
    asked = [{name: question[name] for name in question.keys() - WORDS}
             for question in ritual.questions]  # fmt: skip
    counts = [{name: len(question[name]) for name in ("choices", "words", "replies")
               if name in question} for question in ritual.questions]  # fmt: skip
    return fields, asked, counts


@pytest.mark.parametrize("model", [RitualTemplate, Level, WordList])
def test_every_sentence_is_said_in_german(starters, model):
    german = {one.slug: set(_sentences(one)) for one in model.published.filter(language="de")}
    for one in model.published.filter(language="en"):
        assert set(_sentences(one)) & german[one.slug] <= {"Fair", ""}, one.slug


def _sentences(row):
    fields = row.text_fields
    yield from (fields.get(name, "") for name in ("name", "about", "stop", "question", "note"))
    yield from fields.get("words", ())
    for question in fields.get("questions", ()):
        for name in question.keys() & WORDS:
            value = question[name]
            yield from [value] if isinstance(value, str) else value
