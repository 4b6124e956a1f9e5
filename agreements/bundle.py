"""
The bundle: versions and their history as one JSON file that anyone can check offline. Pure.

    {"schema": "bundle/1", "agreement": id, "keys": {key id: public key},
     "versions": [{"number", "text", "salt", "digest"}],
     "history": [{"statement", "seal", "hash"}],
     "head": {"statement", "seal"}}

`text` and `statement` are canonical JSON as text; salt, digest, hash, seal and public keys are
hex. `head` says, sealed, how far the history had come when the file was made (chain.Head): a file
that was cut is found by itself. What a file cannot tell by itself is whether a later one exists.

The keys in the file help to read it; to trust it, compare their ids with ones known from
elsewhere. `static/js/chain.js` checks the same in the browser.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from agreements import canonical, strict
from agreements.chain import (
    START,
    Head,
    Link,
    SealingKey,
    State,
    Statement,
    Validity,
    Verdict,
    doubt,
    is_sealed,
    key_id,
    verify,
)

SCHEMA = "bundle/1"


class NotABundleError(ValueError):
    """
    The file is not a bundle at all.

    `reason` is one of: json (not JSON), twice (a name stands twice in one place), nested (too
    deep), kind (JSON, but no bundle).
    """

    def __init__(self, reason: str):
        super().__init__(f"not a bundle: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Text:
    """One version in a bundle: its canonical text, and what its digest was taken with."""

    number: int
    text: str
    salt: bytes
    digest: str


@dataclass(frozen=True)
class Bundle:
    """A bundle that was read; nothing in it is trusted yet."""

    agreement: str
    keys: dict[str, bytes]
    versions: list[Text]
    links: list[Link]
    head: bytes
    head_seal: bytes


def sealed(
    *,
    agreement: str,
    versions: Iterable[Text],
    links: Iterable[Link],
    keys: Mapping[str, bytes],
    key: SealingKey,
    day: date,
) -> Bundle:
    """
    Return the bundle of a history as it stands on a UTC day, its head sealed by `key`.

    Of `keys`, public keys by their ids, it holds those that it needs.
    """
    chained = list(links)
    last = chained[-1].hash if chained else START
    head = Head(agreement, len(chained), last.hex(), day.isoformat(), key.id).encoded
    used = {name: keys[name] for name in sorted(_used(chained, head)) if name in keys}
    return Bundle(agreement, used, list(versions), chained, head, key.seal(head))


def write(bundle: Bundle) -> str:
    """Return a bundle as JSON text."""
    content = {
        "schema": SCHEMA,
        "agreement": bundle.agreement,
        "keys": {name: public.hex() for name, public in bundle.keys.items()},
        "versions": [
            {"number": one.number, "text": one.text, "salt": one.salt.hex(), "digest": one.digest}
            for one in bundle.versions
        ],
        "history": [
            {"statement": link.statement.decode(), "seal": link.seal.hex(), "hash": link.hash.hex()}
            for link in bundle.links
        ],
        "head": {"statement": bundle.head.decode(), "seal": bundle.head_seal.hex()},
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def read(content: str | bytes) -> Bundle:
    """Return what a bundle holds. Raises NotABundleError for anything else."""
    try:
        plain = strict.read(content.encode() if isinstance(content, str) else content)
        schema, agreement, keys, versions, history, head = _only(
            plain, "schema", "agreement", "keys", "versions", "history", "head"
        )
        if schema != SCHEMA or not isinstance(agreement, str):
            raise NotABundleError("kind")
        public = {name: strict.from_hex(one) for name, one in keys.items()}
        head, head_seal = _only(head, "statement", "seal")
        return Bundle(
            agreement,
            public,
            [_text(one) for one in _listed(versions)],
            [_link(one) for one in _listed(history)],
            head.encode(),
            strict.from_hex(head_seal),
        )
    except strict.NotStrictError as error:
        raise NotABundleError(error.reason) from error
    except (TypeError, AttributeError, UnicodeError) as error:
        raise NotABundleError("kind") from error


def check(
    bundle: Bundle,
    keys: Mapping[str, bytes] | None = None,
    later: Head | None = None,
    validity: Mapping[str, Validity] = MappingProxyType({}),
) -> Verdict:
    """
    Say whether a bundle is as it was sealed.

    `keys` are public keys known from elsewhere, by id; without them those in the file count, and
    the answer speaks for this file's own keys only. Beyond the chain: every version's text has
    the digest that its history names, none is missing, none was added, and the history ends where
    its head says. `later` is what a trusted checkpoint knows of this agreement: a bundle that
    ends before it is perhaps superseded, one that does not pass through it was altered. `validity`
    is on which days each key may seal; the file says nothing of it.
    """
    known = keys if keys is not None else _honest(bundle.keys)
    verdict = verify(bundle.links, known, agreement=bundle.agreement, validity=validity)
    if verdict.state is State.ALTERED:
        return verdict
    if where := _texts_differ(bundle):
        return Verdict(State.ALTERED, where)
    end = _end(bundle, known, validity)
    if end.state is State.ALTERED:
        return end
    if bundle.keys != _honest(bundle.keys) or set(bundle.keys) - _used(bundle.links, bundle.head):
        return Verdict(State.ALTERED)
    if not (verdict and end):
        return verdict if not verdict else end
    return against(bundle.links, later)


def against(links: Sequence[Link], later: Head | None) -> Verdict:
    """Say how an intact chain stands to what a trusted checkpoint knows of it."""
    if later is None or passes(links, later):
        return Verdict(State.INTACT)
    if len(links) < later.seq:
        return Verdict(State.SUPERSEDED, len(links) + 1)
    return Verdict(State.ALTERED, later.seq)


def passes(links: Sequence[Link], head: Head) -> bool:
    """Whether a chain passes through this head: the entry with its number has its hash."""
    if head.seq == 0:
        return head.hash == START.hex()
    return len(links) >= head.seq and links[head.seq - 1].hash.hex() == head.hash


def _texts_differ(bundle: Bundle) -> int:
    """Return the number of the first entry whose version is not here as it was, or 0."""
    said = [Statement.read(link.statement) for link in bundle.links]
    digests = {text.number: text.digest for text in bundle.versions if _is_genuine(bundle, text)}
    for statement in said:
        if digests.get(statement.version) != statement.digest:
            return statement.seq
    same = len(bundle.versions) == len({statement.version for statement in said})
    return 0 if same else len(said) + 1


def _end(bundle: Bundle, keys: Mapping[str, bytes], validity: Mapping[str, Validity]) -> Verdict:
    """Say whether the history ends where the sealed head says."""
    after = len(bundle.links) + 1
    try:
        head = Head.read(bundle.head)
    except ValueError:
        return Verdict(State.ALTERED, after)
    if head.agreement != bundle.agreement or head.seq != len(bundle.links):
        return Verdict(State.ALTERED, min(after, max(head.seq, 0) + 1))
    if not passes(bundle.links, head):
        return Verdict(State.ALTERED, after)
    public = keys.get(head.key)
    if public is not None and not is_sealed(bundle.head, bundle.head_seal, public):
        return Verdict(State.ALTERED, after)
    doubted = doubt(head.key, head.date, after, keys, validity)
    return Verdict(State.INTACT) if doubted is None else doubted


def _used(links: Iterable[Link], head: bytes) -> set[str]:
    said = {Statement.read(link.statement).key for link in links}
    return {*said, Head.read(head).key}


def _honest(keys: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: public for name, public in keys.items() if key_id(public) == name}


def _is_genuine(bundle: Bundle, text: Text) -> bool:
    content = text.text.encode()
    try:
        document = canonical.parse(content)
        same = canonical.digest(content, text.salt) == text.digest
    except ValueError:
        return False
    return same and (document.agreement, document.version) == (bundle.agreement, text.number)


def _only(plain: Any, *names: str) -> list[Any]:
    """Return the values under exactly these names. Raises NotABundleError."""
    if not isinstance(plain, dict) or set(plain) != set(names):
        raise NotABundleError("kind")
    return [plain[name] for name in names]


def _listed(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise NotABundleError("kind")
    return plain


def _text(plain: Any) -> Text:
    number, text, salt, digest = _only(plain, "number", "text", "salt", "digest")
    if type(number) is not int or not isinstance(text, str) or not isinstance(digest, str):
        raise NotABundleError("kind")
    return Text(number, text, strict.from_hex(salt), digest)


def _link(plain: Any) -> Link:
    statement, seal, own = _only(plain, "statement", "seal", "hash")
    return Link(statement.encode(), strict.from_hex(seal), strict.from_hex(own))
