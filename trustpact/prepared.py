"""
Queries that nearly every page asks: built and compiled once a process, asked with other values.

Django takes several times longer to build a QuerySet and compile it than to ask the database. So a
hot query is written as a function that returns its QuerySet, once:

    @prepared
    def settled_by(partner, day):
        return CheckIn.objects.filter(partner=partner, occurrence__date=day).exclude(state="open")

    settled_by(partner.pk, today)  # a list of check-ins, as `list` of that QuerySet gives

What may stand for a value: ids, dates, moments and the like, wherever a filter takes an expression;
no None (`= NULL` holds nowhere), no list of changing length, no model. What the function works out
of a value by itself it has to be given instead. `settled_by.queryset` is the QuerySet as Django
would ask it, for a test to compare the two; `every` lists all prepared queries.
"""

import inspect
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable

every: list["prepared"] = []

# How a value of each type is told to a database; the others go as they are.
_STORED = {UUID: models.UUIDField(), date: models.DateField(), datetime: models.DateTimeField()}


class Blank(models.Expression):
    """Stands in a compiled query where a value will stand; `number` says which."""

    def __init__(self, number: int):
        super().__init__()
        self.number = number

    def as_sql(self, _compiler, _connection):
        return "%s", [self]


class prepared:  # noqa: N801 (a decorator)
    """A query that is compiled when it is first asked; see the module."""

    def __init__(self, build: Callable):
        self.queryset = build
        self.__doc__ = build.__doc__
        self.parameters = list(inspect.signature(build).parameters)
        self._statements: dict[str, _Statement] = {}  # by kind of database
        every.append(self)

    def __call__(self, *values) -> list:
        """Ask with these values, in the order in which the function takes them."""
        if len(values) != len(self.parameters) or None in values:
            wanted = f"{len(self.parameters)} values, no None"
            raise ValueError(f"{self.queryset.__qualname__} takes {wanted}")
        connection = connections[DEFAULT_DB_ALIAS]
        statement = self._statements.get(connection.vendor)
        if statement is None:
            blanks = map(Blank, range(len(self.parameters)))
            statement = _Statement(self.queryset(*blanks), connection)
            self._statements[connection.vendor] = statement
        return statement.ask(values, connection)


class _Statement:
    """A QuerySet of models as SQL, and how its rows become instances."""

    def __init__(self, queryset, connection):
        if queryset._iterable_class is not ModelIterable or queryset._prefetch_related_lookups:
            raise TypeError("A prepared query is of models, without what is prefetched.")
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.values = compiler.as_sql()
        columns = [column for column, *_alias in compiler.select]
        self.converters = [
            (place, convert, column)
            for place, (converters, column) in compiler.get_converters(columns).items()
            for convert in converters
        ]
        self.instances = _Instances(compiler.klass_info, columns)
        self.annotations = list(compiler.annotation_col_map.items())

    def ask(self, values, connection) -> list:
        """Return the instances that the database has for these values."""
        given = [_stored(value, connection) for value in values]  # one may stand in ten places
        stored = [given[one.number] if isinstance(one, Blank) else one for one in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, stored)
            return [self._read(list(row), connection) for row in cursor.fetchall()]

    def _read(self, row, connection):
        for place, convert, column in self.converters:
            row[place] = convert(row[place], column, connection)
        instance = self.instances.read(row)
        for name, place in self.annotations:
            setattr(instance, name, row[place])
        return instance


class _Instances:
    """Which columns of a row make an instance of one model, and those it is joined to."""

    def __init__(self, info, columns):
        self.model = info["model"]
        self.names = [(columns[place].target.attname, place) for place in info["select_fields"]]
        self.key = dict(self.names)[self.model._meta.pk.attname]
        self.joined = [
            (_Instances(one, columns), one["local_setter"], one["remote_setter"])
            for one in info.get("related_klass_infos", ())
        ]

    def read(self, row):
        """
        Return the instance in a row, or None where a join found none.

        It is as `from_db` makes it, but without the signals that nobody here listens to: rows are
        many, and asking around for each takes longer than reading it.
        """
        if row[self.key] is None:
            return None
        instance = self.model.__new__(self.model)
        instance._state = ModelState()
        instance._state.adding, instance._state.db = False, DEFAULT_DB_ALIAS
        instance.__dict__.update([(name, row[place]) for name, place in self.names])
        for joined, keep, keep_back in self.joined:
            other = joined.read(row)
            keep(instance, other)
            if other is not None:
                keep_back(other, instance)
        return instance


def _stored(value, connection):
    field = _STORED.get(type(value))
    return field.get_db_prep_value(value, connection) if field else value
