"""
Ask for the floor page as often as each line of standard input says, and answer with JSON.

An answer: {"seconds": processor time a page, "queries": n, "bytes": n}.
"""

import json
import sys

import django
from django.conf import settings


def main():
    """Make the database, sign somebody in, then measure on demand until the input ends."""
    settings.DEBUG = False
    django.setup()

    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from bench.floor.models import Line
    from bench.measuring import Page

    call_command("migrate", run_syncdb=True, verbosity=0)
    Line.objects.bulk_create(Line(words=f"This is line number {number}") for number in range(10))
    client = Client()
    client.force_login(User.objects.create_user("somebody"))
    page = Page(client, "/")
    for order in sys.stdin:
        seconds = page.seconds(int(order))
        print(json.dumps({"seconds": seconds, "queries": page.queries, "bytes": page.bytes}))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
