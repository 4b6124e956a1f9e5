"""
The words of a clause, PURE: a text with blanks in it, the values that fill them, and the difference
of two texts, word by word.

A blank is written `{name}`. Only names that the text's own list of blanks holds are blanks; any
other braces are ordinary characters, so nothing that a person types can open a gap.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_JOINER = "\u200d"  # between the figures of one emoji
# Latin, Greek, Cyrillic and their signs, where no mark belongs to the sign before it.
_PLAIN = re.compile("[\0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u20ac]*")
_PLAIN_WORD = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_ENDS_A_SENTENCE = re.compile(r"(^|[.!?]\s+)$")


@dataclass(frozen=True)
class Part:
    """A stretch of a clause: plain words, or a blank with the value it holds ("" while empty)."""

    text: str
    blank: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether this is a blank that nobody filled in yet."""
        return self.blank != "" and self.text == ""


def blanks_in(text: str, known: Container[str]) -> list[str]:
    """Return the names of the blanks in `text`, once each, in order; `known` are its blanks."""
    return list(dict.fromkeys(name for name in _BRACES.findall(text) if name in known))


def parts(text: str, known: Container[str], values: Mapping[str, str]) -> list[Part]:
    """Cut a text into its words and its blanks; `values` maps names to words, "" for a gap."""
    found: list[Part] = []
    end = 0
    for match in _BRACES.finditer(text):
        if match[1] not in known:
            continue
        before = text[end : match.start()]
        if before:
            found.append(Part(before))
        value = values.get(match[1], "")
        starts_sentence = _ENDS_A_SENTENCE.search(text[: match.start()])
        found.append(Part(_capital(value) if starts_sentence else value, match[1]))
        end = match.end()
    if text[end:]:
        found.append(Part(text[end:]))
    return found


def filled(text: str, known: Container[str], values: Mapping[str, str], gap: str = "…") -> str:
    """Return the text with its blanks filled in; what is still empty reads as `gap`."""
    return joined(parts(text, known, values), gap)


def joined(found: Iterable[Part], gap: str = "…") -> str:
    """Return the words of a text that was cut into parts; what is still empty reads as `gap`."""
    return "".join(gap if part.is_gap else part.text for part in found)


def unfilled(text: str, known: Container[str], values: Mapping[str, str]) -> list[str]:
    """Return the names of the blanks that have no value yet, in order."""
    return [name for name in blanks_in(text, known) if not values.get(name, "")]


def _capital(value: str) -> str:
    return value[:1].upper() + value[1:]


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
