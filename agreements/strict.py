"""
JSON from a stranger's file, read strictly, so that every reader finds the same in it. Pure.

Objects, lists, text and whole numbers, UTF-8, nothing else: no name twice in an object (readers
differ on which one counts), no half characters, no numbers that another language would round.
`static/js/canonical.js` reads the same way.
"""

import json
import re
from typing import Any, NoReturn

MOST_NESTED = 8  # levels of lists and objects
LARGEST = 2**53 - 1  # what every language counts exactly
HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")


class NotStrictError(ValueError):
    """Not JSON in this sense; `reason` is one of: json, twice, nested, kind."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def read(content: bytes) -> Any:
    """Return what these bytes say. Raises NotStrictError."""
    try:
        plain = json.loads(
            content.decode(),
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except RecursionError as error:
        raise NotStrictError("nested") from error
    except NotStrictError:
        raise
    except ValueError as error:
        raise NotStrictError("json") from error
    _look_through(plain, 1)
    return plain


def from_hex(text: object) -> bytes:
    """Return the bytes that lower-case hex digits stand for. Raises NotStrictError."""
    if not isinstance(text, str) or not re.fullmatch(r"(?:[0-9a-f]{2})*", text):
        raise NotStrictError("kind")
    return bytes.fromhex(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrictError("twice")
    return found


def _whole(digits: str) -> int:
    if len(digits) > len(str(LARGEST)) + 1 or abs(int(digits)) > LARGEST or digits == "-0":
        raise NotStrictError("kind")
    return int(digits)


def _refuse(_literal: str) -> NoReturn:
    raise NotStrictError("kind")


def _look_through(value: object, level: int) -> None:
    if isinstance(value, dict | list):
        if level > MOST_NESTED:
            raise NotStrictError("nested")
        inside = [*value, *value.values()] if isinstance(value, dict) else value
        for each in inside:
            _look_through(each, level + 1)
    elif isinstance(value, str):
        if HALF_CHARACTER.search(value):
            raise NotStrictError("json")
    elif isinstance(value, bool) or not isinstance(value, int):
        raise NotStrictError("kind")
