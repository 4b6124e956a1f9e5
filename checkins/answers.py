"""
What is asked, what an answer may be, and what opens to whom and when (pure: no ORM, no clock).

A question is a dict of JSON values: `slug`, `kind`, `text`, `visibility` (where its author starts
from) and, by kind, `words`, `choices`, `at_most`. An answer is {"value": ..., "visibility": ...}.
"""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from checkins.recurrence import moment

ME, US, WITH_THERAPIST = "me", "us", "us-therapist"
FOR_BOTH = (
    US,
    WITH_THERAPIST,
)  # both read the same to the other; only a therapist tells them apart
RATHER_NOT = "rather-not-say"
LEVELS = (1, 2, 3, 4, 5)
CLAUSES_AT_ONCE = 3
TEXT_LIMIT = 2000  # characters
SPOKEN = {"timeline", "agreement"}  # steps that ask for nothing to be written
KINDS = ("level", "words", "choice", "yes-no", "text", "item", "clauses", "timeline", "agreement")

WINDOW_CLOSES = time(3)  # on the day after the next, own time
MORNING, EVENING, BOTH_DONE = "morning", "evening", "both_done"
OPENING_HOURS = {MORNING: (1, time(7)), EVENING: (0, time(22))}  # days after the date, wall time


class Side(NamedTuple):
    """One partner's part of an occurrence: Done in time or not, and answers by question slug."""

    done: bool
    answers: dict


# --- What is asked.


def asked(
    questions: Iterable[dict], *, levels: dict, words: dict, clauses: Iterable = (), turn: int = 0
) -> list[dict]:
    """
    Return the questions of one occurrence, each with everything that is needed to ask it.

    `levels` and `words` are the library's, by slug; `clauses` pairs of id and question about what
    is in force; `turn` counts occurrences. A level stands under its own slug wherever it is asked,
    so that a year of it can be read in one line. Left out is a clauses step without clauses, and
    what the library has let go since: a level, or a list of words.
    """
    resolved: list[dict] = []
    for question in questions:
        if question.get("kind") == "clauses":
            resolved += _about_clauses(question, list(clauses), words["watch"]["words"], turn)
        elif question.get("kind") == "level":
            resolved += _level(question, levels, turn)
        elif question.get("kind") == "words" and "words" not in question:
            listed = words.get(question.get("list", question["slug"]))
            resolved += [question | listed] if listed else []
        else:
            resolved.append(dict(question))
    return resolved


def _level(question, levels, turn):
    names = [name for name in question.get("one_of") or [question["slug"]] if name in levels]
    if not names:
        return []
    name = names[turn % len(names)]
    visibility = question.get("visibility", ME)
    if isinstance(visibility, dict):
        visibility = visibility.get(name, ME)
    level = levels[name]
    asked_as = {
        "slug": name,
        "text": level["question"],
        "words": level["words"],
        "note": level.get("note", ""),
        "visibility": visibility,
    }
    return [question | asked_as]


def _about_clauses(question, clauses, choices, turn):
    count = min(CLAUSES_AT_ONCE, len(clauses))
    chosen = [clauses[(turn * count + place) % len(clauses)] for place in range(count)]
    return [
        {
            "slug": f"clause-{clause_id}",
            "kind": "choice",
            "text": text,
            "choices": choices,
            "visibility": question.get("visibility", ME),
            "group": question["text"],
        }
        for clause_id, text in chosen
    ]


def is_answered(question: dict) -> bool:
    """Say whether this step asks for an answer; what is said aloud is not written down."""
    return not question.get("aloud") and question["kind"] not in SPOKEN


# --- What an answer may be.


def cleaned(question: dict, value):
    """
    Return the answer's value as it is kept, or None where nothing was answered.

    Errors: ValueError for a value that this question does not offer.
    """
    if value in (None, "", [], ()):
        return None
    return _CLEANERS[question["kind"]](question, value)


def _cleaned_level(question, value):
    if value == RATHER_NOT:
        return RATHER_NOT
    if str(value) not in map(str, LEVELS):
        raise ValueError(f"{value!r} is not a level")
    return int(value)


