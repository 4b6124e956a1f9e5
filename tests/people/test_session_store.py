"""A session that cannot be saved: because the database is away, or because it was ended meanwhile."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection

from trustpact.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    store = SessionStore()
    store["word"] = "first"
    store.save()
    store["word"] = "second"
    return store


def test_session_says_that_the_database_is_away(session):
    def away(execute, sql, *rest):
        if sql.startswith("UPDATE"):
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *rest)

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        session.save()


def test_session_that_was_ended_meanwhile_is_not_begun_anew(session):
    SessionStore(session.session_key).delete()

    with pytest.raises(UpdateError):
        session.save()
    assert not session.exists(session.session_key)
