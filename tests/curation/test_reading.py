"""What the limits say of a text while it is written: shown beside it, and kept nowhere."""

import pytest

from agreements.models import ClauseTemplate
from checkins.models import Exercise, RitualTemplate
from tests.curation.test_desk import ada, clause, draft_of, library, page_of, typed  # noqa: F401
from trustpact.curation.desk import desk

TOO_FAR = {
    "en": ("We give each other our passwords.", "trust grows by what is offered"),
    "de": ("Wir geben einander unsere Passwörter.", "Kinder words"),
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_limits_are_read_while_one_writes_and_nothing_is_kept(ada, cast, language):  # noqa: F811
    draft = draft_of(clause(language=language), cast.ada)
    words, said = TOO_FAR[language]
    posted = typed(ada, draft) | {"text": words}
    response = ada.post(page_of(draft), posted | {"read": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page.partition('id="reading-text"')[2].partition("</div>")[0]
    assert words in page.partition('id="phone"')[2]  # the phone shows what is typed
    draft.refresh_from_db()
    assert draft.text == clause(language=language).text


def test_words_within_the_limits_are_said_to_be(ada, cast):  # noqa: F811
    draft = draft_of(clause(), cast.ada)
    posted = typed(ada, draft) | {"text": "We eat together on Fridays."}
    page = ada.post(page_of(draft), posted | {"read": "1"}).content.decode()
    assert "nothing here meets one" in page


def test_a_new_text_is_read_before_it_is_begun(ada):  # noqa: F811
    posted = {"language": "de", "slug": "new", "text": TOO_FAR["de"][0], "read": "1"}
    response = ada.post(desk.of(ClauseTemplate).page("add"), posted)
    assert response.status_code == 200
    assert "cannot stand like this" in response.content.decode()
    assert not ClauseTemplate.objects.filter(slug="new").exists()


def test_a_question_is_read_with_all_that_it_offers(ada, cast):  # noqa: F811
    ritual = RitualTemplate.published.get(slug="health-tests", language="en")
    asked = [
        {"slug": "a", "kind": "choice", "text": "Today", "choices": ["Fine", TOO_FAR["en"][0]]}
    ]
    draft = draft_of(ritual, cast.ada, questions=asked)
    assert any("asks for what nobody has to tell" in fault for fault in draft.faults())


def test_an_exercise_is_looked_at_once_more_and_kept_back_by_nothing(ada, cast):  # noqa: F811
    row = Exercise.published.filter(language="en").first()
    steps = ["Show me your messages.", *row.steps[1:]]
    draft = draft_of(row, cast.ada, steps=steps)
    assert "Look at it once more" in ada.get(page_of(draft)).content.decode()
    assert draft.submit().status == "in_review"


def test_what_was_published_is_not_read_over(ada):  # noqa: F811
    assert ada.post(page_of(clause()), {"read": "1", "text": "x"}).status_code == 409
