"""What requests wrote to the database and did not take back, read from the statements themselves."""

import re
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

WRITE = re.compile(r"^\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) [\"`]?(\w+)", re.I)
SAVEPOINT = re.compile(r"^\s*(ROLLBACK TO )?SAVEPOINT (\S+)", re.I)
RANDOM = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|\b[0-9a-f]{64}\b")
# A session is the visitor's own, and a limit counts visits: neither is a row of the product.
NOT_THE_PRODUCT = {"django_session", "cache", "usersessions_usersession"}


class Writes(list):
    """
    (table, statement, values) of what was written, in order, but for sessions and limits.

    `attempted` keeps the values of all of it, sessions, limits and what was taken back included.
    """

    def __init__(self):
        super().__init__()
        self.attempted = []
        self._marks = {}

    def __call__(self, execute, sql, params, many, context):
        """Stand between Django and the database; see `connection.execute_wrapper`."""
        if mark := SAVEPOINT.match(sql):
            if mark[1]:
                del self[self._marks[mark[2]] :]
            else:
                self._marks[mark[2]] = len(self)
        elif found := WRITE.match(sql):
            rows = params if many else [params or ()]
            self.attempted += [(found[1], list(row)) for row in rows]
            if found[1].lower() not in NOT_THE_PRODUCT:
                self += [(found[1], sql, row) for row in rows]
        return execute(sql, params, many, context)

    @property
    def tables(self) -> list[str]:
        """The tables that were written to."""
        return sorted({table for table, _sql, _params in self})

    def evened(self) -> list[tuple]:
        """Return what was written without what is random: ids, digests, what ciphertext says."""
        return [(sql, [_evened(value) for value in params]) for _table, sql, params in self]


@contextmanager
def writes_noted():
    """Give the Writes of what happens inside."""
    noted = Writes()
    with connection.execute_wrapper(noted):
        yield noted


def _evened(value):
    if isinstance(value, UUID):
        return "id"
    if isinstance(value, bytes | memoryview):
        return len(bytes(value))
    return RANDOM.sub("id", str(value))
