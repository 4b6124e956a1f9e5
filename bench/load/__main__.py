"""
A load run: `make load`, and `make rolling` from an older version of the code to this one.

On a PostgreSQL, a Redis and a mail server of its own: thousands of couples, two webs, two workers, two
beats; people read, write and sign at a steady rate, a minute full of reminders falls due, and things
go wrong. Then it is calm until nothing is open, and an oracle compares what people were told with
what is there. The exit status says whether it found anything.
"""

import argparse
import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

SMALL = {"couples": 200, "with_a_year": 20, "acting": 10, "signing": 6, "rate": 8, "due": 300}
SMALL |= {"seconds": 60}


def main(arguments=None):
    """Run it; the exit status says whether the oracle is content."""
    asked = _asked(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left behind
    from tests.servers import PostgreSQL, Redis
    from tests.smtp import SmtpSink

    class Lasting(PostgreSQL):
        """What it has committed survives its own end."""

        options = PostgreSQL.options | {"synchronous_commit": "on", "full_page_writes": "on"}

    with ExitStack() as stack:
        servers = [stack.enter_context(one) for one in (Lasting(), Redis(), SmtpSink())]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpact-load-")))
        database, redis, sink = servers
        os.environ |= {
            "DATABASE_URL": database.url,
            "REDIS_URL": redis.url,
            "CELERY_BROKER_URL": redis.url.removesuffix("/0") + "/15",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        import django

        django.setup()
        from bench.load.run import Run

        found = Run(asked, folder, servers, stack).go()
    print("\n".join(found) or "The oracle found nothing.", flush=True)
    return 1 if found else 0


def _asked(arguments):
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    number = {"type": int, "metavar": "N"}
    parser.add_argument("--couples", default=10_000, **number)
    parser.add_argument("--with-a-year", default=1_000, **number, help="of them; the rest, a week")
    parser.add_argument("--acting", default=100, **number, help="couples whose people come")
    parser.add_argument("--signing", default=60, **number, help="couples with a version to sign")
    parser.add_argument("--rate", default=20, **number, help="requests a second, about")
    parser.add_argument("--due", default=5_000, **number, help="reminders due within a minute")
    parser.add_argument("--seconds", default=600, **number)
    parser.add_argument("--calm", action="store_true", help="without faults")
    parser.add_argument("--rolling", metavar="COMMIT", default="", help="from this version to ours")
    parser.add_argument(
        "--small", action="store_true", help="a minute, with as little as shows all"
    )
    asked = parser.parse_args(arguments)
    if asked.small:
        parser.set_defaults(**SMALL)
        asked = parser.parse_args(arguments)
    return asked


if __name__ == "__main__":
    sys.exit(main())
