"""
No form takes a field that is not its own: the name of every field of every model is sent to every
button beside what belongs there, and what is written and answered stays the same (ASVS 15.x).
"""

from collections import defaultdict

import pytest
from django.apps import apps
from django.db import models

from tests.input.writes import RANDOM
from tests.worlds.harness import without_tokens

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("input")]

ELSEWHERE = {  # what these forms have in a state that the story is not in
    "agreements:terms": {"concerns", "term_days"},
    "agreements:versions": {"until"},
    "checkins:begin": {"every"},
    "checkins:session_answer": {"moves", "step", "together"},
    "couples:invitations": {"address"},
}
IDS = "5b6c5a52-6f5e-4a43-9c58-3f2d5a0c9b11"


def every_model_field() -> dict[str, str]:
    """Return the name of every field of every model, with a value that it would take."""
    values = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            values[field.name] = values[getattr(field, "attname", field.name)] = _value(field)
    return values


def _value(field) -> str:
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField):
        return "2026-01-01T00:00"
    if isinstance(field, models.DateField):
        return "2026-01-01"
    if isinstance(field, models.IntegerField):
        return "7"
    if getattr(field, "choices", None):
        return str(field.choices[-1][0]).replace(" ", "-")
    return IDS if field.is_relation or field.primary_key else "Zebra"


def own_fields(walk) -> dict[str, set[str]]:
    """Return by route the names that its forms have on any page, buttons included."""
    own: dict[str, set[str]] = defaultdict(set)
    for press in walk.presses:
        own[press.route] |= set(press.fields) | ({press.button[0]} if press.button else set())
    return own


def test_no_form_takes_a_field_that_is_not_its_own(walk):
    extra, own, wrong = every_model_field(), own_fields(walk), []
    assert {"is_superuser", "is_active", "couple_id", "status", "opened_on"} <= set(extra)
    for press in walk.presses:
        known = own[press.route] | ELSEWHERE.get(press.route, set())
        data = press.data()
        answer, written = walk.send(press, data)
        strange = {name: value for name, value in extra.items() if name not in known}
        other, also_written = walk.send(press, data | strange)
        if all_of(answer, written) != all_of(other, also_written):
            again = all_of(*walk.send(press, data))  # what is random differs by itself
            if differs(all_of(answer, written), all_of(other, also_written), again):
                wrong.append(f"{press}: {answer.status_code} {written.tables} without the fields, "
                             f"{other.status_code} {also_written.tables} with them")  # fmt: skip
    assert not wrong, "\n".join(wrong)


def all_of(answer, written) -> list[str]:
    """Return status, where it leads, what was written, and the page without its tokens."""
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    body = without_tokens(answer) if is_page else ""
    place = RANDOM.sub("id", answer.headers.get("Location", ""))
    lines = [str(answer.status_code), place, *map(str, written.evened())]
    return [*lines, *RANDOM.sub("id", body).splitlines()]


def differs(one, other, again) -> bool:
    """Whether two differ elsewhere than where the one differs from itself, said again."""
    if len(one) != len(other) or len(one) != len(again):
        return True
    return any(a != b and a == c for a, b, c in zip(one, other, again, strict=True))
