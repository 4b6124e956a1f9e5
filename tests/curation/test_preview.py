"""What a couple would see of every kind of text: drawn by what draws it for couples."""

import pytest
from django.template.loader import get_template
from django.urls import reverse

from agreements.models import Category, ClauseTemplate, Floor, Pack, WatchWords
from checkins.models import Exercise, RitualTemplate
from checkins.models.guide import RepairGuide
from checkins.models.journal import JournalPrompt
from checkins.models.template import Level, WordList
from tests.curation.test_desk import ada, draft_of, library, page_of  # noqa: F401
from trustpact.curation.desk import desk
from trustpact.people.models import Helpline

SEEN = {  # what stands on a couple's page and on no page of the desk
    Category: "deed",
    ClauseTemplate: 'class="deed"',
    Exercise: "exercise__words",
    Floor: "floor__lines",
    Helpline: "tel:",
    JournalPrompt: 'name="prompt"',
    Level: "scale__step",
    Pack: "clauses",
    RepairGuide: 'id="alone"',
    RitualTemplate: "question__text",
    WatchWords: "question__text",
    WordList: 'class="chip',
}


def phone(page):
    """Return what stands on the phone of a page."""
    return page.content.decode().partition('id="phone"')[2]


def test_every_kind_has_a_preview_of_its_own():
    assert set(SEEN) == set(desk.kinds.values())
    assert all(get_template(desk.of(model).preview_template) for model in SEEN)


@pytest.mark.parametrize("model", SEEN, ids=lambda model: model._meta.model_name)
def test_a_preview_is_what_a_couple_sees_in_the_language_of_the_text(ada, model):  # noqa: F811
    for row in model.published.filter(language__in=["en", "de"])[:2]:
        page = ada.get(reverse("admin:preview", args=[model._meta.model_name, row.pk]))
        assert SEEN[model] in phone(page)
        assert f'lang="{row.language}"' in phone(page)
        assert phone(ada.get(page_of(row))).count(SEEN[model]) >= 1


def test_a_preview_speaks_the_couples_language_not_the_curators(ada):  # noqa: F811
    row = JournalPrompt.published.filter(language="de").first()
    page = ada.get(reverse("admin:preview", args=["journalprompt", row.pk]))
    assert "Ohne" in phone(page)
    assert "Without one" not in phone(page)


@pytest.mark.parametrize(
    "questions",
    [
        [{"slug": "a", "kind": "level"}],
        [{"slug": "a", "kind": "choice", "text": "How?"}],
        [{"slug": "a", "kind": "words", "text": "Which?"}],
        [{"slug": "a", "kind": "slider", "text": "How?"}],
        [{"slug": "a"}],
        "nothing",
        {},
    ],
)
def test_a_draft_that_lacks_something_is_shown_with_its_faults(ada, cast, questions):  # noqa: F811
    row = RitualTemplate.published.get(slug="daily-check-in", language="en")
    draft = draft_of(row, cast.ada, questions=questions)
    page = ada.get(page_of(draft))
    assert page.context["faults"]
    assert ada.get(reverse("admin:preview", args=["ritualtemplate", draft.pk])).status_code == 200
