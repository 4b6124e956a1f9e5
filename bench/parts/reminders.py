"""The sweep that finds what is due, against `select 1` of the same connection."""

import uuid
from datetime import timedelta

from django.db import connection

from bench.measuring import in_turns, wall_time
from bench.rows import Row
from tests.cast import make_person
from trustpact.notices.models import Schedule
from trustpact.notices.sweep import sweep

SIZES = (1_000, 10_000, 100_000)
BATCH = 10_000
TICKS = 200
MOST_RATIO, MOST_GROWTH = 5, 1.5


def rows(floor, now):
    """Yield what a tick costs when nothing is due, as the number of schedules grows."""
    person, ticks = make_person("Kim"), []
    for size in SIZES:
        _grow_to(size, person, now)
        lowest, tick = in_turns(
            lambda: wall_time(_select_one, TICKS) * 1000,
            lambda: wall_time(lambda: sweep(now), TICKS) * 1000,
        )
        ticks.append(tick)
        name = f"a tick with nothing due, {size:,} schedules"
        met = tick / lowest <= MOST_RATIO
        goal = f"at most {MOST_RATIO}x select 1"
        yield Row(name, round(tick, 3), "ms", goal, met, floor=round(lowest, 3), queries=1)
    most, least = max(ticks), min(ticks)
    name = f"growth of a tick, {SIZES[0]:,} to {SIZES[-1]:,} schedules"
    met = most / least <= MOST_GROWTH
    goal = f"at most {MOST_GROWTH}x"
    yield Row(name, round(most, 3), "ms", goal, met, floor=round(least, 3))


def _grow_to(size, person, now):
    for first in range(Schedule.objects.count(), size, BATCH):
        Schedule.objects.bulk_create(
            Schedule(
                person=person,
                kind="bench",
                subject=uuid.uuid4(),
                next_at=now + timedelta(days=1, seconds=number),
                zone="UTC",
            )
            for number in range(first, min(first + BATCH, size))
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _select_one():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
