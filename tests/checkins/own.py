"""A ritual in Ana's and Ben's own words."""

from datetime import time

from checkins.models import OwnQuestions
from tests.cast import NOON

EVERY_DAY = {
    "clock": "own", "at": time(19, 30), "unit": "day", "every": 1, "weekdays": "", "day": 0, "nth": 0,
    "started_on": NOON.date(), "ends_on": None, "replaces": "",
}  # fmt: skip
SMILE = {"kind": "text", "slug": "", "text": "What made me smile?", "visibility": "us"}
TEA = {
    "kind": "choice",
    "slug": "",
    "text": "Tea or coffee?",
    "choices": ["Tea", "Coffee"],
    "visibility": "me",
}
CLOSENESS = {"kind": "level", "slug": "connection", "visibility": "us"}
WEATHER = {
    "kind": "words",
    "slug": "",
    "text": "My weather",
    "words": ["Sun", "Rain", "Wind"],
    "visibility": "us",
}
LAUGHED = {"kind": "yes-no", "slug": "", "text": "Did we laugh?", "visibility": "us"}
SMALL = {"kind": "item", "slug": "", "text": "One small thing I will do", "visibility": "us"}
EVERY_KIND = [SMILE, TEA, CLOSENESS, WEATHER, LAUGHED, SMALL]


def own_ritual(cast, now=NOON, *, name="Tea at six", questions=(SMILE, TEA), **plan):
    """Begin a ritual in own words for Ana and Ben, every day from today on."""
    today = cast.couple.local(now).date()
    return OwnQuestions.begin(
        cast.couple,
        name=name,
        about="Ten minutes for us.",
        questions=list(questions),
        plan=EVERY_DAY | {"started_on": today} | plan,
        now=now,
    )


def rewrite(ritual, questions, *, now, name="Tea at six", about="Ten minutes for us.", seen=None):
    """Write the ritual's questions anew, from what stands there."""
    seen = OwnQuestions.digest(ritual) if seen is None else seen
    OwnQuestions.rewrite(ritual, name=name, about=about, questions=questions, seen=seen, now=now)


def asked(ritual):
    """Return the questions as they were last written."""
    return OwnQuestions.latest(ritual).questions
