"""Ready: what a proxy asks before it sends people here."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.urls import reverse

from trustpact.operations import readiness

READY = reverse("operations:readyz")


@pytest.fixture(autouse=True)
def _asked_anew():
    readiness.require_migrations.cache_clear()
    yield
    readiness.require_migrations.cache_clear()


def test_ready_answers_without_a_session(client, db):
    response = client.get(READY)

    assert (response.status_code, response.content) == (200, b"ready\n")
    assert not response.cookies


def test_ready_names_a_migration_that_waits(client, db):
    newest = MigrationRecorder.Migration.objects.filter(app="notices").latest("id")
    newest.delete()

    response = client.get(READY)

    assert (response.status_code, response.content) == (503, b"missing: migrations\n")


def test_ready_names_a_database_that_has_gone(client, db, monkeypatch):
    def gone():
        raise OperationalError("no connection to the server at db.example")

    with monkeypatch.context() as without:
        without.setattr(connection, "ensure_connection", gone)
        response = client.get(READY)

    assert (response.status_code, response.content) == (503, b"missing: database\n")


def test_ready_names_limits_that_nobody_counts(client, db):
    gone = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",  # nothing listens there
    }

    with override_settings(CACHES={"default": gone}):
        response = client.get(READY)

    assert response.content == b"missing: limits\n"


def test_ready_looks_for_migrations_once(client, db, monkeypatch):
    client.get(READY)
    monkeypatch.setattr(readiness, "MigrationExecutor", None)

    assert client.get(READY).status_code == 200
