"""Files at the desk: what one would do is listed row by row, and it comes in whole or not at all."""

import csv
import json
import time
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import Category, ClauseTemplate, Pack
from tests.cast import NOON
from tests.curation.curators import make_curator
from tests.library import load_library
from trustpact.curation.desk import desk
from trustpact.people.models import Helpline

CLAUSE = {
    "slug": "say-sorry",
    "language": "en",
    "pack": "healthy-sex",
    "category": "consent",
    "text": "Each of us says sorry in our own words.",
    "ask": "What makes a sorry easy to hear?",
}


@pytest.fixture
def ada(client, cast):
    load_library()
    client.force_login(make_curator(cast.ada))
    return client


def table(*rows):
    made = StringIO()
    writer = csv.DictWriter(made, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def send(client, text, *, kind="clausetemplate", name="texts.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("admin:import"), {"kind": kind, "file": file})


def take_in(client, response):
    return client.post(reverse("admin:import"), {"token": response.context["token"]})


def given_out(client, kind="clausetemplate", format_="csv"):
    return client.get(reverse("admin:export"), {"kind": kind, "format": format_})


def faults(response):
    return [(number, field) for number, field, _sentence in response.context["faults"]]


def test_a_file_changes_nothing_before_it_is_taken_in(ada):
    before = ClauseTemplate.objects.count()
    response = send(ada, table(CLAUSE))
    assert response.status_code == 200
    assert [number for number, _row in response.context["changed"]] == [1]
    assert ClauseTemplate.objects.count() == before


def test_what_is_taken_in_is_a_draft_of_whoever_brought_it(ada, cast):
    take_in(ada, send(ada, table(CLAUSE)))
    made = ClauseTemplate.objects.get(slug="say-sorry")
    assert (made.status, made.written_by, made.text) == ("draft", cast.ada, CLAUSE["text"])


def test_a_published_text_is_changed_by_a_new_draft_alone(ada):
    row = ClauseTemplate.published.get(slug="monogamy", language="en")
    file = table({"slug": "monogamy", "language": "en", "watch": "Other?"})
    take_in(ada, send(ada, file))
    draft = ClauseTemplate.objects.get(slug="monogamy", language="en", number=2)
    assert (draft.watch, draft.text, draft.status) == ("Other?", row.text, "draft")
    row.refresh_from_db()
    assert row.status == "published"


def test_a_file_is_taken_in_once(ada):
    response = send(ada, table(CLAUSE))
    assert take_in(ada, response).status_code == 302
    assert take_in(ada, response).status_code == 409


def test_a_file_that_another_read_cannot_be_taken_in(ada, cast, client):
    response = send(ada, table(CLAUSE))
    client.force_login(make_curator(cast.chen))
    assert take_in(client, response).status_code == 409


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"category": "nowhere"}, (1, "")),
        ({"pack": "nowhere"}, (1, "")),
        ({"text": "We tell each other our passwords."}, (1, "")),
        ({"text": "=1+1"}, (1, "")),
        ({"text": ""}, (1, "text")),
        ({"text": "x" * 2000}, (1, "text")),
        ({"text": "a\u202eb"}, (1, "text")),
        ({"slug": ""}, (1, "")),
        ({"slug": "with space"}, (1, "slug")),
        ({"language": "xx"}, (1, "language")),
    ],
)
def test_a_fault_is_named_by_its_row(ada, change, where):
    response = send(ada, table(CLAUSE | change))
    assert response.status_code == 400
    assert set(faults(response)) == {where}


def test_a_text_that_stands_twice_is_named_by_its_second_row(ada):
    response = send(ada, table(CLAUSE, CLAUSE | {"ask": "Other?"}))
    assert faults(response) == [(2, "")]


def test_one_fault_keeps_the_whole_file_out(ada):
    response = send(ada, table(CLAUSE, CLAUSE | {"slug": "other", "category": "nowhere"}))
    assert "token" not in response.context
    assert not ClauseTemplate.objects.filter(slug="say-sorry").exists()


def test_what_became_wrong_since_keeps_the_whole_file_out(ada, cast):
    named = {"name": "Sorry", "about": "Saying it."}
    heading = Category.begin(slug="sorry", language="en", fields=named, by=cast.ada).submit()
    heading.publish(by=cast.chen, now=NOON)
    response = send(ada, table(CLAUSE, CLAUSE | {"slug": "other", "category": "sorry"}))
    heading.retire()
    assert take_in(ada, response).status_code == 409
    assert not ClauseTemplate.objects.filter(slug__in=["say-sorry", "other"]).exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "texts.csv"),
        ("slug,text\na,b,c,d", "texts.csv"),
        ("name\nx", "texts.csv"),
        (b"\xff\xfe\x00", "texts.csv"),
        ("slug\n\x00", "texts.csv"),
        ("{", "texts.json"),
        ("[" * 100_000, "texts.json"),
        ("[1, 2]", "texts.json"),
        ('[{"slug": "a"}, {"name": "b"}]', "texts.json"),
        ("slug\na", "texts.xlsx"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(ada, text, name):
    response = send(ada, text, name=name)
    assert response.status_code == 400
    assert response.context["form"].errors["file"]


def test_a_kind_that_is_not_curated_is_refused(ada):
    assert send(ada, table(CLAUSE), kind="person").status_code == 400
    assert given_out(ada, kind="person").status_code == 404


@pytest.mark.parametrize("format_", ["csv", "json"])
@pytest.mark.parametrize("model", desk.kinds.values(), ids=list(desk.kinds))
def test_what_is_given_out_comes_in_again_as_it_was(ada, model, format_):
    kind = model._meta.model_name
    response = given_out(ada, kind, format_)
    again = send(ada, response.content, kind=kind, name=f"texts.{format_}")
    assert (again.status_code, again.context["faults"]) == (200, [])
    assert again.context["changed"] == []
    assert again.context["same"] == model.objects.newest().count()


def test_no_cell_that_is_given_out_begins_like_a_formula(ada, cast):
    for number, start in enumerate("=+-@"):
        fields = {"name": f"{start}1", "about": "a", "source": "b"}
        Pack.begin(slug=f"sum-{number}", language="en", fields=fields, by=cast.ada)
    Helpline.begin(
        slug="plus",
        language="en",
        fields={"country": "DE", "name": "a", "phone": "+49 1"},
        by=cast.ada,
    )
    for kind in ("pack", "helpline"):
        rows = list(csv.reader(StringIO(given_out(ada, kind).content.decode())))
        assert [
            one for row in rows for one in row if one.startswith(("=", "+", "-", "@", "\t"))
        ] == []
    phones = [row["phone"] for row in json.loads(given_out(ada, "helpline", "json").content)]
    assert "+49 1" in phones


def test_5000_rows_are_read_within_10_seconds(ada):
    rows = [CLAUSE | {"slug": f"text-{number}"} for number in range(5000)]
    began = time.process_time()  # not the clock on the wall: other tests run beside this one
    response = send(ada, table(*rows))
    took = time.process_time() - began
    assert len(response.context["changed"]) == 5000
    assert took < 10


def test_more_rows_than_that_are_refused(ada):
    rows = [CLAUSE | {"slug": f"text-{number}"} for number in range(5001)]
    assert send(ada, table(*rows)).status_code == 400
