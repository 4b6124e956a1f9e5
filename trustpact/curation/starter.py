"""
The starter library: who loads it, and what of it is in the database already.

Each app that brings curated texts registers a loader in its AppConfig's `ready`:

    starter.register(load_clauses)      # called as load_clauses(now=...)

`manage.py load_library` runs them all at every start.

The texts lie in files of entries (`[[...]]`), each known by its slug. A translation lies beside its
file (`clauses.de.toml` beside `clauses.toml`), and each of its entries names its language.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass

FALLBACK_LANGUAGE = "en"  # in which every text exists

_loaders = []


def register(loader):
    """Have `loader(now=...)` run by `load_library`; a second registration changes nothing."""
    if loader not in _loaders:
        _loaders.append(loader)
    return loader


def loaders():
    """Return the loaders in the order in which they were registered."""
    return list(_loaders)


def read(path):
    """
    Return what a file of the library and its translations hold: language to kind to slug to fields.

    An entry in another language holds the words alone: what it leaves out is as in English.
    """
    found = {}
    for file in (path, *sorted(path.parent.glob(f"{path.stem}.*{path.suffix}"))):
        for kind, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for entry in entries if isinstance(entries, list) else [entries]:
                language = entry.pop("language", FALLBACK_LANGUAGE)
                texts = found.setdefault(language, {}).setdefault(kind, {})
                texts[entry.pop("slug", kind)] = entry
    english = found[FALLBACK_LANGUAGE]
    return {
        language: {
            kind: {
                slug: _said(fields, texts[slug])
                for slug, fields in english[kind].items()
                if slug in texts
            }
            for kind, texts in kinds.items()
        }
        for language, kinds in found.items()
    }


def _said(english, words):
    """Say an English entry in other words; entries inside it go together by their slugs."""
    if isinstance(english, dict):
        return english | {name: _said(english.get(name), word) for name, word in words.items()}
    if isinstance(english, list) and all(isinstance(one, dict) for one in english):
        by_slug = {one["slug"]: one for one in words}
        return [_said(one, by_slug.get(one["slug"], {})) for one in english]
    return words


@dataclass(frozen=True)
class State:
    """What the database holds of one text: its newest number, and the digest it last came with."""

    number: int = 0
    digest: str = ""
    position: int | None = None
    untouched: bool = True  # what is published was published by the product, not by a curator


UNKNOWN = State()


def digest(fields):
    """Return the digest of a text's fields: 64 hexadecimal digits."""
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def states(model, language):
    """Return what is there of each text of a model, by slug, with one query."""
    found = {}
    rows = model.objects.filter(language=language).order_by("number")
    for slug, number, status, came_as, position, publisher in rows.values_list(
        "slug", "number", "status", "starter_digest", "position", "published_by"
    ):
        before = found.get(slug, State(untouched=False))
        ours = status == model.Status.PUBLISHED and came_as != "" and publisher is None
        found[slug] = State(number, came_as or before.digest, position, before.untouched or ours)
    return found
