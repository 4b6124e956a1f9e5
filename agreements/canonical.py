"""
A version as bytes: what is frozen when a version is put forward, and its digest. Pure.

The bytes are RFC 8785 JSON of strings and whole numbers only, so that any program in any language
can rebuild them. Pages are rendered from these bytes, never from the draft.

Source of the form: RFC 8785 (JSON Canonicalization Scheme).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

import rfc8785

from agreements import strict
from trustpact.web.text import TextRefused, clean_text

SCHEMA = "agreement/1"
CLAUSE_LIMIT = 4_000  # characters of one clause
AGREEMENT_LIMIT = 64 * 1024  # bytes of the whole version
SALT_LENGTH = 32  # bytes
_OF_TEXTS = (tuple[str, ...], tuple[str, str])


class NotCanonicalError(ValueError):
    """The bytes or the words are not a version in its one canonical form."""


class TooLongError(NotCanonicalError):
    """A clause, or the whole version, is longer than a version may be."""


@dataclass(frozen=True)
class Floor:
    """What always holds: printed on every version, signed or not."""

    title: str
    lines: tuple[str, ...]
    banner: str
    note: str


@dataclass(frozen=True)
class Clause:
    """
    One understanding, its blanks filled in.

    `template_revision` is "slug/language/number", or "" for own words; `concerns` is a party's id,
    "both", or "" for nobody in particular; `lapses_after_days` is 0 where it does not lapse.
    """

    id: str
    template_revision: str
    text: str
    concerns: str
    lapses_after_days: int


@dataclass(frozen=True)
class Document:
    """One version, as it is frozen. Party ids are random: they lead to no account."""

    agreement: str
    version: int
    locale: str
    parties: tuple[str, str]
    floor: Floor
    clauses: tuple[Clause, ...]
    review_on: date


def encode(document: Document) -> bytes:
    """
    Return the one canonical form of a version, UTF-8.

    Raises TooLongError above 4,000 characters in a clause or 64 KiB in all, NotCanonicalError
    where a text holds characters that text intake would have refused or changed.
    """
    _check_texts(document)
    content = _serialised(document)
    if len(content) > AGREEMENT_LIMIT:
        raise TooLongError(f"{len(content)} bytes are more than {AGREEMENT_LIMIT}")
    return content


def decode(content: bytes) -> Document:
    """
    Return the version that these bytes hold, to render it.

    Raises NotCanonicalError unless the bytes are exactly what `encode` makes of the answer.
    """
    document = parse(content)
    if encode(document) != content:
        raise NotCanonicalError("not in canonical form")
    return document


def parse(content: bytes) -> Document:
    """
    Return the version in these bytes: its form is checked, not which characters its words hold.

    What was sealed stays as it was sealed, whatever a later Unicode says of its characters; so a
    verifier asks for the form alone. Raises NotCanonicalError.
    """
    try:
        plain = strict.read(content)
        if plain.pop("schema") != SCHEMA or len(plain["parties"]) != 2:
            raise NotCanonicalError("another schema")
        floor = plain["floor"]
        document: Document = _typed(
            Document,
            plain
            | {
                "parties": tuple(plain["parties"]),
                "floor": _typed(Floor, floor | {"lines": tuple(floor["lines"])}),
                "clauses": tuple(_typed(Clause, clause) for clause in plain["clauses"]),
                "review_on": date.fromisoformat(plain["review_on"]),
            },
        )
        same = _serialised(document) == content
    except NotCanonicalError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotCanonicalError(f"not a version: {error}") from error
    if not same:
        raise NotCanonicalError("not in canonical form")
    return document


def digest(content: bytes, salt: bytes) -> str:
    """
    Return the digest that signatures are bound to: 64 hex characters.

    SHA-256 of `"AGR1" 00 || length || salt || length || bytes`; a length is the number of bytes
    that follow, as 8 bytes, big end first. The salt (32 random bytes) keeps a short text from
    being found by guessing. Raises ValueError for a salt of another length.
    """
    if len(salt) != SALT_LENGTH:
        raise ValueError(f"a salt of {len(salt)} bytes is not {SALT_LENGTH}")
    parts = (part for piece in (salt, content) for part in (len(piece).to_bytes(8, "big"), piece))
    return hashlib.sha256(b"AGR1\0" + b"".join(parts)).hexdigest()


def _serialised(document: Document) -> bytes:
    plain = {"schema": SCHEMA} | asdict(document) | {"review_on": document.review_on.isoformat()}
    return rfc8785.dumps(_lists(plain))


def _typed(kind: Any, values: dict[str, Any]) -> Any:
    """Return a dataclass of these values; TypeError where a plain one is of another type."""
    built = kind(**values)
    for field in fields(kind):
        value = values[field.name]
        texts = value if isinstance(value, tuple) and field.type in _OF_TEXTS else ()
        if field.type in (str, int) and type(value) is not field.type:
            raise TypeError(f"{field.name} is of another type")
        if any(type(text) is not str for text in texts):
            raise TypeError(f"{field.name} holds something else than text")
    return built


def _check_texts(document: Document) -> None:
    for clause in document.clauses:
        if len(clause.text) > CLAUSE_LIMIT:
            raise TooLongError(f"a clause of {len(clause.text)} characters")
    for text in _strings(asdict(document)):
        try:
            same = clean_text(text, limit=AGREEMENT_LIMIT) == text
        except TextRefused as refused:
            raise NotCanonicalError(f"a text was refused: {refused.reason}") from refused
        if not same:
            raise NotCanonicalError("a text is not in its normal form (NFC)")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in _strings(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in _strings(each))
    elif not isinstance(value, int | date) or isinstance(value, bool):
        raise NotCanonicalError(f"{type(value).__name__} is neither text nor a whole number")


def _lists(value: Any) -> Any:
    """Return `value` with lists for tuples, as JSON knows only lists."""
    if isinstance(value, dict):
        return {key: _lists(each) for key, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value
