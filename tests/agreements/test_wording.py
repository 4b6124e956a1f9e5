from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements import wording
from trustpact.web import difference

KNOWN = {"topics": {}, "how_soon": {}}
TEXT = "We share {topics} within {how_soon}, and {topics} stay ours."


def test_blanks_stand_once_each_in_order():
    assert wording.blanks_in(TEXT, KNOWN) == ["topics", "how_soon"]


def test_a_filled_text_reads_as_one_sentence():
    values = {"topics": "debts", "how_soon": "a day"}
    assert (
        wording.filled(TEXT, KNOWN, values) == "We share debts within a day, and debts stay ours."
    )


def test_an_empty_blank_reads_as_a_gap():
    assert wording.filled(TEXT, KNOWN, {"topics": "debts"}) == (
        "We share debts within …, and debts stay ours."
    )


def test_unfilled_names_what_is_empty():
    assert wording.unfilled(TEXT, KNOWN, {"topics": "debts", "how_soon": ""}) == ["how_soon"]


def test_a_value_at_the_start_of_a_sentence_has_a_capital():
    text = "{who} can see it. {who} may stop."
    filled = wording.filled(text, {"who": {}}, {"who": "each of us"})
    assert filled == "Each of us can see it. Each of us may stop."


@pytest.mark.parametrize(
    "typed", ["{{7*7}}", "{other}", "{", "{}", "{topics", "a {b} c", "{TOPICS}"]
)
def test_braces_that_are_no_blank_are_ordinary_characters(typed):
    assert wording.filled(typed, KNOWN, {}) == typed
    assert wording.blanks_in(typed, KNOWN) == []


def test_a_value_with_braces_is_not_filled_again():
    assert (
        wording.filled("{topics}", KNOWN, {"topics": "{how_soon}", "how_soon": "x"}) == "{how_soon}"
    )


def test_parts_tell_words_from_blanks():
    parts = wording.parts("In {how_soon}.", KNOWN, {})
    assert [(part.text, part.blank, part.is_gap) for part in parts] == [
        ("In ", "", False),
        ("", "how_soon", True),
        (".", "", False),
    ]


def spelled(old, new):
    """Return a difference as one line: [-removed-], {+added+}."""
    forms = {"same": "%s", "removed": "[-%s-]", "added": "{+%s+}"}
    return "".join(forms[piece.change] % piece.text for piece in difference.difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("We cook.", "We cook.", "We cook."),
        ("We cook on Sundays.", "We cook on Mondays.", "We cook on [-Sundays-]{+Mondays+}."),
        ("We cook.", "We cook together.", "We cook{+ together+}."),
        ("We always cook.", "We cook.", "We[- always-] cook."),
        ("one two three", "four five three", "[-one two-]{+four five+} three"),
        ("", "New", "{+New+}"),
        ("Old", "", "[-Old-]"),
        ("", "", ""),
        ("我们周日做饭", "我们周一做饭", "我们周[-日-]{+一+}做饭"),
        ("हम खाना बनाते हैं", "हम चाय बनाते हैं", "हम [-खाना-]{+चाय+} बनाते हैं"),
        ("yes 👨‍👩‍👧 no", "yes 👩‍👧 no", "yes [-👨‍👩‍👧-]{+👩‍👧+} no"),
    ],
)
def test_a_difference_names_the_words_that_changed(old, new, difference):
    assert spelled(old, new) == difference


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_difference_spells_both_texts(old, new):
    pieces = difference.difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == old
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == new


@given(st.text("ab c", max_size=30), st.text("ab c", max_size=30))
def test_a_difference_reads_removed_before_added_and_joins_neighbours(old, new):
    changes = [piece.change for piece in difference.difference(old, new)]
    assert all(one != other for one, other in pairwise(changes))
    assert ("added", "removed") not in set(pairwise(changes))


@given(st.text(st.characters(max_codepoint=0x2030, exclude_categories=["Cs"])))
def test_the_quick_way_to_cut_plain_text_cuts_it_as_any_script_is_cut(text):
    assert difference._words(text) == difference._words_in_any_script(text)
