"""
The checkpoint of a day: how far every history had come, in one sealed file. Pure.

    {"date", "heads": {agreement: {"hash", "seq"}}, "key", "prev", "schema": "checkpoint/1", "seal"}

as RFC 8785 JSON. The seal is on these bytes without it; it stands last, because the names are in
order. `prev` is the SHA-256 of the file before, 64 zeros in the first one. Kept outside the
database, the files show a history whose tail was cut off or that was written anew. An agreement
is a random number here: nothing tells what it says or whose it is.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import rfc8785

from agreements import strict
from agreements.chain import START, Head, SealingKey, State, Validity, doubt, is_sealed

SCHEMA = "checkpoint/1"
FIRST = START.hex()  # what the first file is linked to
NAMES = {"date", "heads", "key", "prev", "schema", "seal"}
_SEALED = re.compile(rb'(.*),"seal":"([0-9a-f]{128})"}', re.DOTALL)


class NotACheckpointError(ValueError):
    """The file is no checkpoint."""


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint that was read; it is worth what `state` says of it."""

    date: str
    heads: dict[str, Head]
    key: str
    prev: str
    body: bytes
    seal: bytes

    def state(
        self, keys: Mapping[str, bytes], validity: Mapping[str, Validity] = MappingProxyType({})
    ) -> State:
        """Whether one of these keys (public, by id) sealed it, on a day on which it may."""
        public = keys.get(self.key)
        if public is not None and not is_sealed(self.body, self.seal, public):
            return State.ALTERED
        doubted = doubt(self.key, self.date, 0, keys, validity)
        return State.INTACT if doubted is None else doubted.state


def make(
    heads: Iterable[tuple[str, int, bytes]], *, key: SealingKey, day: date, prev: str = FIRST
) -> bytes:
    """Return the file of a UTC day; `heads` are agreement, number and hash of each last entry."""
    body = rfc8785.dumps(
        {
            "date": day.isoformat(),
            "heads": {name: {"hash": own.hex(), "seq": seq} for name, seq, own in heads},
            "key": key.id,
            "prev": prev,
            "schema": SCHEMA,
        }
    )
    return body[:-1] + b',"seal":"%s"}' % key.seal(body).hex().encode()


def read(content: bytes) -> Checkpoint:
    """Return what a checkpoint says. Raises NotACheckpointError."""
    found = _SEALED.fullmatch(content)
    try:
        plain = strict.read(content)
        if found is None or set(plain) != NAMES or plain["schema"] != SCHEMA:
            raise NotACheckpointError("another form")
        day, key = str(plain["date"]), str(plain["key"])
        heads = {name: _head(name, one, day, key) for name, one in plain["heads"].items()}
    except (KeyError, TypeError, AttributeError, strict.NotStrictError) as error:
        raise NotACheckpointError("not a checkpoint") from error
    body, seal = found[1] + b"}", bytes.fromhex(found[2].decode())
    return Checkpoint(day, heads, key, str(plain["prev"]), body, seal)


def digest(content: bytes) -> str:
    """Return what the next file is linked to."""
    return hashlib.sha256(content).hexdigest()


def _head(agreement: str, plain: Any, day: str, key: str) -> Head:
    seq, own = plain["seq"], plain["hash"]
    if type(seq) is not int or len(strict.from_hex(own)) != len(START):
        raise NotACheckpointError("a head is none")
    return Head(agreement, seq, own, day, key)
