"""
What the words of one language mean, PURE.

A tag names a meaning ("DEVICE", "NOT"). It is the same in every language; the words that carry it
stand in one file a language (english.toml, german.toml), so that all that is asked of tags is
written once.
"""

import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from itertools import product

from agreements.limits.words import TAGS, Word, fold

GAP = ".."  # in a phrase: a few words may stand between
LARGE, SMALL = (
    50,
    5,
)  # an amount from which on a threshold leaves room, and below which it leaves none
NAME = TAGS["NAME|SUBJECT|PERSON|TARGET"]
ARTICLE = TAGS["ARTICLE"]  # a noun has a capital too in German, but a name follows no article
TELLING = TAGS["TELLING"]
ENDS_A_GAP = TAGS["BUT|IF|BECAUSE"]
PAUSE = TAGS["PAUSE"]  # what `<PAUSE>` stands for in a phrase
OTHER = TAGS["OTHER"]
FORCES = TAGS[
    "NOT|NOBODY|NO|TURNS|FORBID|WITHOUT|FREE|DUTY|MUST|ONLY|CONSENT|VOLUNTARY|FINE|DEMAND|IF"
]
JOINS = TAGS["BE|AUX|AND|OR|BUT|THAT|BECAUSE|BEFORE|UNLESS"]
TAKES_FORCE = TAGS[
    "FORBID|VOLUNTARY|DUTY|DEMANDED|TURNS|FREE|SAYNO|NONOUN|FREQUENT|UNLOCK|CONSENT|ONLYUS|SUBMITS"
    "|LEAVEONLY|LIMITSNO|NOTHIDDEN"
]
MEANS_ALL = TAGS["EMPTY|FORBID"]  # its words mean nothing by themselves any more: "off the table"
_EITHER = re.compile(r"\|(?![^<]*>)")  # "take|keep", but not within "<A|B>"
_AMOUNTS = TAGS["NUMBER|SMALL"], TAGS["NUMBER"], TAGS["NUMBER|LARGE"]
_NAMES = ("will", "may", "hope", "can", "bill", "guy", "grace", "mark")
_SEASONS = ("april", "may", "june", "summer", "autumn")
_AFTER_A_PARTICLE = frozenset(("und", "oder", "wenn", "sobald", "falls", "bevor"))

Steps = tuple[str, ...]


