"""
A person's own export: everything the registry calls theirs, as JSON.

It holds the rows that are a person's own or joint, whole, and of the rows that others opened or
sent to them the fields they may read. What the registry calls a secret leaves through nothing.
Of what others did, and of what is joint, the date stands here and never the time of day.

Rows are read and written a few hundred at a time. A copy is made whole before any of it leaves
(`Copy`): when something does not open, there is no copy at all, and never one with gaps.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db.models import Field, ManyToManyField, Model

from trustpact.privacy.fields import SealedField
from trustpact.privacy.registry import Owner, classifications

FORM = "own-data/1"
AT_A_TIME = 500  # rows


@dataclass(frozen=True)
class Section:
    """The rows of one model in an export: own ones, or those that others opened or sent."""

    model: type[Model]
    is_own: bool
    dates_only: bool
    fields: list[Field]
    rows: Iterable[dict]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


class Copy:
    """A text that was made whole and is kept small, to be handed over piece by piece in UTF-8."""

    def __init__(self, pieces: Iterable[str]):
        squeeze, kept, self.size = zlib.compressobj(1), [], 0
        for piece in pieces:
            content = piece.encode()
            self.size += len(content)
            kept.append(squeeze.compress(content))
        self._kept = [*filter(None, kept), squeeze.flush()]

    def __iter__(self) -> Iterator[bytes]:
        expand = zlib.decompressobj()
        for part in self._kept:
            if content := expand.decompress(part):
                yield content
        yield expand.flush()


def export_of(person, *, now) -> str:
    """
    Return the whole export of a person as JSON text (`now`: aware datetime).

    Models and rows stand in a stable order, so two exports of the same data are equal but for the
    date. Raises VaultError when something of theirs does not open: a copy with gaps is none.
    """
    return "".join(pieces_of(person, now=now))


def copy_of(person, *, now) -> Copy:
    """Return the same, made whole; raises VaultError before anything of it could have left."""
    return Copy(pieces_of(person, now=now))


def pieces_of(person, *, now) -> Iterator[str]:
    """Yield the export piece by piece, a row a line; together the pieces are one JSON document."""
    head = {"form": FORM, "made_on": now.date().isoformat(), "person": str(person.pk)}
    yield _dumps(head)[:-1]
    for name, is_own in (("own", True), ("received", False)):
        yield f',\n"{name}": {{'
        before = "\n"
        for section in sections_of(person, own=is_own):
            rows = iter(section.rows)
            for first in rows:  # a model without rows is left out
                yield f'{before}"{section.label}": [\n{_dumps(first)}'
                yield from (f",\n{_dumps(row)}" for row in rows)
                yield "]"
                before = ",\n"
        yield "}"
    yield "}\n"


def sections_of(person, *, own: bool) -> Iterator[Section]:
    """Yield what is a person's own, or what others opened or sent to them, model by model."""
    for one in classifications():
        if own and one.mine is not None:
            source, names = one.mine, one.exported
        elif not own and one.received is not None:
            source, names = one.received.rows, one.received.fields
        else:
            continue
        fields: list = [one.model._meta.get_field(name) for name in names]
        dates_only = not own or one.owner is not Owner.PERSON
        rows = rows_of(source(person), fields, dates_only=dates_only)
        yield Section(one.model, own, dates_only, fields, rows)


def rows_of(rows, fields, *, dates_only) -> Iterator[dict]:
    """Yield each row as JSON knows it, a few hundred of them in memory at a time."""
    if related := {path for field in fields if (path := _owner_path(field))}:
        rows = rows.select_related(*related)
    for row in rows.order_by("pk").distinct().iterator(chunk_size=AT_A_TIME):
        yield {field.name: _plain(_value(row, field), dates_only=dates_only) for field in fields}


def _dumps(value) -> str:
    return json.dumps(value, ensure_ascii=False)


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
