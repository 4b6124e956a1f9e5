"""
A thousand rows in one statement, a column at a time.

Django writes a placeholder a value: a thousand notices are seventeen thousand of them, and taking
that statement apart takes longer than all the rest of planning. PostgreSQL takes an array a column.
Where Django's own way is the only one (SQLite), it is taken.
"""

from datetime import datetime
from functools import cache
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import ForeignKey, Lookup, UUIDField
from django.db.models.base import ModelState
from django.db.models.lookups import In

from trustpact.privacy.fields import SealedField


@ForeignKey.register_lookup
@UUIDField.register_lookup
class Among(Lookup):
    """`pk__among=ids`: what `__in` finds, with one array for all ids; takes ids alone."""

    lookup_name = "among"

    def get_prep_lookup(self):
        """Take any iterable of ids."""
        return list(self.rhs)

    def as_sql(self, compiler, connection):
        """Ask as `__in` does, where there are no arrays."""
        return In(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_postgresql(self, compiler, connection):
        """Ask with an array."""
        if not self.rhs:
            raise EmptyResultSet
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s::uuid[])", [*values, _array(self.rhs)]


def row(model, **columns):
    """
    Return a row to insert, by columns ("person_id", not "person"); the others as they begin.

    It is as `model(...)` makes it, several times as fast: without the signals that nobody hears.
    """
    new = model.__new__(model)
    new._state = ModelState()
    new.__dict__.update(_as_it_begins(model))
    new.__dict__.update(columns)
    if new.pk is None:
        new.pk = model._meta.pk.get_default()
    return new


@cache
def _as_it_begins(model):
    """Return what a row has in each column that nobody gives; a sealed one is empty without."""
    plain = [one for one in model._meta.concrete_fields if not isinstance(one, SealedField)]
    return {one.attname: None if one.primary_key else one.get_default() for one in plain}


def insert_missing(model, rows):
    """Insert rows; one that a unique constraint refuses is passed over."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        return
    fields, table = model._meta.concrete_fields, model._meta.db_table
    names = ", ".join(field.column for field in fields)
    given, values = _columns(rows, fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {given} ON CONFLICT DO NOTHING",
            values,
        )


def update(model, rows, names):
    """Write some fields of rows that are there and that the caller holds."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        model._default_manager.bulk_update(rows, names)
        return
    fields = [model._meta.pk, *map(model._meta.get_field, names)]
    table, given = model._meta.db_table, ", ".join(f"given.{field.column}" for field in fields[1:])
    columns = ", ".join(field.column for field in fields)
    arrays, values = _arrays(rows, fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET ({columns.partition(', ')[2]}) = ROW ({given}) "  # noqa: S608
            f"FROM unnest({arrays}) AS given({columns}) WHERE {table}.id = given.id",
            values,
        )


def _columns(rows, fields):
    """Return what to select, and its values: an array for what differs, one value for the rest."""
    selected, values = [], []
    for field in fields:
        column, kind = _column(rows, field), field.db_type(connection)
        is_shared = field is not fields[0] and column.count(column[0]) == len(column)
        selected.append(f"%s::{kind}" if is_shared else f"unnest(%s::{kind}[])")
        values.append(column[0] if is_shared else _array(column))
    return ", ".join(selected), values


def _arrays(rows, fields):
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    return arrays, [_array(_column(rows, field)) for field in fields]


def _array(values):
    """Return an array as psycopg takes it; ids and moments as text, several times as fast."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {UUID}:
        texts = [value and value.hex for value in values]
    elif kinds == {datetime}:
        texts = [value and value.isoformat() for value in values]
    else:
        return values
    return f"{{{','.join(text or 'NULL' for text in texts)}}}"


def _column(rows, field):
    """Return the values of a field as psycopg takes them; sealed ones are sealed for their row."""
    if isinstance(field, SealedField):
        return [bytes(field.pre_save(row, add=True)) for row in rows]
    return [getattr(row, field.attname) for row in rows]