def _cleaned_words(question, value):
    if not set(value) <= set(question["words"]):
        raise ValueError(f"{value!r} are not among the words")
    if len(set(value)) > question.get("at_most", len(question["words"])):
        raise ValueError(f"{len(value)} words are too many")
    return [word for word in question["words"] if word in value]


def _cleaned_choice(question, value):
    if value not in question["choices"]:
        raise ValueError(f"{value!r} is not a choice")
    return value


def _cleaned_yes_no(question, value):
    if value not in ("yes", "no"):
        raise ValueError(f"{value!r} is neither yes nor no")
    return value


def _cleaned_text(question, value):
    if not isinstance(value, str) or len(value) > TEXT_LIMIT:
        raise ValueError("not a text of this length")
    return value.strip() or None


def joined(answer: dict | None, words: str) -> str:
    """Return the text of an answer with more words below what stands there."""
    before = (answer or {}).get("value") or ""
    return f"{before}\n\n{words}" if before else words


_CLEANERS = {
    "level": _cleaned_level,
    "words": _cleaned_words,
    "choice": _cleaned_choice,
    "yes-no": _cleaned_yes_no,
    "text": _cleaned_text,
    "item": _cleaned_text,
}


# --- Two windows on one check-in.


class ChangedElsewhere(Exception):
    """
    Questions that were answered otherwise since they were last read, and now anew: `slugs`.

    Nothing of such a posting is kept, so that no window undoes another in silence.
    """

    def __init__(self, slugs: Iterable[str]):
        super().__init__("changed since they were read")
        self.slugs = list(slugs)


def digest(value, visibility: str) -> str:
    """Return a short name for an answer, by which what is posted tells what its author had read."""
    return sha256(json.dumps([value, visibility]).encode()).hexdigest()[:12]


# --- What opens, and when.


def may_open(answer: dict | None) -> bool:
    """Say whether an answer is given and meant for both; "rather not say" opens nothing."""
    if not answer:
        return False
    return answer["visibility"] in FOR_BOTH and answer["value"] not in (None, RATHER_NOT)


def counterparts(first: Side, second: Side, only_shared: Iterable[str] = ()) -> dict:
    """
    Return {question slug: (value of the first, value of the second)} of what opens to both.

    A question opens where both pressed Done in time and both gave an answer for both of them. Of
    the word questions in `only_shared`, only the words that both chose open.
    """
    if not (first.done and second.done):
        return {}
    pairs = {
        slug: (first.answers[slug]["value"], second.answers[slug]["value"])
        for slug in first.answers.keys() & second.answers.keys()
        if may_open(first.answers[slug]) and may_open(second.answers[slug])
    }
    for slug in set(only_shared) & pairs.keys():
        mine, yours = pairs.pop(slug)
        if shared := [word for word in mine if word in yours]:
            pairs[slug] = (shared, shared)
    return pairs


def first_opening(day: date, opening: str, zone: ZoneInfo) -> datetime:
    """Return the first moment at which anything of this date can open; the couple's zone."""
    if opening == BOTH_DONE:
        return datetime.min.replace(tzinfo=UTC)
    days, at = OPENING_HOURS[opening]
    return moment(day + timedelta(days=days), at, zone)


def opens_at(day: date, opening: str, zone: ZoneInfo, now: datetime) -> datetime:
    """
    Return the moment at which an answer that may open from `now` on does open.

    It is the next opening hour, never before the date's first one, so that the moment tells a date
    and no time of day. "As soon as both are done" is `now` itself, which both asked for.
    """
    if opening == BOTH_DONE:
        return now
    not_before = max(now, first_opening(day, opening, zone))
    at = OPENING_HOURS[opening][1]
    today = not_before.astimezone(zone).date()
    candidate = moment(today, at, zone)
    return candidate if candidate >= not_before else moment(today + timedelta(days=1), at, zone)


def window_ends(day: date, zone: ZoneInfo) -> datetime:
    """Return when the window of a date closes: 03:00 after the next day, own time."""
    return moment(day + timedelta(days=2), WINDOW_CLOSES, zone)
