"""The rituals that come with the product, loaded as data."""

import tomllib
from pathlib import Path

from checkins.models.template import Level, RitualTemplate, WordList

LIBRARY = Path(__file__).with_name("rituals.toml")


def load(*, now):
    """Bring the starter rituals, levels and words in; a second time changes nothing."""
    library = tomllib.loads(LIBRARY.read_text())
    Level.load_starters(_texts(library["level"]), now=now)
    WordList.load_starters(_texts(library["words"]), now=now)
    RitualTemplate.load_starters(_texts(library["ritual"]), now=now)


def _texts(tables):
    return [(table.pop("slug"), table) for table in tables]
