"""
What the JSON fields of a curated text hold, PURE: a shape says it, and `fault` reads by it.

    str, int, bool              a value of this type
    OneOf("a", "b")             one of these words and no other
    [str]                       a list of them, with at least one
    {"text": str, "note?": str} an entry with these names; those with a question mark can be left out
    {"*": str}                  an entry with names of one's own
    (str, {"*": str})           one or the other
"""

from typing import Any, NamedTuple

WORDS, NUMBER, SWITCH, LIST, ENTRY = "words", "number", "switch", "list", "entry"
MISSING, UNKNOWN, OTHER_WORD = "missing", "unknown", "other word"
_NAMES = {str: WORDS, int: NUMBER, bool: SWITCH, list: LIST, dict: ENTRY}
LONGEST = 40  # characters of a word that is told back


class OneOf:
    """A closed list of words."""

    def __init__(self, *words: str):
        self.words = words


class Fault(NamedTuple):
    """What is wrong, and where: `place` as in `2.text`; of a closed list what stood there instead."""

    place: str
    what: str
    found: str = ""
    allowed: tuple[str, ...] = ()


def fault(value: Any, shape: Any, place: str = "") -> Fault | None:
    """Return what is wrong with a value, or None when it has the shape."""
    if isinstance(shape, OneOf):
        return _fault_of_word(value, shape, place)
    if isinstance(shape, tuple):
        faults = [fault(value, one, place) for one in shape]
        return None if None in faults else faults[-1 if isinstance(value, dict) else 0]
    if isinstance(shape, list):
        return _fault_of_list(value, shape[0], place)
    if isinstance(shape, dict):
        return _fault_of_entry(value, shape, place)
    return None if type(value) is shape and value != "" else Fault(place, _NAMES[shape])


def _fault_of_word(value: Any, shape: OneOf, place: str) -> Fault | None:
    if isinstance(value, str) and value in shape.words:
        return None
    found = value if isinstance(value, str) else type(value).__name__
    return Fault(place, OTHER_WORD, found[:LONGEST], shape.words)


def _fault_of_list(value: Any, shape: Any, place: str) -> Fault | None:
    if not isinstance(value, list) or not value:
        return Fault(place, LIST)
    return _first(
        fault(one, shape, _below(place, str(number))) for number, one in enumerate(value, 1)
    )


def _fault_of_entry(value: Any, shape: dict[str, Any], place: str) -> Fault | None:
    if not isinstance(value, dict):
        return Fault(place, ENTRY)
    if "*" in shape:
        return _first(fault(one, shape["*"], _below(place, name)) for name, one in value.items())
    known = {name.removesuffix("?"): one for name, one in shape.items()}
    if unknown := sorted(value.keys() - known.keys()):
        return Fault(_below(place, unknown[0][:LONGEST]), UNKNOWN, allowed=tuple(sorted(known)))
    if missing := [name for name in shape if not name.endswith("?") and name not in value]:
        return Fault(_below(place, missing[0]), MISSING)
    return _first(fault(one, known[name], _below(place, name)) for name, one in value.items())


def _first(faults: Any) -> Fault | None:
    return next(filter(None, faults), None)


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
