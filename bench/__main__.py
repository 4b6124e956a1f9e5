"""
`make bench`: measure, print a table, write var/bench.json.

`ONLY="pages vault"` runs some parts. It measures on a throw-away PostgreSQL where one is installed,
as it is used by many couples, and on SQLite with `--sqlite` or where none is.
"""

import argparse
import importlib
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

PARTS = ("pages", "progress", "caseload", "agreement", "library", "vault", "copies", "planning")
PARTS += ("reminders", "load")
ROOT = Path(__file__).resolve().parents[1]


def main(arguments=None):
    """Run the parts that are asked for; the exit status says whether they ran, not what they met."""
    asked = _asked(arguments)
    with ExitStack() as stack:
        floor_database = _databases(stack, sqlite=asked.sqlite)
        _start()
        from bench.measuring import FloorPage

        floor = stack.enter_context(FloorPage(floor_database))
        print(f"The floor page: {floor.queries} queries, {floor.bytes} bytes.", flush=True)
        _report(_rows(asked.parts, floor), Path(asked.into))
    return 0


def _asked(arguments):
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--sqlite", action="store_true", help="measure on SQLite")
    parser.add_argument("--into", default=ROOT / "var" / "bench.json", help="where the rows go")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {sorted(unknown)}; there are {', '.join(PARTS)}")
    asked.parts = asked.parts or PARTS
    return asked


def _databases(stack, *, sqlite):
    """Name the product's database to its settings, and return the address of the floor's."""
    from tests.servers import PostgreSQL, Redis

    if sqlite or not PostgreSQL.is_installed():
        print("On SQLite; only ratios mean anything.")
        os.environ.pop("DATABASE_URL", None)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpact-bench-"))
        return f"sqlite:///{folder}/floor.sqlite3"
    import psycopg

    print("On a throw-away PostgreSQL; only ratios mean anything.")
    server = stack.enter_context(PostgreSQL())
    if Redis.is_installed():
        redis = stack.enter_context(Redis())
        os.environ["CELERY_BROKER_URL"] = redis.url.removesuffix("/0") + "/15"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE floor")
    os.environ["DATABASE_URL"] = server.url
    return server.url.removesuffix("/postgres") + "/floor"


def _start():
    """Bring the product up as in use: compiled catalogues, collected files, a loaded library."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from trustpact.web.catalogues import compile_catalogues

    compile_catalogues()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_library", verbosity=0)


def _rows(parts, floor):
    from django.utils import timezone

    for part in parts:
        yield from importlib.import_module(f"bench.parts.{part}").rows(floor, timezone.now())


def _report(rows, file):
    from bench.rows import as_json, as_table

    measured = []
    for row in rows:
        beside = f" ({row.ratio}x)" if row.ratio else ""
        print(f"  {row.name}: {row.value} {row.unit}{beside}", flush=True)
        measured.append(row)
    print("\n" + as_table(measured))
    print(f"\n{sum(row.met for row in measured)} of {len(measured)} met.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(as_json(measured), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
