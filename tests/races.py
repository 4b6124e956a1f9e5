"""
Races: acts that begin at the same instant, each in its own thread and database connection.

    @pytest.mark.django_db(transaction=True)
    def test_the_second_signature_brings_the_version_into_force(rounds):
        for _ in range(rounds):
            version = proposal(make_couple(...))
            outcomes = race(
                lambda: Version.objects.get(pk=version.pk).sign(partner=ana, seen=..., now=NOON),
                lambda: Version.objects.get(pk=version.pk).sign(partner=ben, seen=..., now=NOON),
            )
            assert errors(outcomes) == []
            version.refresh_from_db()
            assert version.status == Version.Status.IN_FORCE

The fixture `rounds` is 50, and 300 with `--deep`. The test needs `transaction=True`, otherwise
no thread sees what the test wrote. Make each act fetch its own rows: instances are not shared
between threads in use either. The same test runs on an SQLite file and on PostgreSQL.
"""

import threading
from dataclasses import dataclass
from typing import Any

from django.db import connections

PATIENCE = 60  # seconds; a race that takes longer is a deadlock


@dataclass(frozen=True)
class Outcome:
    """What one act came to: the value it returned, or the exception it raised."""

    value: Any = None
    error: Exception | None = None


def race(*acts, rounds=1, before=None):
    """
    Run the acts at once and return one Outcome for each, in the order of the acts.

    A barrier lets all threads start together, after each has opened its connection. With
    `rounds` above 1 the race is repeated (`before()`, if given, runs ahead of each round) and a
    list with the outcomes of every round comes back. Raises TimeoutError when an act does not end.
    """
    if rounds == 1 and before is None:
        return _one_round(acts)
    return [_prepared_round(acts, before) for _ in range(rounds)]


def errors(outcomes):
    """Return the exceptions among the outcomes."""
    return [outcome.error for outcome in outcomes if outcome.error is not None]


def values(outcomes):
    """Return what the acts that raised nothing returned."""
    return [outcome.value for outcome in outcomes if outcome.error is None]


def _prepared_round(acts, before):
    if before is not None:
        before()
    return _one_round(acts)


def _one_round(acts):
    outcomes = [None] * len(acts)
    barrier = threading.Barrier(len(acts), timeout=PATIENCE)

    def run(place, act):
        try:
            connections["default"].ensure_connection()
            barrier.wait()
            outcomes[place] = Outcome(value=act())
        except Exception as error:  # noqa: BLE001 (the test decides what an error means)
            outcomes[place] = Outcome(error=error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(place, act), daemon=True)
        for place, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    if any(outcome is None for outcome in outcomes):
        raise TimeoutError("A race did not end: two acts wait for each other.")
    return outcomes
