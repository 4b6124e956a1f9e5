"""Processor time, measured in turns: a floor and what stands on it, so that both meet the same noise."""

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7  # turns; their medians count
TIMES = 30  # pages a turn


class Page:
    """A page as a signed-in test client gets it, in process."""

    def __init__(self, client, path, **headers):
        self._get = lambda: client.get(path, headers=headers)
        self._get()  # templates are compiled and keys opened once a process, not once a page
        with CaptureQueriesContext(connection) as captured:
            response = self._get()
        assert response.status_code == 200, (path, response.status_code)
        self.response = response
        self.statements = [query["sql"] for query in captured.captured_queries]
        self.queries = len(self.statements)
        self.bytes = len(response.content)

    def seconds(self, times=TIMES):
        """Return the processor time of this process for one of `times` pages."""
        return processor_time(self._get, times)


class FloorPage:
    """The floor page (bench/floor) in its own process; used as a context manager."""

    def __init__(self, database):
        self.environment = os.environ | {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "bench.floor.settings",
        }

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.floor"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.seconds(1)
        return self

    def __exit__(self, *_error):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def seconds(self, times=TIMES):
        """Return the processor time of the floor's process for one of `times` pages."""
        self.process.stdin.write(f"{times}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.queries, self.bytes = answer["queries"], answer["bytes"]
        return answer["seconds"]


def processor_time(act, times):
    """Return the processor time of this process for one of `times` acts, in seconds."""
    return _time_of(time.process_time, act, times)


def wall_time(act, times):
    """Return the time on the clock for one of `times` acts, in seconds."""
    return _time_of(time.perf_counter, act, times)


def database_time():
    """Return the processor time, in seconds, that the database spent on this connection so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    user, system = after_name[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def in_turns(*measures, rounds=ROUNDS):
    """
    Take each measure once a round, and return the median of each.

    CPython keeps the frames of calls in chunks, and a call that falls on the edge of one pays for a
    new chunk each time. So every round runs at another depth: no edge decides the median.
    """
    taken = [[_below(5 * number, one) for one in measures] for number in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def _below(frames, measure):
    return _below(frames - 1, measure) if frames else measure()


def _time_of(clock, act, times):
    gc.collect()
    began = clock()
    for _time in range(times):
        act()
    return (clock() - began) / times
