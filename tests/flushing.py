"""
Emptying the database between tests that need real transactions.

On PostgreSQL the tables are truncated. On SQLite they are emptied by DELETE, which the triggers of
the history refuse, as they must: so they are taken away for that moment and laid again.
"""

from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def let_flush_empty_the_history():
    """Let Django's flush work on an SQLite test database in spite of the triggers."""
    plain = DatabaseOperations.execute_sql_flush

    def flush(self, statements):
        with connection.cursor() as cursor:
            triggers = cursor.execute(TRIGGERS).fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            plain(self, statements)
            for _name, sql in triggers:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = flush
