"""A row of any model that is somebody's, so that a test of erasure meets every model there is."""

import uuid
from datetime import UTC, date, datetime, time

from django.db import models

from trustpact.couples.models import Couple, Partner
from trustpact.people.models import Person
from trustpact.privacy.fields import SealedJSON, SealedText
from trustpact.privacy.registry import classifications

DAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = date(2026, 5, 1)
# What a constraint asks for beyond the kind of a field.
ASKED = {
    "checkins.Pause": {"taken": 1},
    "checkins.CheckIn": {"answers": {"x": {"value": 4, "visibility": "me"}}},
    "checkins.Appreciation": {"number": 9},
    "checkins.Disclosure": {"gone_on": LATER},
    "couples.Grant": {"scope": "levels", "ends_on": LATER},
    "couples.Viewing": {"scope": "levels"},
    "notices.Reminders": {"weekdays": "0123456"},
}
OF_A_KIND = {
    models.DateTimeField: DAY,
    models.DateField: DAY.date(),
    models.TimeField: time(8),
    models.BooleanField: False,
    models.UUIDField: uuid.UUID(int=7),
    models.GenericIPAddressField: "::1",
    models.JSONField: {},
    SealedText: "Words of hers.",
    SealedJSON: {"hers": 1},
    models.BinaryField: b"bytes",
    models.IntegerField: 1,
    models.Field: "hers",
}


def fill_up(person) -> list[str]:
    """Make a row of every classified model of which this person has none; return which."""
    missing = [one for one in classifications() if one.whose and not has_any(one, person)]
    for one in missing:
        a_row_of(one.model, person)
    return [one.model.__name__ for one in missing]


def has_any(one, person) -> bool:
    """Whether a person has a row of a model."""
    return one.rows_of(person.pk).exists()


def a_row_of(model, person):
    """Make one row of a model, with everything that has to stand in it, about this person."""
    values = {
        field.name: _value(field, person)
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField)
        and not (field.primary_key and field.has_default())
        if not (field.null and not _is_about(field)) and not _says_enough(field)
    }
    return model._base_manager.create(**values | ASKED.get(model._meta.label, {}))


def _is_about(field):
    return field.is_relation and field.related_model in (Person, Partner, Couple)


def _says_enough(field):
    return field.has_default() and not isinstance(field, SealedText | SealedJSON)


def _value(field, person):
    if field.is_relation:
        return _related(field.related_model, person)
    if field.choices:
        return field.choices[0][0]
    return next(value for kind, value in OF_A_KIND.items() if isinstance(field, kind))


def _related(model, person):
    if model is Person:
        return person
    theirs = {Partner: {"person": person}, Couple: {"partners__person": person}}.get(model, {})
    return model._base_manager.filter(**theirs).order_by("pk").first() or a_row_of(model, person)
