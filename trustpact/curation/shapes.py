"""
What the JSON fields of a curated text hold, PURE: a shape says it, and `fault` reads by it.

    str, int, bool              a value of this type
    [str]                       a list of them, with at least one
    {"text": str, "note?": str} an entry with these names; those with a question mark can be left out
    {"*": str}                  an entry with names of one's own
    (str, {"*": str})           one or the other
"""

from typing import Any

_NAMES = {
    str: "words",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an entry",
}


def fault(value: Any, shape: Any, place: str = "") -> str:
    """Return what is wrong with a value and where (`2.text: words`), or "" when it has the shape."""
    if isinstance(shape, tuple):
        faults = [fault(value, one, place) for one in shape]
        return "" if "" in faults else faults[0]
    if isinstance(shape, list):
        return _fault_of_list(value, shape[0], place)
    if isinstance(shape, dict):
        return _fault_of_entry(value, shape, place)
    return "" if type(value) is shape and value != "" else _said(place, _NAMES[shape])


def _fault_of_list(value: Any, shape: Any, place: str) -> str:
    if not isinstance(value, list) or not value:
        return _said(place, _NAMES[list])
    return _first(
        fault(one, shape, _below(place, str(number))) for number, one in enumerate(value, 1)
    )


def _fault_of_entry(value: Any, shape: dict[str, Any], place: str) -> str:
    if not isinstance(value, dict):
        return _said(place, _NAMES[dict])
    if "*" in shape:
        return _first(fault(one, shape["*"], _below(place, name)) for name, one in value.items())
    known = {name.removesuffix("?"): one for name, one in shape.items()}
    if unknown := sorted(value.keys() - known.keys()):
        return _said(_below(place, unknown[0]), "unknown")
    if missing := [name for name in shape if not name.endswith("?") and name not in value]:
        return _said(_below(place, missing[0]), "missing")
    return _first(fault(one, known[name], _below(place, name)) for name, one in value.items())


def _first(faults: Any) -> str:
    return next(filter(None, faults), "")


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _said(place: str, what: str) -> str:
    return f"{place}: {what}" if place else what
