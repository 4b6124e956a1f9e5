"""Rolling back and taking out: what two people published, and what those see who use it."""

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Category, ClauseTemplate, Floor, Pack
from agreements.models.improved import improved_words
from checkins.models import Ritual, RitualTemplate
from checkins.models.guide import RepairGuide
from checkins.models.template import Level, WordList
from tests.agreements.drafting import agree
from tests.cast import NOON
from tests.curation.test_desk import ada, chen, clause, draft_of, library, page_of  # noqa: F401
from trustpact.rules import RuleBroken

BETTER = {"watch": "Was it easy?"}


def second_revision(cast):
    """Let Ada write another revision and Chen publish it; return the first one."""
    first = clause()
    draft_of(first, cast.ada, **BETTER).submit().publish(by=cast.chen, now=NOON)
    first.refresh_from_db()
    return first


def test_one_press_brings_the_words_back_that_stood_before(ada, cast):  # noqa: F811
    first = second_revision(cast)
    seen = ada.get(page_of(first)).context["row"].as_compared
    assert ada.post(page_of(first), {"bring_back": "", "seen": seen}).status_code == 302
    assert (clause().number, clause().watch) == (3, first.watch)
    assert clause().published_by == cast.ada


def test_nobody_brings_back_alone_what_they_wrote(ada, chen, cast):  # noqa: F811
    first = second_revision(cast)
    hers = clause()
    first.bring_back(by=cast.chen, now=NOON)
    hers.refresh_from_db()
    assert 'name="bring_back"' not in ada.get(page_of(hers)).content.decode()
    posted = {"bring_back": "", "seen": hers.as_compared}
    assert ada.post(page_of(hers), posted).status_code == 409
    assert chen.post(page_of(hers), posted).status_code == 302
    assert (clause().watch, clause().written_by) == (BETTER["watch"], cast.ada)


def test_only_what_was_published_comes_back(ada, chen, cast):  # noqa: F811
    draft = draft_of(clause(), cast.ada, **BETTER)
    for row in (draft, clause()):
        posted = {"bring_back": "", "seen": row.as_compared}
        assert chen.post(page_of(row), posted).status_code == 409
    assert clause().number == 1


def test_what_was_published_meanwhile_is_looked_at_before(ada, cast):  # noqa: F811
    first = second_revision(cast)
    seen = first.as_compared
    draft_of(clause(), cast.ada, watch="A third?").submit().publish(by=cast.chen, now=NOON)
    assert ada.post(page_of(first), {"bring_back": "", "seen": seen}).status_code == 409
    assert ada.post(page_of(first), {"bring_back": ""}).status_code == 409
    assert clause().watch == "A third?"


def test_words_that_the_limits_refuse_by_now_do_not_come_back(ada, cast):  # noqa: F811
    first = second_revision(cast)
    for category in Category.published.filter(slug=first.category):
        type(category).objects.filter(pk=category.pk).update(status="retired")
    with pytest.raises(RuleBroken, match="exclusivity"):
        first.bring_back(by=cast.chen, now=NOON)


def test_a_couple_keeps_its_words_whatever_becomes_of_the_clause(ada, cast):  # noqa: F811
    first = clause()
    agreement = Agreement.of(cast.couple)
    agree(cast, agreement.add(first, partner=cast.ana_partner))
    ana = Client()
    ana.force_login(cast.ana)
    page = reverse("agreements:clause", args=[agreement.clauses.get().pk])
    other = "The library has other words for this by now"

    draft = draft_of(first, cast.ada, text="Sex is for the two of us.").submit()
    draft.publish(by=cast.chen, now=NOON)
    assert other in ana.get(page).content.decode()
    first.refresh_from_db()
    first.bring_back(by=cast.chen, now=NOON)
    assert other not in ana.get(page).content.decode()
    clause().retire()
    shown = ana.get(page).content.decode()
    assert "Each of us keeps sex" in shown
    assert other not in shown
    assert improved_words(agreement.clauses.get()) == ""


@pytest.mark.parametrize("model", [Floor, RepairGuide])
def test_what_pages_of_couples_need_stays(ada, model):  # noqa: F811
    row = model.published.get(language="en")
    assert 'name="retire"' not in ada.get(page_of(row)).content.decode()
    assert ada.post(page_of(row), {"retire": ""}).status_code == 409
    assert model.published.filter(language="en").exists()


def test_there_is_one_floor(ada, cast):  # noqa: F811
    fields = Floor.published.first().text_fields
    with pytest.raises(RuleBroken, match="There is one of these"):
        Floor.begin(slug="other", language="en", fields=fields, by=cast.ada).submit()


@pytest.mark.parametrize(("model", "slug"), [(Level, "trust"), (WordList, "feelings")])
def test_what_a_ritual_asks_for_stays_while_it_asks(ada, model, slug):  # noqa: F811
    with pytest.raises(RuleBroken, match="Change that ritual first"):
        model.published.get(slug=slug, language="en").retire()
    for ritual in RitualTemplate.published.all():
        ritual.retire()
    model.published.get(slug=slug, language="en").retire()


@pytest.mark.parametrize("model", [Pack, Category])
def test_a_shelf_stays_while_clauses_stand_on_it(ada, model):  # noqa: F811
    row = model.published.filter(language="en").first()
    with pytest.raises(RuleBroken, match="Move them first"):
        row.retire()


def test_a_ritual_goes_on_for_those_who_keep_it(ada, cast):  # noqa: F811
    template = RitualTemplate.published.get(slug="daily-check-in", language="en")
    ritual = Ritual.begin(cast.couple, template, now=NOON)
    template.retire()
    ana = Client()
    ana.force_login(cast.ana)
    shown = ana.get(reverse("checkins:ritual", args=[ritual.pk])).content.decode()
    assert template.name in shown
    assert ClauseTemplate.published.exists()
