"""
The bundle: versions and their history as one JSON file that anyone can check offline. Pure.

    {"schema": "bundle/1", "agreement": id, "keys": {key id: public key},
     "versions": [{"number", "text", "salt", "digest"}],
     "history": [{"statement", "seal", "hash"}]}

`text` and `statement` are canonical JSON as text; salt, digest, hash, seal and public keys are
hex. The keys in the file help to read it; to trust it, compare their ids with ones known from
elsewhere.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agreements import canonical
from agreements.chain import Link, State, Statement, Verdict, key_id, verify

SCHEMA = "bundle/1"


class NotABundleError(ValueError):
    """The file is not a bundle at all."""


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


def make(
    *, agreement: str, keys: Mapping[str, bytes], versions: Iterable[Text], links: Iterable[Link]
) -> str:
    """Return a bundle as JSON text."""
    content = {
        "schema": SCHEMA,
        "agreement": agreement,
        "keys": {name: public.hex() for name, public in keys.items()},
        "versions": [
            {"number": one.number, "text": one.text, "salt": one.salt.hex(), "digest": one.digest}
            for one in versions
        ],
        "history": [
            {"statement": link.statement.decode(), "seal": link.seal.hex(), "hash": link.hash.hex()}
            for link in links
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def read(content: str | bytes) -> Bundle:
    """Return what a bundle holds. Raises NotABundleError for anything else."""
    try:
        plain = json.loads(content)
        if plain["schema"] != SCHEMA:
            raise NotABundleError("another schema")
        return Bundle(
            str(plain["agreement"]),
            {name: bytes.fromhex(public) for name, public in plain["keys"].items()},
            [_text(one) for one in plain["versions"]],
            [_link(one) for one in plain["history"]],
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NotABundleError("This file is not a bundle.") from error


def check(bundle: Bundle, keys: Mapping[str, bytes] | None = None) -> Verdict:
    """
    Say whether a bundle is as it was sealed.

    `keys` are public keys known from elsewhere, by id; without them those in the file count, and
    the answer speaks for this file's own keys only. Beyond the chain: every version's text has
    the digest that its history names, none is missing, and none was added.
    """
    known = keys if keys is not None else _honest(bundle.keys)
    verdict = verify(bundle.links, known, agreement=bundle.agreement)
    if verdict.state is State.ALTERED:
        return verdict
    said = [Statement.read(link.statement) for link in bundle.links]
    digests = {text.number: text.digest for text in bundle.versions if _is_genuine(bundle, text)}
    for statement in said:
        if digests.get(statement.version) != statement.digest:
            return Verdict(State.ALTERED, statement.seq)
    if len(bundle.versions) != len({statement.version for statement in said}):
        return Verdict(State.ALTERED, len(said) + 1)
    return verdict


def _honest(keys: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: public for name, public in keys.items() if key_id(public) == name}


def _is_genuine(bundle: Bundle, text: Text) -> bool:
    try:
        content = text.text.encode()
        document = canonical.decode(content)
        same = canonical.digest(content, text.salt) == text.digest
    except ValueError:
        return False
    return same and (document.agreement, document.version) == (bundle.agreement, text.number)


def _text(plain) -> Text:
    number, text, salt, digest = (plain[name] for name in ("number", "text", "salt", "digest"))
    if type(number) is not int or not isinstance(text, str) or not isinstance(digest, str):
        raise NotABundleError("a version is not one")
    return Text(number, text, bytes.fromhex(salt), digest)


def _link(plain) -> Link:
    statement, seal, own = (plain[name] for name in ("statement", "seal", "hash"))
    return Link(statement.encode(), bytes.fromhex(seal), bytes.fromhex(own))
