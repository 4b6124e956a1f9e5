"""
The words of a clause, PURE: a text with blanks in it, and the values that fill them.

A blank is written `{name}`. Only names that the text's own list of blanks holds are blanks; any
other braces are ordinary characters, so nothing that a person types can open a gap.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")
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
