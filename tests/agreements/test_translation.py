"""The draft when the two begin to write in another language."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Choice, Clause, ClauseTemplate, Pack, RoundPress
from agreements.models.version import Version
from tests.agreements.drafting import (
    accept,
    add,
    agree,
    give,
    library,
    open_round,
    own,
    propose,
    say,
    template,
)
from tests.agreements.signing import sign
from tests.cast import NOON
from trustpact.rules import RuleBroken

PROMISE = "Wir versprechen kleine Dinge, die wir halten können, und halten sie."


def write_in(cast, language="de"):
    """Have both choose a language."""
    for partner in (cast.ana_partner, cast.ben_partner):
        partner.couple.write_in(language, asked_by=partner, now=NOON)
    cast.couple.refresh_from_db()


def seen(cast, partner):
    """Return the draft as a partner reads it."""
    return Clause.objects.draft_of(partner, now=NOON)


def again(clause):
    return Clause.objects.of_couple(clause.agreement.couple).get(pk=clause.pk)


def test_clauses_of_the_library_are_said_in_the_new_language(cast):
    (clause,) = add(cast, "small-promises")
    write_in(cast)
    assert again(clause).text == PROMISE
    assert again(clause).template.language == "de"


def test_own_words_stay_as_they_were_written(cast):
    clause = own(cast)
    write_in(cast)
    assert again(clause).text == "We have dinner together on Sundays."


def test_a_clause_that_both_reworded_stays_as_it_was_written(cast):
    (clause,) = add(cast, "small-promises")
    agree(cast, clause)
    accept(propose(clause, cast.ana_partner, "We promise less."), cast.ben_partner)
    write_in(cast)
    assert again(clause).text == "We promise less."
    assert again(clause).is_agreed


def test_words_proposed_for_the_old_language_cannot_be_accepted_in_the_new(cast):
    (clause,) = add(cast, "small-promises")
    agree(cast, clause)
    sent = propose(clause, cast.ana_partner, "We promise less.")
    write_in(cast)
    with pytest.raises(RuleBroken, match="changed after you opened it"):
        accept(sent, cast.ben_partner)


def test_what_was_agreed_in_the_old_words_is_not_agreed_in_the_new(cast):
    clause, ours = *add(cast, "small-promises"), own(cast)
    agree(cast, clause, ours)
    write_in(cast)
    assert Agreement.of(cast.couple).agreed_clauses(NOON) == [ours]
    for partner in (cast.ana_partner, cast.ben_partner):
        draft = seen(cast, partner)
        assert [one.pk for one in draft.clauses if one.was_reworded] == [clause.pk]
        assert draft.next_step == "read"


def test_both_agree_anew_to_the_new_words(cast):
    (clause,) = add(cast, "small-promises")
    agree(cast, clause)
    write_in(cast)
    say(again(clause), cast.ana_partner)
    assert not again(clause).is_agreed
    say(again(clause), cast.ben_partner)
    assert again(clause).is_agreed


def test_a_no_stands_in_the_new_words(cast):
    (clause,) = add(cast, "small-promises")
    give(clause, cast.ana_partner, Choice.NO)
    give(clause, cast.ben_partner)
    open_round(cast)
    write_in(cast)
    assert again(clause).is_aside


def test_a_press_for_the_old_words_opens_no_answers_to_the_new(cast):
    (clause,) = add(cast, "small-promises")
    give(clause, cast.ana_partner)
    give(clause, cast.ben_partner)
    Agreement.of(cast.couple).round.press(partner=cast.ana_partner, now=NOON)
    write_in(cast)
    Agreement.of(cast.couple).round.press(partner=cast.ben_partner, now=NOON)
    assert not again(clause).is_open
    assert RoundPress.objects.get().partner == cast.ben_partner


def test_a_press_stands_where_no_word_changed(cast):
    own(cast)
    Agreement.of(cast.couple).round.press(partner=cast.ana_partner, now=NOON)
    write_in(cast)
    assert RoundPress.objects.count() == 1


def test_blanks_keep_what_the_two_filled_in(cast):
    (clause,) = add(cast, "decide-together")
    clause.fill({"amount": "320"})
    write_in(cast)
    assert "mehr als 320 EUR" in again(clause).text


def test_a_suggestion_that_was_taken_is_said_in_the_new_language(cast):
    (clause,) = add(cast, "what-how-soon-what-tone")
    clause.fill({"how_soon": "one day", "topics": "whatever costs more than a dinner"})
    write_in(cast)
    text = again(clause).text
    assert "innerhalb von einem Tag" in text
    assert text.endswith("whatever costs more than a dinner.")


def test_a_blank_that_the_new_words_do_not_have_is_left_out(cast):
    (clause,) = add(cast, "what-must-change")
    german = ClauseTemplate.published.get(slug="what-must-change", language="de")
    blanks = {"change": german.blanks["change"], "sign": german.blanks["sign"] | {"kind": "number"}}
    shorter = german.revise(fields={"text": "{change} {sign}", "blanks": blanks}, by=None)
    shorter.submit().publish(by=cast.ada, now=NOON)
    clause.fill({"change": "mornings", "sign": "a call at noon"})
    write_in(cast)
    assert again(clause).blanks == {"change": "mornings"}


@pytest.mark.parametrize("fields", [{}, {"intrusive": True}, {"floor": True}])
def test_a_clause_that_has_no_counterpart_stays_in_its_words(cast, fields):
    """Not translated, or translated as something else: what both agreed to goes on to stand."""
    (clause,) = add(cast, "small-promises")
    agree(cast, clause)
    german = ClauseTemplate.published.get(slug="small-promises", language="de")
    german.retire()
    if fields:
        german.revise(fields=fields, by=None).submit().publish(by=cast.ada, now=NOON)
    write_in(cast)
    assert again(clause).template == template("small-promises")
    assert again(clause).is_agreed


def test_a_version_is_in_the_couples_language_whatever_a_clause_is_in(cast):
    clause, other = add(cast, "small-promises", "listen-first")
    ClauseTemplate.published.get(slug="small-promises", language="de").retire()
    agree(cast, clause, other)
    write_in(cast)
    for partner in (cast.ana_partner, cast.ben_partner):
        say(again(other), partner)
    version = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)
    document = version.document
    assert (version.language, document.locale) == ("de", "de")
    assert document.floor.title == "Was immer gilt"
    assert [clause.template_revision for clause in document.clauses] == [
        "small-promises/en/1",
        "listen-first/de/1",
    ]


def test_what_is_signed_stays_as_it_was_signed(cast):
    (clause,) = add(cast, "small-promises")
    agree(cast, clause)
    version = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)
    write_in(cast)
    for partner in (cast.ana_partner, cast.ben_partner):
        sign(Version.objects.get(), partner, now=NOON + timedelta(days=2))
    kept = Version.objects.get()
    assert (kept.status, kept.language, kept.text) == ("in_force", "en", version.text)
    assert kept.is_genuine


def test_what_was_taken_out_comes_back_in_the_new_language(cast):
    (clause,) = add(cast, "small-promises")
    clause.remove(now=NOON)
    write_in(cast)
    again(clause).bring_back()
    assert again(clause).text == PROMISE


def test_going_back_to_the_old_words_brings_back_what_was_said_of_them(cast):
    (clause,) = add(cast, "small-promises")
    agree(cast, clause)
    write_in(cast)
    write_in(cast, "en")
    assert again(clause).is_agreed


def test_clauses_and_packs_come_into_the_draft_in_the_couples_language(cast):
    library()
    write_in(cast)
    agreement = Agreement.of(cast.couple)
    english = Pack.published.get(slug="talking-safely", language="en")  # from a tab left open
    added = agreement.add_pack(english, partner=cast.ana_partner)
    assert {clause.template.language for clause in added} == {"de"}
    assert agreement.add(template("listen-first"), partner=cast.ben_partner) in added


def test_new_words_read_kindly_in_the_draft_and_on_the_clause(cast):
    (clause,) = add(cast, "small-promises")
    agree(cast, clause)
    write_in(cast)
    client = Client()
    client.force_login(cast.ana)
    draft = client.get(reverse("agreements:agreement")).content.decode()
    assert "New words since you answered" in draft
    assert PROMISE in draft
    assert 'lang="de"' in draft
    shown = client.get(reverse("agreements:clause", args=[clause.pk])).content.decode()
    assert "Read them, then say what you think of them now." in shown
