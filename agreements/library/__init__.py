"""The starter library of clauses, and how it comes into the database."""

import tomllib
from pathlib import Path

from agreements.models import Category, ClauseTemplate, Floor, Pack, WatchWords

CLAUSES = Path(__file__).parent / "clauses.toml"


def load_clauses(*, now, path=CLAUSES):
    """Bring categories, packs, clauses, watch words and the floor into the library."""
    library = tomllib.loads(path.read_text(encoding="utf-8"))
    Category.load_starters([_text(one) for one in library["category"]], now=now)
    Pack.load_starters([_text(pack) for pack in library["pack"]], now=now)
    ClauseTemplate.load_starters(list(_clauses(library["pack"])), now=now)
    WatchWords.load_starters([("watch", library["watch"])], now=now)
    Floor.load_starters([(Floor.SLUG, library["floor"])], now=now)


def _text(entry):
    fields = {name: value for name, value in entry.items() if name not in ("slug", "clause")}
    return entry["slug"], fields


def _clauses(packs):
    for pack in packs:
        for clause in pack["clause"]:
            slug, fields = _text(clause)
            yield slug, fields | {"pack": pack["slug"]}
