"""
A person's own export: everything the registry calls theirs, as JSON.

It holds the rows that are a person's own or joint, whole, and of the rows that others opened or
sent to them the fields they may read. What the registry calls a secret leaves through nothing.
Of what others did, and of what is joint, the date stands here and never the time of day.
"""

import base64
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db.models import ManyToManyField

from trustpact.privacy.fields import SealedField
from trustpact.privacy.registry import Owner, classifications

FORM = "own-data/1"


def export_of(person, *, now) -> str:
    """
    Return the whole export of a person as JSON text (`now`: aware datetime).

    Models and rows stand in a stable order, so two exports of the same data are equal but for the
    date. Raises VaultError when something of theirs does not open: a copy with gaps is none.
    """
    own, received = {}, {}
    for one in classifications():
        label = one.model._meta.label_lower
        if one.mine is not None:
            dates_only = one.owner is not Owner.PERSON
            own[label] = _rows(one.mine(person), one.exported, dates_only=dates_only)
        if one.received is not None:
            rows = one.received.rows(person)
            received[label] = _rows(rows, one.received.fields, dates_only=True)
    whole = {
        "form": FORM,
        "made_on": now.date().isoformat(),
        "person": str(person.pk),
        "own": {label: rows for label, rows in own.items() if rows},
        "received": {label: rows for label, rows in received.items() if rows},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _rows(rows, names, *, dates_only):
    fields = [rows.model._meta.get_field(name) for name in names]
    related = {path for field in fields if (path := _owner_path(field))}
    if related:
        rows = rows.select_related(*related)
    return [
        {field.name: _plain(_value(row, field), dates_only=dates_only) for field in fields}
        for row in rows.order_by("pk").distinct()
    ]


def _owner_path(field):
    """Return the relation that leads to the key of a sealed field, or "" if none has to be read."""
    if not isinstance(field, SealedField):
        return ""
    return "__".join(field.owner.split(".")[:-1])


def _value(row, field):
    if isinstance(field, ManyToManyField):
        return sorted(str(pk) for pk in getattr(row, field.name).values_list("pk", flat=True))
    return getattr(row, field.attname)


def _plain(value, *, dates_only):
    """Return a value as JSON knows it; moments in UTC, or their date alone."""
    match value:
        case datetime():
            moment = value.astimezone(UTC)
            return moment.date().isoformat() if dates_only else moment.isoformat()
        case date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case _:
            return value
