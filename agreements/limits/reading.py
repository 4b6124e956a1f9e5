"""Frames against the words of a text: what it binds to, PURE."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.limits import forms
from agreements.limits.frames import ACTS, FRAMES, Frame
from agreements.limits.lexicon import Lexicon
from agreements.limits.scope import Scope
from agreements.limits.verdict import KINDS, Verdict
from agreements.limits.words import TAGS, Word, sentences, spelled_out

NEAR = 14  # how many words may stand between an act and what it needs
LEXICONS = {
    "en": Lexicon("english", gap=6, forms=forms.english),
    "de": Lexicon("german", gap=7, forms=forms.german, particles=forms.PARTICLES),
}
VERB_LAST = {"en": False, "de": True}
INSTEAD = TAGS["INSTEAD"]  # what comes after it is not what is done before it
ANAPHOR = TAGS["ANAPHOR"]
# What "it" and "them" may stand for in the sentence that comes next.
THINGS = TAGS["DEVICE|KEY|MSG|LOCATION|ACCOUNT|SEX|SEXACT|INCOME|MEDS|PILL|TRACKER|BADMOUTH"]
# Of these, what is only offered is a willing look into what is one's own.
VIEWS = frozenset(("", "passwords", "location", "messages"))


@dataclass(frozen=True)
class Reading:
    """What a text binds to ("" for nothing), by which words, and whether it is intrusive."""

    category: str = ""
    words: str = ""
    is_intrusive: bool = False


@dataclass(frozen=True, order=True)
class _Found:
    rank: int
    is_after_leaving: bool  # "whoever leaves loses the dog" is a price of leaving first
    first: int  # where its words begin and end in the text
    end: int
    category: str


def read(text: str, language: str = "") -> Reading:
    """
    Return what the text would bind a person to, and whether it is intrusive.

    A sentence is read in the language that it shows. One that shows none is read in `language`
    ("en", "de") first, then in the other. The words of Reading stand as they were typed, but for
    shortened ones ("don't"), which are spelled out.
    """
    text = spelled_out(text)
    is_intrusive, things = False, 0
    for words in sentences(text):
        meant = things
        for spoken in _languages(words, language):
            LEXICONS[spoken].tag(words)
            things = 0
            for word in words:
                things |= word.tags & THINGS
                word.tags |= meant if word.tags & ANAPHOR else 0
            found, views = _stand_in(words, spoken)
            is_intrusive |= views
            if found:
                best = min(found)
                return Reading(best.category, text[best.first : best.end], is_intrusive)
    return Reading(is_intrusive=is_intrusive)


def _languages(words: list[Word], language: str) -> list[str]:
    """Return the languages to read a sentence in: the one it shows, or all, `language` first."""
    shown = {one: lexicon.speaks(words) for one, lexicon in LEXICONS.items()}
    order = sorted(LEXICONS, key=lambda one: (-shown[one], one != language))
    return order[:1] if shown[order[0]] > shown[order[1]] else order


def _stand_in(words: list[Word], language: str) -> tuple[list[_Found], bool]:
    """Return what binds in a sentence, and whether anything in it is a view."""
    found: list[_Found] = []
    is_view = False
    scope = Scope(words, verb_last=VERB_LAST[language])
    for frame in FRAMES if scope.tags & ACTS else ():
        if not frame.could_stand(scope.tags):
            continue
        for place, first, last in _places(frame, words):
            verdict = KINDS[frame.kind](scope, place)
            if verdict is Verdict.BINDS:
                span = words[first].at, words[last].at + len(words[last].typed)
                is_other = frame.rank > 0 or frame.category != "leaving"
                found.append(_Found(frame.rank, is_other, *span, frame.category))
            is_view |= verdict is Verdict.OFFERED and frame.category in VIEWS
    return found, is_view


def _is_on(side: str, here: int, place: int) -> bool:
    """Whether `here` stands on that side of `place`."""
    return not side or (here > place) == (side == ">")


def _places(frame: Frame, words: list[Word]) -> Iterator[tuple[int, int, int]]:
    """Yield each place where the act stands with what it needs near and no bar; with the words' ends."""
    for place, word in enumerate(words):
        if not word.tags & frame.act:
            continue
        low = max(0, place - NEAR)
        near = words[low : place + NEAR + 1]
        if frame.bars and any(one.tags & frame.bars for one in near):
            continue
        reach = [place]
        for need, side in frame.needs:
            places = [low + here for here, one in enumerate(near) if one.tags & need]
            closest = min(
                (here for here in places if here != place and _is_on(side, here, place)),
                key=lambda here: abs(here - place),
                default=None,
            )
            if closest is None:
                break
            reach.append(closest)
        else:
            first, last = min(reach), max(reach)
            if not any(word.tags & INSTEAD for word in words[place:last]):
                yield place, first, last
