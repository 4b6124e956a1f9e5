"""The difference of two texts, word by word, PURE."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_JOINER = "\u200d"  # between the figures of one emoji
# Latin, Greek, Cyrillic and their signs, where no mark belongs to the sign before it.
_PLAIN = re.compile("[\0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u20ac]*")
_PLAIN_WORD = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


class Change(StrEnum):
    """What became of a stretch of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A stretch of words in the difference of two texts."""

    text: str
    change: Change


def difference(old: str, new: str) -> list[Piece]:
    """
    Return how `old` becomes `new`, word by word, in the order of reading; removed before added.

    The pieces that are not added spell `old`, those that are not removed spell `new`. Where only
    space stands between two changes, it changes with them, so that a reader meets few, whole
    stretches. Words of scripts without spaces are compared character by character.
    """
    before, after = _words(old), _words(new)
    stretches: list[list[str]] = []  # [same, removed, added]; same is "" where the others are not
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        was, becomes = "".join(before[i1:i2]), "".join(after[j1:j2])
        stretches.append([was, "", ""] if kind == "equal" else ["", was, becomes])
    return [
        Piece(text, change)
        for stretch in _joined_over_space(stretches)
        for text, change in zip(stretch, Change, strict=True)
        if text
    ]


def _joined_over_space(stretches: list[list[str]]) -> list[list[str]]:
    joined: list[list[str]] = []
    for place, (same, was, becomes) in enumerate(stretches):
        is_between = 0 < place < len(stretches) - 1 and same.isspace()
        if joined and not joined[-1][0] and (is_between or not same):
            joined[-1][1] += same + was
            joined[-1][2] += same + becomes
        else:
            joined.append([same, was, becomes])
    return joined


def _words(text: str) -> list[str]:
    """Cut a text into words, stretches of space, and single signs; nothing is left out."""
    return _PLAIN_WORD.findall(text) if _PLAIN.fullmatch(text) else _words_in_any_script(text)


def _words_in_any_script(text: str) -> list[str]:
    words: list[str] = []
    last = ""
    for character in text:
        kind = _kind(character)
        goes_on = kind == "mark" or (kind == last and kind != "sign")
        if words and (goes_on or words[-1].endswith(_JOINER)):
            words[-1] += character
        else:
            words.append(character)
            last = "word" if kind == "mark" else kind
    return words


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace():
        return "space"
    if category[0] == "M" or category == "Cf":
        return "mark"  # belongs to what stands before it
    if category[0] in "LN" and not _WITHOUT_SPACES.match(character):
        return "word"
    return "sign"
