"""
What a curated ritual may ask, PURE: the closed lists of its words, and what each kind needs.

A shape (`trustpact/curation/shapes.py`) says which names a question has and which words stand
behind them; `needs` says what is missing between them.
"""

import re
from collections.abc import Iterator, Sequence

from checkins import script
from checkins.answers import KINDS, ME, SPOKEN, US
from trustpact.curation.shapes import OneOf

_START = OneOf(ME, US)
QUESTION = {"slug": str, "kind": OneOf(*KINDS), "text?": str}
QUESTION |= {"visibility?": (_START, {"*": _START})}
QUESTION |= {"one_of?": [str], "words?": [str], "choices?": [str], "replies?": [str]}
QUESTION |= {"folded?": bool, "private?": bool, "turns?": bool, "aloud?": bool, "dark?": bool}
QUESTION |= {"between?": bool, "only_shared?": bool, "amends?": bool, "minutes?": int}
QUESTION |= {"rule?": OneOf(script.GENTLEST, script.ONE_MORE_TRY), "by?": OneOf("listener")}
QUESTION |= {"or?": str, "then?": str, "round?": str}

SLUG, TWICE, TEXT, CHOICES, TIME = "slug", "twice", "text", "choices", "time"
FEWEST_CHOICES = 2
MOST_MINUTES = 240
_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def needs(questions: Sequence[dict]) -> Iterator[tuple[str, str]]:
    """Yield (slug, what is missing) for questions that have the shape QUESTION."""
    met = set()
    for question in questions:
        slug = question["slug"]
        if not _IS_SLUG.fullmatch(slug):
            yield slug, SLUG
        if slug in met:
            yield slug, TWICE
        met.add(slug)
        if question["kind"] not in ("level", *SPOKEN) and "text" not in question:
            yield slug, TEXT
        if _chooses(question) and len(set(question.get("choices", ()))) < FEWEST_CHOICES:
            yield slug, CHOICES
        if not 0 <= question.get("minutes", 0) <= MOST_MINUTES:
            yield slug, TIME


def words_of(question: dict) -> Iterator[str]:
    """Yield all that a question says to somebody."""
    yield from (question[name] for name in ("text", "or", "then") if name in question)
    for name in ("words", "choices", "replies"):
        yield from question.get(name, ())


def levels_of(questions: Sequence[dict]) -> set[str]:
    """Return the slugs of the levels that are asked for."""
    asked = (question for question in questions if question["kind"] == "level")
    return {name for one in asked for name in one.get("one_of") or [one["slug"]]}


def lists_of(questions: Sequence[dict]) -> set[str]:
    """Return the slugs of the library's lists of words that are asked for."""
    asked = (question for question in questions if question["kind"] == "words")
    return {one["slug"] for one in asked if "words" not in one}


def _chooses(question):
    return question["kind"] == "choice" or "rule" in question
