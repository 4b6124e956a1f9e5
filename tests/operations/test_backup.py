"""The backup of the compose file: its own script, run against a real PostgreSQL and restored."""

import os
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings

from tests.servers import postgresql_program

pytestmark = [pytest.mark.postgres, pytest.mark.once]
OLDER_THAN_29_DAYS = 29 * 24 * 3600 + 60  # seconds; the next look is a day later


@pytest.fixture
def service(tmp_path, postgresql):
    """Run the script of the compose file once, with folders of the test; returns the folder."""
    compose = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
    script = compose["services"]["backup"]["command"][-1].replace("$$", "$")
    (tmp_path / "password").write_text("any")
    (tmp_path / "backups").mkdir()
    script = script.replace("/run/secrets/database_password", str(tmp_path / "password"))
    script = script.replace("/backups", str(tmp_path / "backups")).replace("sleep 86400", "exit")

    def run(database):
        subprocess.run(["sh", "-ec", script], check=True, env=_environment(postgresql, database))
        return tmp_path / "backups"

    return run


def _environment(postgresql, database):
    folder = str(Path(postgresql_program("pg_dump")).parent)
    address = {"PGHOST": "127.0.0.1", "PGPORT": str(postgresql.port), "PGUSER": "trustpact"}
    path = {"PATH": os.pathsep.join([folder, os.environ["PATH"]])}
    return os.environ | address | path | {"PGDATABASE": database}


@pytest.fixture
def database(postgresql):
    with psycopg.connect(postgresql.url, autocommit=True) as server:
        server.execute("CREATE DATABASE kept")
        yield "kept"
        server.execute("DROP DATABASE kept")


def test_backup_restores_into_the_same_database(service, database, postgresql):
    url = postgresql.url.removesuffix("postgres") + database
    with psycopg.connect(url, autocommit=True) as kept:
        kept.execute("CREATE TABLE words (word text)")
        kept.execute("INSERT INTO words VALUES ('before')")
        (dump,) = service(database).glob("*.dump")
        kept.execute("INSERT INTO words VALUES ('after')")

    restore = ["pg_restore", "--clean", "--if-exists", "--single-transaction", "--dbname", database]
    subprocess.run([*restore, str(dump)], check=True, env=_environment(postgresql, database))

    with psycopg.connect(url) as restored:
        assert restored.execute("SELECT word FROM words").fetchall() == [("before",)]
    assert dump.stat().st_mode & 0o077 == 0
    assert " ".join(restore[:4]) in (settings.BASE_DIR / "README.md").read_text()


def test_no_backup_is_ever_older_than_thirty_days(service, database, tmp_path):
    old = tmp_path / "backups" / "2026-01-01.dump"
    old.write_text("")
    os.utime(old, (time.time() - OLDER_THAN_29_DAYS,) * 2)

    assert old not in list(service(database).iterdir())
