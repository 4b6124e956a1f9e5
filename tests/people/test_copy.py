"""The own copy on paper: complete by the registry, in plain words, whole or not at all."""

import io
import json
import re
import zipfile

import pytest
from django.db.models import BooleanField, DateField, DateTimeField
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from checkins.models import JournalEntry
from tests.agreements.signing import in_force
from tests.cast import NOON
from tests.stories import everything
from trustpact.people.copy import contents, labels
from trustpact.people.copy.contents import parts_of
from trustpact.people.views.export import PAPER
from trustpact.privacy import keys
from trustpact.privacy.export import export_of
from trustpact.privacy.fields import SealedField
from trustpact.privacy.models import DataKey
from trustpact.privacy.registry import classifications
from trustpact.web.paper.typesetting import pdf

WORDS = "Ich war froh: *nicht* #panic() أنا بخير — 我們散步"
FILES = ("people:export_file", "people:export_pages")


def squeezed(text):
    return re.sub(r"\s", "", text)


def text_of(content):
    """Return the text layer without spaces: where lines end is the paper's."""
    pages = PdfReader(io.BytesIO(content)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def exported():
    for one in classifications():
        if one.mine:
            yield one.model, one.exported
        if one.received:
            yield one.model, one.received.fields


def canary(field, number):
    """Return a value of this field as the export holds it, and how it reads."""
    if isinstance(field, BooleanField):
        return True, "yes"
    if isinstance(field, DateTimeField):
        return "2031-05-04T03:02:01+00:00", "4 May 2031, 03:02 UTC"
    if isinstance(field, DateField):
        return "2031-05-04", "4 May 2031"
    if field.choices:
        return next((value, str(label)) for value, label in field.flatchoices if value)
    if isinstance(field, SealedField):
        return {"value": [{"deep": f"canary {number} in"}]}, f"canary {number} in"
    return f"canary-{number}-out", f"canary-{number}-out"


def test_every_exported_field_stands_in_the_text_layer_under_plain_words():
    sections, told = [], []
    for model, names in exported():
        fields, row = [model._meta.get_field(name) for name in names], {}
        for field in fields:
            row[field.name], said = canary(field, len(told))
            told.append((str(labels.FIELDS[field.name]), said))
        heading = str(labels.MODELS[model._meta.label_lower])
        sections.append({"heading": heading, "rows": [contents._row(fields, row)]})
    with translation.override("en"):
        content = pdf(PAPER, contents._part(sections, 1, NOON))
    text = text_of(content)
    assert [pair for pair in told if squeezed(pair[1]) not in text] == []
    assert [pair for pair in told if squeezed(pair[0]) not in text] == []
    assert [one["heading"] for one in sections if squeezed(one["heading"]) not in text] == []


def test_labels_name_nothing_that_is_not_exported():
    models = {model._meta.label_lower for model, _names in exported()}
    assert set(labels.MODELS) == models
    names = {name for _model, names in exported() for name in names}
    assert set(labels.FIELDS) - names == {"value", "visibility"}  # within answers


def leaves(value):
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [value]


@pytest.mark.django_db
def test_what_the_file_for_machines_says_stands_on_paper_too(client, freshly_signed_in):
    ana = everything().cast.ana
    JournalEntry.write(ana, words=WORDS, now=NOON)
    freshly_signed_in(client, ana)
    response = client.post(reverse("people:export_pages"))
    assert response["Content-Disposition"] == 'attachment; filename="copy.pdf"'
    assert "no-store" in response["Cache-Control"]
    text = text_of(response.content)

    whole = json.loads(export_of(ana, now=NOON))
    held = [leaf for leaf in leaves([whole["own"], whole["received"]]) if isinstance(leaf, str)]
    plain = {one for one in held if re.fullmatch(r"[0-9a-f-]{36}|[A-Z][\w ,.’]{8,}", one)}
    assert len(plain) > 40
    assert {one for one in plain if squeezed(one) not in text} == set()
    assert squeezed("Ich war froh: *nicht* #panic()") in text
    reader = PdfReader(io.BytesIO(response.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert not reader.metadata.creation_date


@pytest.mark.django_db
def test_paper_holds_no_time_of_day_of_what_is_joint(cast):
    in_force(cast)
    for part in parts_of(cast.ana, now=NOON):
        for section in part["sections"]:
            if section["heading"] in ("Versions of the agreement", "History of the agreement"):
                assert not re.search(r"\d\d:\d\d UTC", json.dumps(section["rows"]))


@pytest.mark.django_db
def test_what_fills_more_than_one_part_comes_whole_in_one_file(
    cast, client, freshly_signed_in, monkeypatch
):
    monkeypatch.setattr(contents, "ROWS_A_PART", 5)
    freshly_signed_in(client, cast.ana)
    response = client.post(reverse("people:export_pages"))
    packed = zipfile.ZipFile(io.BytesIO(response.content))
    names = packed.namelist()
    assert names[:2] == ["copy-1.pdf", "copy-2.pdf"]
    monkeypatch.setattr(contents, "ROWS_A_PART", 1000)
    [whole] = parts_of(cast.ana, now=NOON)
    text = "".join(text_of(packed.read(name)) for name in names)
    for section in whole["sections"]:
        assert squeezed(section["heading"]) in text
        for row in section["rows"]:
            assert all(squeezed(said) in text for _label, said in row["words"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_a_copy_with_gaps_is_none(cast, client, freshly_signed_in, name):
    in_force(cast)
    freshly_signed_in(client, cast.ana)
    DataKey.objects.filter(owner_id=cast.couple.pk).delete()
    keys.forget()
    response = client.post(reverse(name))
    assert response.status_code == 409
    assert "there is no copy: one with gaps" in response.content.decode()
