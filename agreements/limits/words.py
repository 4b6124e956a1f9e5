"""Text into sentences of words, and the tags that words carry, PURE."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"'s\b|\d+(?:[.,]\d+)*|[^\W\d_]+|[^\s\w]|\n")
_ENDS = frozenset(".!?;\n")
_PAUSES = frozenset(",:()–—/")
_SKIPPED = frozenset(("-", "\u00ad", '"', "“", "”", "„", "«", "»"))
_LONGEST = 64  # a word longer than this is none
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_SHORT = {"n't": " not", "'ll": " will", "'re": " are", "'ve": " have", "'m": " am"}
_SHORTENED = re.compile(r"(?:n't|'(?:ll|re|ve|m))\b", re.IGNORECASE)
_WHOLE = (
    (re.compile(r"\bcan't\b|\bcannot\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon't\b", re.IGNORECASE), "will not"),
    (re.compile(r"\bshan't\b", re.IGNORECASE), "shall not"),
)


class Tags:
    """Names of what words mean, as bits, given out in the order of their first use."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def __getitem__(self, names: str) -> int:
        """Return the bits of one name, or of several written as `A|B`."""
        bits = 0
        for name in names.split("|"):
            bits |= self._bits.setdefault(name, 1 << len(self._bits))
        return bits

    def __iter__(self) -> Iterator[str]:
        return iter(self._bits)


TAGS = Tags()


@dataclass(slots=True)
class Word:
    """One word: as it was typed, folded for looking up, its plainer forms, and what it means."""

    typed: str
    folded: str
    at: int = 0  # where it begins in the text
    is_pause: bool = False
    forms: tuple[str, ...] = ()
    tags: int = 0

    @property
    def is_capital(self) -> bool:
        """Whether it was typed with a capital letter."""
        return self.typed[0].isupper()


def fold(text: str) -> str:
    """Return text as it is looked up: one form of each letter, umlauts spelled out, no hidden signs."""
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_UMLAUTS)
    if text.isascii():
        return text
    loose = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in loose if unicodedata.category(sign) not in ("Mn", "Cf"))


def sentences(text: str) -> Iterator[list[Word]]:
    """Yield the sentences of a spelled-out text, without the signs that end them."""
    words: list[Word] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in _ENDS:
            if words:
                yield words
            words = []
        elif token not in _SKIPPED and len(token) <= _LONGEST and (folded := fold(token).strip()):
            words.append(Word(token, folded, match.start(), is_pause=token in _PAUSES))
    if words:
        yield words


def spelled_out(text: str) -> str:
    """Return the text with shortened words written out: don't, you'll."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    for short, long in _WHOLE:
        text = short.sub(long, text)
    return _SHORTENED.sub(lambda match: _SHORT[match[0].lower()], text)