class Lexicon:
    """
    The words of one language, by tag.

    An entry is a word, `word*` for all that begin with it, `*word` for all that end with it, `*word*` for
    all that hold it, or a phrase of words, in which `<TAG>` stands for any word with that tag, `this|that`
    for either, and `..` for up to `gap` words. The words of some phrases no longer deny, free or oblige by
    themselves (TAKES_FORCE), those of others mean nothing any more (MEANS_ALL).
    """

    def __init__(
        self,
        name: str,
        *,
        gap: int,
        forms: Callable[[str], list[str]],
        particles: frozenset[str] = frozenset(),
    ) -> None:
        """
        `forms` returns a word's plainer forms; `particles` are what a verb can leave behind at the
        end of its sentence, as in German.
        """
        self._gap, self._forms, self._particles = gap, forms, particles
        self._exact: dict[str, int] = {}
        self._begins: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._holds: dict[str, int] = {}
        self._phrases: dict[str, dict[str, dict[Steps, int]]] = {}  # by first and second word
        self._words: dict[Steps, frozenset[str]] = {}  # which words a phrase cannot do without
        self._first_tags: dict[str, int] = {}  # "<NAME>": its bits, where a phrase begins with it
        raw = files("agreements.limits").joinpath(f"{name}.toml").read_text("utf-8")
        for tag, entries in tomllib.loads(raw).items():
            for entry in entries.replace("\n", ",").split(","):
                steps = [_EITHER.split(step) for step in entry.replace("'s", " 's").split()]
                for chosen in product(*steps) if steps else ():
                    folded = [step if step.startswith("<") else fold(step) for step in chosen]
                    self._add(tuple(folded), TAGS[tag])

    def tag(self, words: list[Word]) -> None:
        """Give each word what this language says of it."""
        for word in words:
            word.forms = (word.folded, *self._forms(word.folded))
        self._rejoin(words)
        for place, word in enumerate(words):
            word.tags = PAUSE if word.is_pause else self._meaning(word.folded)
            for form in word.forms[1:]:
                word.tags |= self._meaning(form) & ~FORCES
            if word.is_capital and self._is_a_name(words, place):
                word.tags = NAME
            follows_an_article = place > 0 and words[place - 1].tags & ARTICLE
            if not word.tags and word.is_capital and not follows_an_article:
                word.tags = NAME
                if self._particles and word.folded[-1] in "sxz":
                    word.tags |= OTHER  # "Bens Handy"
        present = frozenset(form for word in words for form in word.forms)
        for place in reversed(range(len(words))):  # a phrase may hold another that begins later
            self._find_phrases(words, place, present)

    def speaks(self, words: list[Word]) -> int:
        """Return how many of the words tell that they are of this language."""
        return sum(bool(self._exact.get(word.folded, 0) & TELLING) for word in words)

    # --- reading the file

    def _add(self, steps: Steps, tag: int) -> None:
        first = steps[0]
        if len(steps) > 1:
            second = steps[1] if steps[1].isalnum() else ""
            if first.startswith("<"):
                self._first_tags[first] = TAGS[first[1:-1]]
            known = self._phrases.setdefault(first, {}).setdefault(second, {})
            known[steps] = known.get(steps, 0) | tag
            self._words[steps] = frozenset(step for step in steps if step.isalnum())
            return
        place = self._exact
        if first.startswith("*"):
            place = self._holds if first.endswith("*") else self._ends
        elif first.endswith("*"):
            place = self._begins
        key = first.strip("*")
        place[key] = place.get(key, 0) | tag

    # --- reading words

    def _is_a_name(self, words: list[Word], place: int) -> bool:
        """Whether a word that means something else is somebody's name: "Will", "June works"."""
        word = words[place]
        if self._particles or word.folded not in (*_NAMES, *_SEASONS):
            return False
        if place > 0 and word.folded in _NAMES:
            return not word.typed.isupper()
        after = words[place + 1].folded if place + 1 < len(words) else ""
        return after[-1:] == "s" and after not in ("is", "was", "does")

    def _meaning(self, word: str) -> int:
        if word[0].isdigit():
            return _amount(word)
        tags = self._exact.get(word, 0)
        for cut in range(len(word) - 1):
            tags |= self._begins.get(word[: cut + 2], 0) | self._ends.get(word[cut:], 0)
        for held, tag in self._holds.items():
            if held in word:
                tags |= tag
        return tags

    def _rejoin(self, words: list[Word]) -> None:
        """Give a verb the particle that it left at the end: "schaltet die Sperre ab"."""
        for place, word in enumerate(words):
            if word.folded not in self._particles:
                continue
            after = words[place + 1 : place + 2]
            if any(not one.is_pause and one.folded not in _AFTER_A_PARTICLE for one in after):
                continue
            for at in range(max(0, place - 9), place):
                verb = words[at]
                if (at == 0 or not verb.is_capital) and len(verb.folded) > 3:
                    joined = word.folded + verb.folded
                    verb.forms += (joined, *self._forms(joined))

    def _find_phrases(self, words: list[Word], place: int, present: frozenset[str]) -> None:
        """Tag the word at which a phrase begins, the longest last."""
        word = words[place]
        starts = [
            *word.forms,
            *(f"{word.folded[:end]}*" for end in range(2, min(len(word.folded), 14) + 1)),
            *(first for first, tags in self._first_tags.items() if word.tags & tags),
        ]
        seconds = ("", *(words[place + 1].forms if place + 1 < len(words) else ()))
        found = []
        for start in starts:
            known = self._phrases.get(start)
            for second in seconds if known else ():
                for steps, tag in known.get(second, {}).items() if known else ():
                    if self._words[steps] <= present and (
                        places := self._matched(steps, words, place)
                    ):
                        found.append((len(places), places, tag))
        for _length, places, tag in sorted(found):
            lost = JOINS if tag & MEANS_ALL else ~FORCES if tag & TAKES_FORCE else ~0
            for covered in places:
                words[covered].tags &= lost
            word.tags |= tag

    def _matched(self, steps: Steps, words: list[Word], place: int) -> list[int]:
        """Return the places of the words that a phrase from `place` on takes, [] where it is none."""
        places, room, here = [place], 0, place + 1
        for step in steps[1:]:
            if step == GAP:
                room = self._gap
                continue
            last = min(here + room, len(words) - 1)
            while here <= last and not _is(step, words[here]):
                if words[here].is_pause or words[here].tags & ENDS_A_GAP:
                    return []
                here += 1
            if here > last:
                return []
            places.append(here)
            here, room = here + 1, 0
        return places


def _is(step: str, word: Word) -> bool:
    if step[0] == "<":
        return bool(word.tags & TAGS[step[1:-1]])
    if step[-1] == "*":
        return word.folded.startswith(step[:-1])
    return step in word.forms


def _amount(number: str) -> int:
    whole = re.split(r"[.,](?!\d{3})", number)[0]
    value = int("".join(sign for sign in whole if sign.isdigit())[:9])
    return _AMOUNTS[(value >= SMALL) + (value >= LARGE)]
