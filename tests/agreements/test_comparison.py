"""What changed from one version to another."""

import time
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from agreements.canonical import Clause, Document, Floor
from agreements.comparison import compare

FLOOR = Floor("Always", ("Each of us may say no.",), "No proof.", "No promise.")


def clause(name, text="We talk.", revision="", concerns="", days=0):
    return Clause(name, revision, text, concerns, days)


def document(*clauses, **facts):
    whole = Document("a", 1, "en", ("p", "q"), FLOOR, clauses, date(2026, 6, 2))
    return replace(whole, **facts)


def texts(pairs):
    return [pair.text for pair in pairs]


def shown(pieces):
    forms = {"same": "%s", "removed": "[-%s-]", "added": "{+%s+}"}
    return "".join(forms[piece.change] % piece.text for piece in pieces)


def test_a_version_says_the_same_as_itself():
    one = document(clause("1"), clause("2"))
    comparison = compare(one, one)
    assert comparison.is_empty
    assert len(comparison.unchanged) == 2


def test_clauses_are_added_and_removed():
    comparison = compare(document(clause("1", "Old.")), document(clause("2", "New.")))
    assert texts(comparison.removed) == ["Old."]
    assert texts(comparison.added) == ["New."]
    assert comparison.removed[0].old_number == comparison.added[0].new_number == 1


def test_other_words_show_word_by_word():
    comparison = compare(
        document(clause("1", "We tell within two days.")),
        document(clause("1", "We tell within one day.")),
    )
    (pair,) = comparison.changed
    assert shown(pair.pieces) == "We tell within [-two days-]{+one day+}."


def test_whom_it_concerns_and_how_long_it_holds_are_changes():
    old, new = clause("1", concerns="p", days=60), clause("1", concerns="both", days=60)
    (pair,) = compare(document(old), document(new)).changed
    assert (pair.has_new_terms, pair.pieces) == (True, ())
    assert compare(document(old), document(replace(old, lapses_after_days=90))).changed


def test_a_clause_that_only_moved_is_unchanged():
    one, two = clause("1"), clause("2", "We plan.")
    comparison = compare(document(one, two), document(two, one))
    assert comparison.is_empty
    assert [(pair.old_number, pair.new_number) for pair in comparison.unchanged] == [(2, 1), (1, 2)]


def test_a_newer_revision_of_the_library_takes_the_place_of_the_older():
    old = clause("1", "We rest.", revision="rest/en/1")
    new = clause("2", "We rest well.", revision="rest/en/2")
    comparison = compare(document(old), document(new))
    assert shown(comparison.changed[0].pieces) == "We rest{+ well+}."
    assert not comparison.added + comparison.removed


def test_own_words_never_take_each_others_place():
    comparison = compare(document(clause("1", "We rest.")), document(clause("2", "We rest.")))
    assert (len(comparison.added), len(comparison.removed)) == (1, 1)


def test_floor_language_and_day_to_look_again_are_told():
    new = document(
        locale="de", review_on=date(2026, 9, 2), floor=replace(FLOOR, lines=("Each may say no.",))
    )
    comparison = compare(document(), new)
    assert comparison.locales == ("en", "de")
    assert comparison.reviews == (date(2026, 6, 2), date(2026, 9, 2))
    assert "[-of us -]" in shown(comparison.floor)


clauses = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["", "x/en/1", "x/en/2", "y/de/1"])),
    unique_by=lambda one: one[0],
    max_size=8,
).map(lambda found: [clause(name, f"We {name}{rev}.", rev) for name, rev in found])


@given(clauses, clauses)
def test_every_clause_of_both_texts_is_told_once(before, after):
    comparison = compare(document(*before), document(*after))
    both = comparison.changed + comparison.unchanged
    told_old = [pair.old.id for pair in both + comparison.removed]
    told_new = [pair.new.id for pair in both + comparison.added]
    assert sorted(told_old) == sorted(one.id for one in before)
    assert sorted(told_new) == sorted(one.id for one in after)


def test_two_versions_of_60_clauses_are_compared_in_50_ms():
    """Every clause reworded; 80 words each, the least of five goes."""
    words = [f"word{number % 60}" for number in range(80)]
    old = document(*(clause(str(number), " ".join(words)) for number in range(60)))
    words[::8] = ["other"] * 10
    new = document(*(clause(str(number), " ".join(words)) for number in range(60)))
    assert min(_seconds(old, new) for _ in range(5)) < 0.05


def _seconds(old, new):
    start = time.process_time()
    compare(old, new)
    return time.process_time() - start
