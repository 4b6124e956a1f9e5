"""
All that an installation keeps, as bytes: what a dump of its database and a copy of its disk show.

Files are read by a process of their own: a process that closes a file loses all its locks on it,
and without those of its open connections SQLite would let two write at a time.
"""

import base64
import binascii
import json
import subprocess
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection


def everything_kept(folder):
    """
    Return every value of every table, what sessions and cache hold packed, and every file below.

    On SQLite the database's own files come too: they hold what was deleted and not overwritten.
    """
    kept = [_plain(value) for value in _values()]
    kept += [repr(session.get_decoded()).encode() for session in Session.objects.all()]
    kept += [_read_apart(path) for path in _files(Path(folder)) if path.is_file()]
    return b"\n".join(kept)


def found_in(kept, words):
    """Return those of these words that stand in what is kept, as they are or as JSON spells them."""
    return [one for one in words if one.encode() in kept or json.dumps(one)[1:-1].encode() in kept]


def _values():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield from row


def _plain(value):
    """Return one value as bytes, and with it what it says once it is unpacked."""
    if isinstance(value, memoryview | bytes):
        return bytes(value)
    written = str(value).encode()
    try:
        return written + b"\n" + base64.b64decode(written, validate=True)
    except binascii.Error:
        return written


def _read_apart(path):
    return subprocess.run(["cat", str(path)], capture_output=True, check=True).stdout


def _files(folder):
    yield from folder.rglob("*")
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        yield from database.parent.glob(database.name + "*")
