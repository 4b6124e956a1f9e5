"""SECURITY.md is true: what it names exists, what it promises not to do is said where people read."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from trustpact.people.models import Person

TOP = Path(settings.BASE_DIR)
POLICY = (TOP / "SECURITY.md").read_text(encoding="utf-8")
CODE = sorted(
    path
    for app in ("trustpact", "agreements", "checkins")
    for path in (TOP / app).rglob("*.py")
    if "migrations" not in path.parts
)
ROWS = [line for line in POLICY.splitlines() if re.match(r"\| \d", line)]
REQUIREMENTS = [
    *["1.2.1", "1.2.3", "3.2.2", "1.2.4", "1.2.10", "1.3.6", "15.3.2", "1.3.11", "1.5.2", "2.3.1"],
    *["2.3.4", "2.4.1", "3.3", "3.4", "3.5", "3.7.2", "4.1.4", "6.", "7.", "8.", "9.1", "11."],
    *["12", "13", "14.", "15.", "16."],
]
# Whatever is added to the product is met by these, so no row may rest on one page where it leans on all.
WALKS = [
    *["tests/test_matrix.py", "tests/input/test_bad_input.py", "tests/input/test_canaries.py"],
    *["tests/input/test_ids.py", "tests/input/test_mass_assignment.py"],
    *["tests/worlds/test_lives.py", "tests/worlds/test_planted_leaks.py"],
    *["tests/worlds/test_for_others.py", "tests/browser/test_back.py"],
]
SPOKEN = [
    "does not erase your history",
    "does not beat spyware",
    "The server can read what it opens",
]
# Django's ways around escaping and around the ORM; `format_html` and cursors with values apart pass.
AROUND = {"mark_safe", "SafeString", "SafeText", "RawSQL", "extra", "raw", "autoescape"}
# Fixed statements, values apart: prepared queries, the claim, a clock, emptying a log.
SQL_STANDS_IN = {"prepared.py", "claim.py", "many.py", "examining.py", "erasing.py"}


@pytest.mark.once
def test_every_test_that_the_table_names_exists():
    named = [name for row in ROWS for name in re.findall(r"`(tests/[^`]+)`", row)]
    assert len(named) > 50
    missing = [name for name in named if not _exists(*name.partition("::")[::2])]
    assert missing == []


@pytest.mark.once
def test_every_row_names_tests_or_says_why_there_is_none():
    def holds(row):
        _start, _requirement, what, how, _end = re.split(r" ?\| ?", row)
        return what and ("`tests/" in how or how.startswith("none: "))

    assert [row for row in ROWS if not holds(row)] == []


@pytest.mark.once
def test_what_walks_the_whole_product_holds_a_row():
    for name in WALKS:
        assert any(f"`{name}" in row for row in ROWS), name


@pytest.mark.once
@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_every_requirement_has_a_row_with_tests(requirement):
    rows = [
        row
        for row in ROWS
        if any(one.startswith(requirement) for one in re.split(r"[\s,|]+", row.split("|")[1]))
    ]
    assert any("`tests/" in row for row in rows)


@pytest.mark.django_db
def test_what_is_not_promised_is_said_here_and_on_the_safety_page():
    page = Client().get(reverse("people:safety")).content.decode()

    for sentence in SPOKEN:
        assert sentence.lower() in POLICY.lower()
        assert sentence in page


@pytest.mark.once
def test_no_code_of_ours_steps_around_escaping_or_the_orm():
    found = {
        f"{path.relative_to(TOP)}:{node.lineno} {name}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (name := _called(node)) in AROUND
        or (name == "cursor" and path.name not in SQL_STANDS_IN)
    }
    assert found == set()
    scripts = (TOP / "static/js").glob("*.js")
    written = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )
    assert [path.name for path in scripts if written.search(path.read_text("utf-8"))] == []


def test_nothing_is_unpickled():
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
    assert settings.SESSION_SERIALIZER.endswith(".JSONSerializer")
    told = {
        path.name
        for path in CODE
        if re.search(r"import (c?pickle|marshal|shelve)\b|yaml\.load\(", path.read_text("utf-8"))
    }
    assert told == set()


@pytest.mark.once
def test_no_form_takes_a_field_that_it_does_not_name():
    told = {
        str(path.relative_to(TOP))
        for path in CODE
        if re.search(r'fields = "__all__"|^\s+exclude = ', path.read_text("utf-8"), re.MULTILINE)
    }
    assert told == set()


@pytest.mark.django_db
def test_fields_that_no_form_asked_for_change_nothing(cast, client):
    client.force_login(cast.ana)
    before = Person.objects.values().get(pk=cast.ana.pk)
    everything = dict.fromkeys(before, "1") | {"groups": "1", "couple": str(cast.couple.pk)}
    asked = {"name": cast.ana.name, "zone": cast.ana.zone, "language": cast.ana.language}

    assert client.post(reverse("people:profile"), everything | asked).status_code == 302
    after = Person.objects.values().get(pk=cast.ana.pk)
    assert {name for name in before if before[name] != after[name]} <= {"name"}  # sealed anew
    assert Person.objects.get(pk=cast.ana.pk).name == cast.ana.name


@pytest.mark.django_db
def test_of_a_doubled_parameter_the_last_counts_alone(cast, client):
    client.force_login(cast.ana)
    page = reverse("people:profile")
    twice = {"name": ["Eve", "Ana"], "zone": ["Asia/Tokyo", "Mars/Base"], "language": ["de", "en"]}
    assert client.post(page, twice).status_code == 400

    assert client.post(page, twice | {"zone": ["Mars/Base", "Asia/Tokyo"]}).status_code == 302
    ana = Person.objects.get(pk=cast.ana.pk)
    assert (ana.name, ana.zone, ana.language) == ("Ana", "Asia/Tokyo", "en")


def _exists(path, name):
    file = TOP / path
    looked_for = f"def {name}(" if name else "\ndef test_"
    return file.is_file() and looked_for in file.read_text(encoding="utf-8")


def _called(node):
    if not isinstance(node, ast.Call):
        return None
    return getattr(node.func, "id", None) or getattr(node.func, "attr", None)
