"""
Text intake, PURE: which characters a person's words may hold, and in which form they are kept.

Words are shown to another person, signed as bytes and printed. So everything that makes two texts
look alike without being alike, or one text look like another, is refused rather than removed:
nobody signs what they did not type.
"""

import re
from unicodedata import category, normalize

MARKS_IN_A_ROW = 10

# Zero-width non-joiner and joiner: Persian, Indic scripts, emoji families.
_JOINERS = "\u200c\u200d"
_VARIATION = "\ufe0e\ufe0f"  # text or emoji presentation of the character before
_JOINED = ("L", "M", "S")  # letters, marks and symbols: between these a joiner does its work
_PRESENTED = ("S", "P", "N")  # what comes as text or as emoji

# The first pattern that is found names the reason; the order is from gross to subtle.
_REFUSED = {
    "control": re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]"),
    "surrogate": re.compile(r"[\ud800-\udfff]"),
    "noncharacter": re.compile(
        "[\ufdd0-\ufdef"
        + "".join(chr(p * 0x10000 + low) for p in range(17) for low in (0xFFFE, 0xFFFF))
        + "]"
    ),
    "direction": re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"),
    "tag": re.compile(r"[\U000e0000-\U000e007f]"),
    "invisible": re.compile(
        r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065"
        r"\u206a-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb]"
    ),
}
_CAREFUL = re.compile(f"[{_JOINERS}{_VARIATION}\U000e0100-\U000e01ef]")
_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # in no input at all


class TextRefused(ValueError):
    """
    A text that cannot be taken in.

    `reason` is one of: too_long, lines, control, surrogate, noncharacter, direction, tag,
    invisible, marks. `length` and `limit` count characters (code points) where it is too_long.
    """

    def __init__(self, reason: str, *, length: int = 0, limit: int = 0):
        super().__init__(f"{reason}: text of {length} characters, limit {limit}")
        self.reason = reason
        self.length = length
        self.limit = limit


def clean_text(value: str, *, limit: int, lines: bool = True) -> str:
    """
    Return `value` in NFC with plain newlines, or raise TextRefused.

    `limit` counts characters (code points) after normalising. With `lines=False` a newline is
    refused as well. Nothing is trimmed, dropped or replaced but CR LF and CR by LF.
    """
    if len(value) > 4 * limit:  # do not normalise a megabyte to learn that it is too long
        raise TextRefused("too_long", length=len(value), limit=limit)
    text = normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > limit:
        raise TextRefused("too_long", length=len(text), limit=limit)
    if not lines and "\n" in text:
        raise TextRefused("lines")
    _refuse_characters(text)
    _refuse_stacked_marks(text)
    return text


def plain_input(value: str) -> bool:
    """Whether a raw request value is free of what no form of ours can ever want to read."""
    return not _NEVER.search(value)


def _refuse_characters(text: str) -> None:
    for reason, pattern in _REFUSED.items():
        if pattern.search(text):
            raise TextRefused(reason)
    for found in _CAREFUL.finditer(text):
        before = text[found.start() - 1 : found.start()]
        after = text[found.end() : found.end() + 1]
        if not _is_needed(found[0], before, after):
            raise TextRefused("invisible")


def _is_needed(character: str, before: str, after: str) -> bool:
    """Whether an unseen character does its work between these two neighbours ("" at an end)."""
    kind = category(before)[0] if before else ""
    if character in _JOINERS:
        return kind in _JOINED and bool(after) and category(after)[0] in _JOINED
    if character in _VARIATION:
        return kind in _PRESENTED
    return bool(before) and category(before) == "Lo"  # a variant of an ideograph, as in names


def _refuse_stacked_marks(text: str) -> None:
    run = 0
    for character in text:
        run = run + 1 if category(character) in ("Mn", "Me") else 0
        if run > MARKS_IN_A_ROW:
            raise TextRefused("marks")
