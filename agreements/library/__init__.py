"""The starter library of clauses, and how it comes into the database."""

from pathlib import Path

from agreements.models import Category, ClauseTemplate, Floor, Pack, WatchWords
from trustpact.curation import starter

CLAUSES = Path(__file__).parent / "clauses.toml"


def load_clauses(*, now, path=CLAUSES):
    """Bring categories, packs, clauses, watch words and the floor into the library, in each language."""
    for language, library in starter.read(path).items():
        packs = [(slug, _without(pack, "clause")) for slug, pack in library["pack"].items()]
        for model, texts in (
            (Category, library["category"].items()),
            (Pack, packs),
            (ClauseTemplate, _clauses(library["pack"])),
            (WatchWords, library["watch"].items()),
            (Floor, library["floor"].items()),
        ):
            model.load_starters(texts, language=language, now=now)


def _clauses(packs):
    for pack, entry in packs.items():
        for clause in entry["clause"]:
            yield clause["slug"], _without(clause, "slug") | {"pack": pack}


def _without(entry, name):
    return {key: value for key, value in entry.items() if key != name}
