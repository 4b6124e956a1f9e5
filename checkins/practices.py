"""The words of practices, such as a pause: what the library says of them, in each language."""

from functools import cache
from pathlib import Path

from checkins.models.template import WordList
from trustpact.curation import memory, starter

LIBRARY = Path(__file__).parent / "library" / "practices.toml"
FEELINGS = "feelings"


def words_of(practice, language):
    """Return what the library says of a practice in a language, or in English."""
    said = _library()
    return said.get(language, said[starter.FALLBACK_LANGUAGE])[practice][practice]


@cache
def _library():
    return starter.read(LIBRARY)


def feelings(language):
    """Return the words for feelings that the library has in a language: at first, and the others."""
    for words in memory.published(WordList, language):
        if words.slug == FEELINGS:
            return words.words[: words.at_first], words.words[words.at_first :]
    return [], []
