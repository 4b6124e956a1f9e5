"""The library improves a clause that a couple uses: a calm note, taken or not; nothing changes by itself."""

import pytest
from django.urls import reverse

from agreements.models import Agreement
from agreements.models.improved import improved_words
from tests.agreements.drafting import accept, add, agree, propose, template
from tests.cast import NOON, make_person

pytestmark = pytest.mark.django_db
NOTE = "The library has other words for this by now"


def improve(slug, text):
    """Have one curator write other words for a clause, and another publish them."""
    found = template(slug)
    draft = found.revise(fields={"text": text}, by=make_person("Ivo"))
    draft.submit().publish(by=make_person("Cem"), now=NOON)


@pytest.fixture
def clause(cast):
    (clause,) = add(cast, "pause-and-reflect")
    clause.fill({"how_soon": "a day"})
    agree(cast, clause)
    return Agreement.of(cast.couple).clauses.get()


@pytest.fixture
def better(clause):
    improve("pause-and-reflect", "Either of us can call a pause, and is back within {how_soon}.")
    return "Either of us can call a pause, and is back within a day."


def page(client, cast, clause, name="clause", query=""):
    client.force_login(cast.ana)
    return client.get(reverse(f"agreements:{name}", args=[clause.pk]) + query).content.decode()


def test_no_note_while_the_library_says_the_same(client, cast, clause):
    assert NOTE not in page(client, cast, clause)


def test_publishing_changes_no_word_of_a_couple_and_brings_a_note(client, cast, clause, better):
    before = clause.text
    clause = Agreement.of(cast.couple).clauses.get()
    assert clause.text == before
    assert improved_words(clause) == better
    assert NOTE in page(client, cast, clause)


def test_taking_the_words_is_a_proposal_that_starts_from_them(client, cast, clause, better):
    assert better in page(client, cast, clause, "new_words", "?from=library")
    assert better not in page(client, cast, clause, "new_words")


def test_note_goes_while_words_are_proposed(client, cast, clause, better):
    propose(clause, cast.ben_partner)
    assert NOTE not in page(client, cast, clause)


def test_no_note_where_the_couple_chose_own_words(cast, clause, better):
    accept(propose(clause, cast.ben_partner), cast.ana_partner)
    assert improved_words(Agreement.of(cast.couple).clauses.get()) == ""


def test_no_note_where_a_new_blank_was_filled_in_by_nobody(cast, clause):
    found = template("pause-and-reflect")
    blanks = found.blanks | {"signal": {"label": "Signal", "kind": "text", "suggest": "a hand"}}
    text = "Either of us can call a pause with {signal}, and is back within {how_soon}."
    draft = found.revise(fields={"text": text, "blanks": blanks}, by=make_person("Ivo"))
    draft.submit().publish(by=make_person("Cem"), now=NOON)
    assert improved_words(Agreement.of(cast.couple).clauses.get()) == ""


def test_no_note_before_the_answers_have_opened(client, cast):
    (clause,) = add(cast, "listen-first")
    improve("listen-first", "We listen to the end, and say back what we heard before we answer.")
    assert NOTE not in page(client, cast, clause)
