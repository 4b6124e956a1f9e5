"""
What a question that comes back must not demand, read from its words, PURE.

A question repeated every day can become a duty to report: where one was, whom one wrote to. So own
questions are read twice by A10's rules: as they stand, and, where they ask the other or for an
account of oneself, as what they make of the answer ("you must tell me ..."). What a question asks
for in few words is known by patterns besides. Like those rules it does not understand; what it
misses meets that every question can be left out, and that nobody sees whether it was.
"""

import re
from typing import NamedTuple

from agreements import limits

KINDS = ("level", "words", "choice", "yes-no", "text", "item")
WITH_CHOICES = {"words": "words", "choice": "choices"}  # kind: the name of what is offered
MOST_QUESTIONS = 12
FEWEST_CHOICES, MOST_CHOICES = 2, 12
TEXT_LIMIT = 160  # characters of a question
CHOICE_LIMIT = 40

_DUTY = {"en": "You must tell me {}.", "de": "Du musst mir sagen, {}."}
# How a question about oneself reads as the duty of the other.
_OTHER = {
    "en": {"i": "you", "me": "you", "my": "your", "mine": "yours", "am": "are", "myself": "yourself"},
    "de": {"ich": "du", "mich": "dich", "mir": "dir", "mein": "dein", "meine": "deine"},
}  # fmt: skip
_ASKS_FOR_AN_ACCOUNT = re.compile(
    r"^\W*(?:and |und |tell me,? |sag mir,? )?"
    r"(?:where|who|whom|whose|which|what|when|how (?:many|much|often|long)|did|do|does|have|has|were|"
    r"wo|wohin|woher|wer|wem|wen|wessen|welche\w*|was|wann|wie (?:viele?|oft|lange)|hast|habe|warst|"
    r"bist|with whom|mit wem|bei wem)\b"
)
_OF_ONE = re.compile(r"\b(?:you|your|i|my|me|du|dein\w*|dir|dich|ich|mein\w*|mir|mich)\b")
_OF_BOTH = re.compile(r"\b(?:we|us|our|together|wir|uns\w*|zusammen)\b")
# Of these, what is asked of the answerer alone is read as a duty, too. How a body feels is no
# demand; so of closeness only what stands there plainly, and the patterns below, count.
_AS_DUTY = frozenset(("passwords", "location", "messages", "money", "isolation", "health"))
_WENT_HOME = r"(?:come|get|leave|arrive)\b.{0,20}\b(?:home|house|work)"
_SPENT = r"(?:spend|spent|earn|earned|bought|buy)"
_SPOKEN = r"(?:talk|talked|speak|spoken|spoke|met|meet|seen|see|saw|hang|hung|been|call|called)"
_WRITTEN = r"(?:text|texted|write|written|wrote|message|messaged|chat|chatted|mail|mailed|dm)"
_PATTERNS = [
    (category, re.compile(pattern))
    for category, pattern in (
        ("messages", rf"\b(?:who|whom)\b.{{0,30}}\b{_WRITTEN}\b"),
        ("messages", rf"\b{_WRITTEN}\b.{{0,20}}\b(?:with|to) (?:who|whom)\b"),
        ("messages", r"\bwem\b.{0,30}\b(?:schreib\w*|schrieb\w*|geschrieben|gechattet)\b"),
        ("messages", r"\bmit wem\b.{0,30}\b(?:schreib\w*|geschrieben|gechattet)\b"),
        ("isolation", rf"\b(?:who|whom)\b.{{0,30}}\b{_SPOKEN}\b"),
        ("isolation", r"\b(?:who|whom) (?:was|were|is|are) (?:you|i) with\b|\bwith whom\b"),
        ("isolation", r"\bmit wem\b|\bbei wem\b|\bwen\b.{0,30}\b(?:getroffen|gesehen|triffst)\b"),
        ("location", r"\bwhere (?:was i|i was|were you|have (?:you|i) been|are you|did (?:i|you) go)\b"),
        ("location", r"\bwo (?:war ich|ich war|warst du|du warst|bist du|bin ich gewesen)\b"),
        ("location", rf"\bwhen (?:did|do|will) (?:you|i) {_WENT_HOME}\b"),
        ("money", rf"\b(?:how much|what) (?:money )?(?:did|do|have) (?:you|i) {_SPENT}\b"),
        ("money", r"\b(?:wie ?viel|was|wofuer)\b.{0,30}\b(?:ausgegeben|verdient|gekauft)\b"),
        ("advance-consent", r"\b(?:will|would|can|may) (?:you|i|we) (?:sleep with|have sex|make love)\b"),
        ("advance-consent", r"\b(?:did|do) (?:you|i|we) have sex\b|\bhow (?:many|often)\b.{0,30}\bsex\b"),
        ("advance-consent", r"\bhatten wir sex\b|\bwie oft\b.{0,30}\bsex\b|\bschlaefst du mit mir\b"),
        ("passwords", r"\b(?:passwords?|passcodes?|pin code|passwort|passwoerter|handycode)\b"),
    )
]  # fmt: skip
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'"})


class Demand(NamedTuple):
    """A limit that a question meets, and the words by which it does."""

    category: str
    words: str


def demand(text: str, language: str = "") -> Demand | None:
    """Return the limit that a question (or a name, or an answer to pick) meets, or None."""
    reading = limits.read(text, language)
    if reading.category:
        return Demand(reading.category, reading.words)
    plain = text.casefold().translate(_PLAIN)
    for category, pattern in _PATTERNS:
        if found := pattern.search(plain):
            return Demand(category, _as_typed(text, found))
    if _ASKS_FOR_AN_ACCOUNT.search(plain) and _OF_ONE.search(plain) and not _OF_BOTH.search(plain):
        category = _as_a_duty(text, language)
        if category in _AS_DUTY:
            return Demand(category, text)
    return None


def _as_a_duty(text: str, language: str) -> str:
    for spoken, duty in _DUTY.items():
        turned = " ".join(
            _OTHER[spoken].get(word.casefold(), word) for word in text.rstrip(" ?!.").split()
        )
        category = limits.read(duty.format(turned[:1].lower() + turned[1:]), spoken).category
        if category in _AS_DUTY:
            return category
    return ""


def _as_typed(text: str, found: re.Match) -> str:
    """Return the words as they were typed, where folding did not move them; else the whole text."""
    same_length = len(text.casefold().translate(_PLAIN)) == len(text)
    return text[found.start() : found.end()] if same_length else text


def meaning(question: dict) -> tuple:
    """
    Return what a question asks, whatever its place and whoever's eyes its answer starts for.

    Answers are put side by side by the question's slug, so a question that means something else
    must go by another slug: nobody's old answer may stand beside a new question.
    """
    if question["kind"] == "level":
        return "level", question["slug"]
    offered = WITH_CHOICES.get(question["kind"], "")
    return question["kind"], question["text"], tuple(question.get(offered, ()))
