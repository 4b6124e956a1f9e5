"""
The history as a chain: each statement sealed, and linked to the one before it. Pure.

A statement is RFC 8785 JSON. The installation's Ed25519 key (RFC 8032) seals it, and
`h_n = SHA256(01 || h_(n-1) || statement || seal)` links it; `h_0` is 32 zero bytes. Whoever holds
the public key and the last hash can tell, offline, that nothing was changed, moved or cut off.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Self

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

START = bytes(32)  # what the first entry is linked to
SEAL_LENGTH = 64  # bytes
PUBLIC_LENGTH = 32  # bytes


class State(StrEnum):
    """What can be said of a chain."""

    INTACT = "intact"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown key"
    UNTIMELY = "key not valid then"
    SUPERSEDED = "perhaps superseded"


@dataclass(frozen=True)
class Verdict:
    """
    A chain's state; `where` is the number of the first entry that is not right or missing.

    It is 0 where nothing is wrong, or what is wrong is not in the entries.
    """

    state: State
    where: int = 0

    def __bool__(self) -> bool:
        return self.state is State.INTACT


@dataclass(frozen=True)
class Validity:
    """The UTC days (ISO, both counted in, "" where it is open) on which a key may seal."""

    since: str = ""
    until: str = ""

    def covers(self, day: str) -> bool:
        """Whether this day (ISO) is one of them; what is no day at all is none where there is an end."""
        return self.since <= day and (not self.until or day <= self.until)


ALWAYS = Validity()


class Sealable:
    """What a key seals: a few texts and whole numbers, as RFC 8785 JSON. For dataclasses."""

    @property
    def encoded(self) -> bytes:
        return rfc8785.dumps(vars(self))

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Return what these bytes say. Raises ValueError if they are not exactly one."""
        try:
            said = cls(**json.loads(content))
            same = said.encoded == content
        except (TypeError, ValueError, RecursionError, rfc8785.CanonicalizationError) as error:
            raise ValueError(f"not a {cls.__name__.lower()}") from error
        if not same or any(type(getattr(said, name)) is not kind for name, kind in cls._kinds()):
            raise ValueError(f"not a {cls.__name__.lower()} in canonical form")
        return said

    @classmethod
    def _kinds(cls) -> list[tuple[str, object]]:
        return [(field.name, field.type) for field in fields(cls)]  # type: ignore[arg-type]


@dataclass(frozen=True)
class Statement(Sealable):
    """
    One thing that happened, with the UTC day only.

    In `withdraw` and `lapse`, `signer` and `auth` are empty: nothing tells who it was. `clause` is
    empty where the whole version is meant. `signer` is a party's id. `prev` and `digest` are hex.
    """

    type: str
    agreement: str
    version: int
    clause: str
    digest: str
    signer: str
    auth: str
    date: str
    seq: int
    prev: str
    key: str


@dataclass(frozen=True)
class Head(Sealable):
    """
    How far a chain had come on a UTC day: the number and the hash (hex) of its last entry.

    Sealed beside a chain, it shows that a tail was cut off, which the chain alone cannot.
    """

    agreement: str
    seq: int
    hash: str
    date: str
    key: str


@dataclass(frozen=True)
class Link:
    """One sealed statement in its place. `seal` has 64 bytes, `hash` 32."""

    statement: bytes
    seal: bytes
    hash: bytes


class SealingKey:
    """The installation's key, made from a seed of 32 bytes."""

    def __init__(self, seed: bytes):
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    def seal(self, statement: bytes) -> bytes:
        """Return the Ed25519 signature of the statement, 64 bytes."""
        return self._private.sign(statement)


