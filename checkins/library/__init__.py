"""The rituals that come with the product, loaded as data."""

from pathlib import Path

from checkins.models.template import Level, RitualTemplate, WordList
from trustpact.curation import starter

LIBRARY = Path(__file__).with_name("rituals.toml")


def load(*, now):
    """Bring the starter rituals, levels and words in, in each language; twice changes nothing."""
    for language, library in starter.read(LIBRARY).items():
        Level.load_starters(library["level"].items(), language=language, now=now)
        WordList.load_starters(library["words"].items(), language=language, now=now)
        RitualTemplate.load_starters(library["ritual"].items(), language=language, now=now)
