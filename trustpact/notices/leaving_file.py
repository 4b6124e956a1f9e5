"""
SQLite's stand-in for the locks of rows: a file beside the database, held while a batch leaves.

See `leaving` for who holds it when. The operating system lets go of it when its holder dies.
"""

import fcntl
from contextlib import contextmanager

from django.db import connection


@contextmanager
def opened():
    """Open the file; whoever holds a lock on it by `hold` lets go of it at the end of the block."""
    with open(f"{connection.settings_dict['NAME']}-leaving", "ab") as file:
        yield file


def hold(file):
    """Take the file together with other workers; called while holding the database's write lock."""
    fcntl.flock(file, fcntl.LOCK_SH)


def wait_until_free():
    """Wait until no batch is leaving; called while holding the write lock, so none begins to."""
    if connection.vendor == "sqlite":
        with opened() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