def key_id(public: bytes) -> str:
    """Return the short name of a public key: the first 16 hex characters of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def read_keys(setting: str) -> list[SealingKey]:
    """
    Return the keys that a setting holds, newest first.

    Each is a seed of 32 bytes in URL-safe base64; commas stand between them. Raises ValueError.
    """
    return [SealingKey(_seed(part)) for part in setting.split(",") if part.strip()]


def _seed(part: str) -> bytes:
    text = part.strip().rstrip("=")
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", text):
        raise ValueError("a sealing key is not 32 bytes in URL-safe base64")
    try:
        return base64.urlsafe_b64decode(text + "=")
    except binascii.Error as error:
        raise ValueError("a sealing key is not 32 bytes in URL-safe base64") from error


def read_public_keys(setting: str) -> dict[str, bytes]:
    """Return public keys by their ids: 64 hex digits each, commas between. Raises ValueError."""
    found = [bytes.fromhex(part) for part in setting.split(",") if part.strip()]
    if any(len(public) != PUBLIC_LENGTH for public in found):
        raise ValueError("an old public key is not 32 bytes in hex")
    return {key_id(public): public for public in found}


def read_validity(setting: str) -> dict[str, Validity]:
    """
    Return on which days keys may seal, by their ids; a key that is not named may always.

    `id=from/until`, commas between; either day may be left out. Raises ValueError, which never
    holds what stands in the setting: somebody may have put a seed there.
    """
    parts = [part.strip() for part in setting.split(",") if part.strip()]
    return dict(_validity(part, number) for number, part in enumerate(parts, start=1))


def _validity(part: str, number: int) -> tuple[str, Validity]:
    found = re.fullmatch(r"([0-9a-f]{16})=([0-9-]*)/([0-9-]*)", part)
    if found is None:
        raise ValueError(f"number {number} is not of the form id=from/until")
    name, *days = found.groups()
    for day in filter(None, days):
        if not _is_day(day):
            raise ValueError(f"number {number} holds a day that is not one such as 2026-03-31")
    validity = Validity(*days)
    if all(days) and validity.until < validity.since:
        raise ValueError(f"number {number} ends before it begins")
    return name, validity


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def doubt(
    key: str, day: str, where: int, keys: Mapping[str, bytes], validity: Mapping[str, Validity]
) -> Verdict | None:
    """Say what speaks against a key on a day although nothing was altered, or None."""
    if key not in keys:
        return Verdict(State.UNKNOWN_KEY, where)
    if not validity.get(key, ALWAYS).covers(day):
        return Verdict(State.UNTIMELY, where)
    return None


def link_hash(previous: bytes, statement: bytes, seal: bytes) -> bytes:
    """Return the 32 bytes that the next entry is linked to."""
    return hashlib.sha256(b"\x01" + previous + statement + seal).digest()


def verify(
    links: Iterable[Link],
    keys: Mapping[str, bytes],
    *,
    agreement: str = "",
    head: bytes | None = None,
    validity: Mapping[str, Validity] = MappingProxyType({}),
) -> Verdict:
    """
    Say whether a chain is as it was sealed.

    `keys` holds public keys by their id, `validity` on which days each may seal: a statement of
    another day is a finding, because whoever took an old key could still seal with it. With
    `agreement`, statements of another one count as altered. With `head`, the hash of the last entry
    as known from elsewhere, a tail that was cut off shows too: without it a shorter chain looks like
    an earlier one.
    """
    previous, doubted, number = START, None, 0
    for number, link in enumerate(links, start=1):
        try:
            statement = Statement.read(link.statement)
        except ValueError:
            return Verdict(State.ALTERED, number)
        agreement = agreement or statement.agreement
        if not _stands_here(link, statement, number, previous, agreement):
            return Verdict(State.ALTERED, number)
        public = keys.get(statement.key)
        if public is not None and not is_sealed(link.statement, link.seal, public):
            return Verdict(State.ALTERED, number)
        if doubted is None:  # a verdict that is not intact counts as false
            doubted = doubt(statement.key, statement.date, number, keys, validity)
        previous = link.hash
    if head is not None and previous != head:
        return Verdict(State.ALTERED, number + 1)
    return Verdict(State.INTACT) if doubted is None else doubted


def _stands_here(
    link: Link, statement: Statement, number: int, previous: bytes, agreement: str
) -> bool:
    return (
        statement.seq == number
        and statement.prev == previous.hex()
        and statement.agreement == agreement
        and link.hash == link_hash(previous, link.statement, link.seal)
    )


def is_sealed(content: bytes, seal: bytes, public: bytes) -> bool:
    """Whether this is the seal of the key with that public half on exactly these bytes."""
    try:
        _public_key(public).verify(seal, content)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
