"""Text intake: what passes, what is refused, and why."""

import pytest

from trustpact.web.text import TextRefused, clean_text, plain_input

PASSES = {
    "two lines": "We talk first.\nThen we decide.",
    "Arabic": "نتحدث أولاً",
    "Hebrew with points": "שָׁלוֹם",
    "Persian with a non-joiner": "می\u200cخواهم",
    "Sinhala with a joiner": "ශ්\u200dරී",
    "a family": "👨\u200d👩\u200d👧\u200d👦",
    "a heart in colour": "❤\ufe0f",
    "a heart on fire": "❤\ufe0f\u200d🔥",
    "a keycap": "1\ufe0f\u20e3",
    "a skin tone": "👍🏽",
    "a variant ideograph in a name": "葛\U000e0100飾",
    "markup is only text": "</script>{{ 7*7 }} javascript:",
    "ten marks": "q" + "\u0323" * 10,
}

REFUSED = {
    "NUL": ("a\x00b", "control"),
    "tab": ("a\tb", "control"),
    "C1": ("a\x85b", "control"),
    "delete": ("a\x7fb", "control"),
    "surrogate": ("a\ud800b", "surrogate"),
    "noncharacter": ("a\ufdd0b", "noncharacter"),
    "last of a plane": ("a\U0001ffffb", "noncharacter"),
    "override": ("a\u202eb", "direction"),
    "isolate": ("a\u2066b", "direction"),
    "right-to-left mark": ("a\u200fb", "direction"),
    "tag": ("a\U000e0041b", "tag"),
    "zero-width space": ("pass\u200bword", "invisible"),
    "byte order mark": ("\ufeffa", "invisible"),
    "word joiner": ("a\u2060b", "invisible"),
    "soft hyphen": ("a\u00adb", "invisible"),
    "Hangul filler": ("a\u3164b", "invisible"),
    "joiner at the start": ("\u200da", "invisible"),
    "joiner at the end": ("a\u200d", "invisible"),
    "joiner between spaces": ("a \u200d b", "invisible"),
    "two joiners": ("a\u200d\u200db", "invisible"),
    "presentation after a letter": ("a\ufe0f", "invisible"),
    "eleven marks": ("q" + "\u0323" * 11, "marks"),
    "ten thousand marks": ("a" + "\u0301" * 3000, "marks"),
}


@pytest.mark.parametrize("text", PASSES.values(), ids=PASSES)
def test_text_of_any_script_passes(text):
    assert clean_text(text, limit=4000) == text


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_text_with_hidden_characters_is_refused(text, reason):
    with pytest.raises(TextRefused) as refused:
        clean_text(text, limit=4000)
    assert refused.value.reason == reason


def test_text_is_kept_composed():
    assert clean_text("Ame\u0301lie", limit=10) == "Am\u00e9lie"


def test_text_lines_end_in_one_way():
    assert clean_text("a\r\nb\rc", limit=10) == "a\nb\nc"


def test_text_limit_counts_characters_after_composing():
    assert clean_text("e\u0301" * 5, limit=5) == "\u00e9" * 5


@pytest.mark.parametrize("length", [11, 1_000_000])
def test_text_over_its_limit_says_how_long_it_is(length):
    with pytest.raises(TextRefused) as refused:
        clean_text("x" * length, limit=10)
    assert (refused.value.reason, refused.value.length, refused.value.limit) == (
        "too_long",
        length,
        10,
    )


def test_text_on_one_line_refuses_a_second():
    with pytest.raises(TextRefused, match="lines"):
        clean_text("Ana\nBcc: all", limit=80, lines=False)


@pytest.mark.parametrize(
    ("value", "plain"),
    [("a\tb\r\nc", True), ("a\x00", False), ("\x1b[2J", False), ("\udfff", False)],
)
def test_plain_input_refuses_what_no_form_wants(value, plain):
    assert plain_input(value) is plain
