"""Whether this process can serve: what every page needs, asked for once and briefly."""

from functools import cache

from django.core.cache import cache as limits
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError


class Behind(Exception):
    """The database waits for migrations that this code needs."""


def missing():
    """
    Return the names of what is missing: "database", "migrations", "limits"; none when ready.

    The broker is not among them: without it pages work, and what is due waits in the database.
    """
    try:
        connection.ensure_connection()
        require_migrations()
    except Behind:
        return ["migrations"]
    except Error:
        return ["database"]
    return [] if _are_limits_counted() else ["limits"]


@cache  # what raises is asked again; a database that has come this far does not go back
def require_migrations():
    """Raise Behind while a migration of this code has not been run."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Behind


def _are_limits_counted():
    """Say whether the cache in which sign-ins are counted answers; nothing is written there."""
    try:
        limits.get("operations.readiness")
    except (Error, RedisError, OSError):
        return False
    return True
