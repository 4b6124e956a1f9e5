"""
The starter library: who loads it, and what of it is in the database already.

Each app that brings curated texts registers a loader in its AppConfig's `ready`:

    starter.register(load_clauses)      # called as load_clauses(now=...)

`manage.py load_library` runs them all at every start.
"""

import hashlib
import json
from dataclasses import dataclass

_loaders = []


def register(loader):
    """Have `loader(now=...)` run by `load_library`; a second registration changes nothing."""
    if loader not in _loaders:
        _loaders.append(loader)
    return loader


def loaders():
    """Return the loaders in the order in which they were registered."""
    return list(_loaders)


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
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
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
