"""The desk as curators meet it: the list, a text and its life, what stands beside it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import ClauseTemplate, Pack
from checkins.models import RitualTemplate, WordList
from tests.curation.curators import make_curator
from tests.library import load_library
from trustpact.curation.desk import desk

NAMED = {"name": "Firm ground", "about": "Limits.", "source": "Us"}


@pytest.fixture
def library(db):
    load_library()


@pytest.fixture
def ada(client, cast, library):
    client.force_login(make_curator(cast.ada))
    return client


@pytest.fixture
def chen(cast, library):
    client = Client()
    client.force_login(make_curator(cast.chen))
    return client


def page_of(row):
    return desk.of(type(row)).page("change", row.pk)


def clause(slug="monogamy", language="en"):
    return ClauseTemplate.published.get(slug=slug, language=language)


def draft_of(row, by, **fields):
    return row.revise(fields=fields, by=by)


@pytest.mark.parametrize("model", desk.kinds.values(), ids=list(desk.kinds))
def test_desk_shows_every_kind_in_a_list_and_each_of_its_texts(ada, model):
    own = desk.of(model)
    assert ada.get(own.page("changelist")).status_code == 200
    assert ada.get(own.page("add")).status_code == 200
    row = model.published.first()
    for found in (row, row.revise(fields={}, by=None)):
        assert ada.get(own.page("change", found.pk)).status_code == 200
        preview = reverse("admin:preview", args=[model._meta.model_name, found.pk])
        assert ada.get(preview).status_code == 200


@pytest.mark.parametrize("model", desk.kinds.values(), ids=list(desk.kinds))
def test_a_text_kept_as_it_stands_does_not_change(ada, cast, model):
    before = model.published.first()
    draft = before.revise(fields={}, by=cast.ada)
    assert ada.post(page_of(draft), typed(ada, draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.text_fields == before.text_fields
    assert draft.faults() == []


def test_a_new_text_begins_as_a_draft(ada, cast):
    response = ada.post(desk.of(Pack).page("add"), NAMED | {"slug": "firm", "language": "en"})
    made = Pack.objects.get(slug="firm")
    assert response.url == page_of(made)
    assert (made.status, made.written_by) == ("draft", cast.ada)


def test_a_text_with_something_wrong_keeps_what_was_typed(ada):
    wrong = NAMED | {"slug": "firm", "language": "en", "about": "x" * 300}
    response = ada.post(desk.of(Pack).page("add"), wrong)
    assert response.status_code == 400
    assert "x" * 300 in response.content.decode()
    assert not Pack.objects.filter(slug="firm").exists()


@pytest.mark.parametrize("number", ["9" * 40, "99999", "-1", "1e3", "\u0662\u0663x"])
def test_a_number_that_no_column_holds_is_refused_and_kept(ada, cast, number):
    draft = draft_of(WordList.published.first(), cast.ada)
    typed = {"words": '["calm"]', "at_most": number, "at_first": "8"}
    response = ada.post(page_of(draft), typed)
    assert response.status_code == 400
    assert number in response.content.decode()


def test_a_text_that_is_there_is_not_begun_twice(ada):
    again = NAMED | {"slug": "healthy-sex", "language": "en"}
    assert ada.post(desk.of(Pack).page("add"), again).status_code == 409


def test_what_was_published_cannot_be_written_over_at_the_desk(ada):
    row = Pack.published.get(slug="healthy-sex", language="en")
    assert ada.post(page_of(row), NAMED).status_code == 409
    row.refresh_from_db()
    assert row.name != NAMED["name"]


def test_two_curators_lead_a_text_from_draft_to_published(ada, chen):
    ada.post(page_of(clause()), {"revise": ""})
    draft = ClauseTemplate.objects.get(slug="monogamy", language="en", number=2)
    assert ada.post(page_of(draft), {"submit": ""}).status_code == 302
    seen = chen.get(page_of(draft)).context["row"].as_compared
    assert chen.post(page_of(draft), {"publish": "", "seen": seen}).status_code == 302
    assert clause() == draft


def test_an_author_is_offered_no_publishing(ada, cast):
    draft = draft_of(clause(), cast.ada).submit()
    page = ada.get(page_of(draft))
    assert 'name="publish"' not in page.content.decode()
    posted = {"publish": "", "seen": draft.as_compared}
    assert ada.post(page_of(draft), posted).status_code == 409


def test_what_changed_since_it_was_read_is_not_published(chen, cast):
    draft = draft_of(clause(), cast.ada).submit()
    seen = draft.as_compared
    draft.write(fields={"watch": "Other?"}, by=cast.ada)
    draft.submit()
    assert chen.post(page_of(draft), {"publish": "", "seen": seen}).status_code == 409
    assert chen.post(page_of(draft), {"publish": ""}).status_code == 409
    assert clause().number == 1


def test_of_two_drafts_the_later_is_looked_at_again(chen, cast):
    first, second = draft_of(clause(), cast.ada).submit(), draft_of(clause(), cast.ada).submit()
    seen = first.as_compared
    chen.post(page_of(second), {"publish": "", "seen": second.as_compared})
    response = chen.post(page_of(first), {"publish": "", "seen": seen})
    assert response.status_code == 409
    assert "Look at it again" in response.content.decode()
    assert clause() == second


def test_a_text_is_kept_and_handed_over_in_one_step(ada, cast):
    draft = draft_of(clause(), cast.ada)
    posted = typed(ada, draft) | {"watch": "Other?", "hand_over": ""}
    assert ada.post(page_of(draft), posted).status_code == 302
    draft.refresh_from_db()
    assert (draft.watch, draft.status) == ("Other?", "in_review")


def test_what_is_not_ready_for_a_colleague_is_kept_all_the_same(ada, cast):
    draft = draft_of(clause(), cast.ada)
    words = "We give each other our passwords."
    ada.post(page_of(draft), typed(ada, draft) | {"text": words, "hand_over": ""})
    draft.refresh_from_db()
    assert (draft.text, draft.status) == (words, "draft")


def typed(client, row):
    """Return what the form of a text posts as it stands."""
    form = client.get(page_of(row)).context["adminform"].form
    stands = {field.html_name: field.value() for field in form}
    return {name: form[name].field.prepare_value(one) for name, one in stands.items() if one}


def test_a_clause_beyond_the_limits_cannot_be_handed_over(ada, cast):
    draft = draft_of(clause(), cast.ada, text="We give each other our phone passwords.")
    page = ada.get(page_of(draft))
    assert "No agreement can ask for passwords" in page.content.decode()
    assert 'name="submit"' not in page.content.decode()
    assert ada.post(page_of(draft), {"submit": ""}).status_code == 409


def test_a_question_that_asks_for_an_account_cannot_be_handed_over(ada, cast):
    ritual = RitualTemplate.published.get(slug="daily-check-in", language="en")
    asked = [{"slug": "where", "kind": "text", "text": "Where were you today, and with whom?"}]
    draft = draft_of(ritual, cast.ada, questions=asked)
    assert ada.post(page_of(draft), {"submit": ""}).status_code == 409


def test_the_difference_to_what_couples_read_is_shown(ada, cast):
    draft = draft_of(clause(), cast.ada, watch="Quite another question?")
    shown = ada.get(page_of(draft)).content.decode()
    assert "What changes for couples" in shown
    assert "<ins>" in shown
    assert "<del>" in shown


def test_a_missing_language_is_offered_and_begins_with_the_words_there_are(ada, cast):
    row = Pack.begin(slug="firm", language="en", fields=NAMED, by=cast.ada)
    assert "Say it in German" in ada.get(page_of(row)).content.decode()
    response = ada.post(page_of(row), {"translate": "de"})
    german = Pack.objects.get(slug="firm", language="de")
    assert (response.url, german.name, german.status) == (page_of(german), "Firm ground", "draft")
    assert ada.post(page_of(row), {"translate": "xx"}).status_code == 404


def test_the_list_is_put_in_order_in_every_language(ada):
    rows = list(Pack.objects.newest().once().order_by("position", "slug", "language"))
    order = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": ""}
    for number, row in enumerate(rows):
        order |= {f"form-{number}-id": row.pk, f"form-{number}-position": row.position}
    last = rows[-1]
    place = next(number for number, row in enumerate(rows) if row == last)
    response = ada.post(desk.of(Pack).page("changelist"), order | {f"form-{place}-position": 99})
    assert response.status_code == 302
    assert set(Pack.objects.filter(slug=last.slug).values_list("position", flat=True)) == {99}


def test_the_list_finds_words_in_any_field(ada):
    response = ada.get(desk.of(ClauseTemplate).page("changelist"), {"q": "monogamy"})
    assert "monogamy" in {row.slug for row in response.context["cl"].result_list}
    empty = ada.get(desk.of(ClauseTemplate).page("changelist"), {"q": "qqqq"})
    assert "Nothing here yet" in empty.content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        "a\u202eb",
        "x" * 1_000_000,
        "\u0000",
        "[" * 100_000,
        '[{"slug": NaN}]',
        "{}",
        '[{"kind": 1e400}]',
    ],
)
def test_questions_in_bad_form_are_refused_and_kept(ada, cast, bad):
    ritual = RitualTemplate.published.get(slug="daily-check-in", language="en")
    draft = draft_of(ritual, cast.ada)
    response = ada.post(page_of(draft), {"questions": bad, "name": "Kept as it was typed"})
    assert response.status_code == 400
    draft.refresh_from_db()
    assert draft.questions == ritual.questions


def test_the_list_shows_each_text_once_and_finds_it_in_any_language(ada):
    path = desk.of(Pack).page("changelist")
    shown = [row.slug for row in ada.get(path).context["cl"].result_list]
    assert len(shown) == len(set(shown)) == Pack.objects.filter(language="en").count()
    german = ada.get(path, {"q": "Vertrauensvertrag"}).context["cl"].result_list
    assert {row.language for row in german} == {"de"}


def test_what_waits_for_a_colleague_is_counted_and_found(ada, cast):
    german = Pack.published.get(slug="healthy-sex", language="de")
    draft_of(german, cast.chen).submit()
    index = ada.get(reverse("admin:index")).content.decode()
    assert "1 in review" in index
    assert page_of(Pack.objects.get(language="de", status="in_review")) in index
    path = desk.of(Pack).page("changelist")
    found = ada.get(path, {"status__exact": "in_review"}).context["cl"].result_list
    assert [row.language for row in found] == ["de"]


def test_the_list_asks_as_many_queries_for_three_texts_as_for_one(ada, cast):
    path = desk.of(Pack).page("changelist")
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            ada.get(path)
        counts.append(len(queries))
        for number in range(2):
            slug = f"more-{len(counts)}-{number}"
            Pack.begin(slug=slug, language="en", fields=NAMED, by=cast.ada)
    assert counts[0] == counts[1]
