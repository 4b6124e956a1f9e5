"""The rituals, repairs, exercises and journal prompts that come with the product, as data."""

from pathlib import Path

from checkins.models.exercise import Exercise
from checkins.models.guide import RepairGuide
from checkins.models.journal import JournalPrompt
from checkins.models.template import Level, RitualTemplate, WordList
from trustpact.curation import starter

LIBRARY = Path(__file__).with_name("rituals.toml")
EXERCISES = LIBRARY.with_name("exercises.toml")
JOURNAL = LIBRARY.with_name("journal.toml")


def load(*, now):
    """Bring all of the starters in, in each language; twice changes nothing."""
    for language, library in starter.read(LIBRARY).items():
        Level.load_starters(library["level"].items(), language=language, now=now)
        WordList.load_starters(library["words"].items(), language=language, now=now)
        RitualTemplate.load_starters(library["ritual"].items(), language=language, now=now)
        RepairGuide.load_starters(library["repair"].items(), language=language, now=now)
    for language, library in starter.read(EXERCISES).items():
        Exercise.load_starters(library["exercise"].items(), language=language, now=now)
    for language, library in starter.read(JOURNAL).items():
        JournalPrompt.load_starters(library["journal"].items(), language=language, now=now)
