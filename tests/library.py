"""
The starter library in a test's database.

Reading and checking it takes longer than most tests. So each process loads it once through the
product's own loaders and notes what they wrote; later tests get the same rows by the same
statements. Tests of the loaders themselves call the loaders.
"""

from django.apps import apps
from django.db import connection, transaction

from agreements.library import load_clauses
from checkins import library
from tests.cast import NOON
from trustpact.curation import memory, starter
from trustpact.curation.models import Curated

CLAUSES, RITUALS = load_clauses, library.load

_written: dict[tuple, list] = {}  # (loaders, day): the statements of a first time, in order


def load_library(*loaders, now=NOON):
    """Let what these loaders bring be in the library; without any named, all that there is."""
    loaders = loaders or tuple(starter.loaders())
    known = loaders, now.date()
    if _is_there_any():
        _load(loaders, now)  # what is there decides what is new
    elif known in _written:
        _write_again(_written[known])
    else:
        noted = []
        with transaction.atomic(), connection.execute_wrapper(_note_into(noted)):
            _load(loaders, now)
        _written[known] = noted


def _load(loaders, now):
    for loader in loaders:
        loader(now=now)


def _is_there_any():
    tables = [one._meta.db_table for one in apps.get_models() if issubclass(one, Curated)]
    checks = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {checks}")
        return bool(cursor.fetchone()[0])


def _note_into(noted):
    def note(execute, sql, params, many, context):
        if not sql.lstrip().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            noted.append((sql, params))
        return execute(sql, params, many, context)

    return note


def _write_again(statements):
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
    memory.forget_published()
