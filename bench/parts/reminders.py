"""What is due: finding it, planning it, sending it, at the size of a country."""

import os
import smtplib
import tempfile
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import due
from bench.measuring import database_time, in_turns, processor_time, wall_time
from bench.rows import Row
from bench.sink import Sink
from checkins import planning
from trustpact.celery import app
from trustpact.notices import tasks
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.senders.mail import letter_for
from trustpact.notices.sweep import CHUNK, sweep

SIZES = (1_000, 10_000, 100_000, 1_000_000)
DEEPEST = 10_000_000  # with DEEP=1
ON_SQLITE = SIZES[:3]
TIMES = 500
MOST_RATIO, MOST_GROWTH = 5, 1.5
PLANNED, STATEMENTS = 0.25, 0.02  # of the raw claim; a reminder
MAILED, WITHIN = 0.6, 60  # of one prebuilt connection; seconds
FLOOR_MAILS = 2_000
ROUNDS = 3
IDS = 20_000


def rows(floor, now):
    """Yield what a tick, an edit and a minute full of reminders cost."""
    persons, ticks, edits, starts = due.people(), [], [], []
    for size in _sizes():
        due.grow_to(size, persons, now)
        row = _tick(size, now)
        ticks.append(row.ratio)
        edits.append(_edit(persons[0]))
        starts.append(_start(now))
        yield row
    span = f"{_sizes()[0]:,} to {_sizes()[-1]:,} schedules"
    yield _growth(f"a tick beside its floor, {span}", ticks, "x")
    yield _growth(f"starting a beat and its first sweep, {span}", starts, "ms")
    yield _growth(f"one edit beside one UPDATE, {span}", edits, "x")
    if connection.vendor == "postgresql":
        yield from _a_full_minute(persons, now)
    else:
        due.due_of(persons, now)
        yield from _mailing(persons, now)
    if settings.CELERY_BROKER_URL.startswith("redis"):
        yield _enqueueing()


def _sizes():
    if connection.vendor != "postgresql":
        return ON_SQLITE
    return (*SIZES, DEEPEST) if os.environ.get("DEEP") else SIZES


def _growth(name, values, unit):
    most, least = max(values), min(values)
    met, goal = most / least <= MOST_GROWTH, f"at most {MOST_GROWTH}x"
    return Row(f"growth of {name}", most, unit, goal, met, floor=least)


# --- Nothing due.


def _tick(size, now):
    lowest, tick = in_turns(
        lambda: _work(_select_one) * 1000,
        lambda: _work(lambda: sweep(now)) * 1000,
    )
    name, goal = f"a tick with nothing due, {size:,} schedules", f"at most {MOST_RATIO}x select 1"
    met = tick / lowest <= MOST_RATIO
    return Row(name, round(tick, 3), "ms", goal, met, floor=round(lowest, 3), queries=1)


def _select_one():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _edit(person):
    """Return how many times one UPDATE it costs to move a schedule, in processor time."""
    one = Schedule.objects.filter(person=person).first()
    moments = iter(one.next_at + timedelta(seconds=second) for second in range(100_000))

    def edit():
        Schedule.objects.plan(
            person=person, kind=one.kind, subject=one.subject, next_at=next(moments), zone=one.zone
        )

    def update():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE notices_schedule SET next_at = %s WHERE id = %s",
                [connection.ops.adapt_datetimefield_value(next(moments)), _as_stored(one.pk)],
            )

    moved, updated = in_turns(partial(_work, edit), partial(_work, update), rounds=ROUNDS)
    return round(moved / updated, 2)


def _work(act, times=TIMES):
    """Return the processor time, ours and the database's, for one of `times` acts, in seconds."""
    spent = database_time if connection.vendor == "postgresql" else float
    began = time.process_time() + spent()
    for _time in range(times):
        act()
    return (time.process_time() + spent() - began) / times


def _as_stored(pk):
    return pk if connection.features.has_native_uuid_field else pk.hex


def _start(now):
    """Read what a beat reads when it starts, let it find what to do, and sweep once; in ms."""
    from celery.beat import PersistentScheduler

    def start():
        with tempfile.TemporaryDirectory(prefix="trustpact-bench-") as folder:
            scheduler = PersistentScheduler(app, schedule_filename=f"{folder}/beat")
            assert len(scheduler.schedule) >= len(settings.CELERY_BEAT_SCHEDULE)
            scheduler.close()
        sweep(now)

    start()
    return round(min(processor_time(start, 10) for _round in range(ROUNDS)) * 1000, 2)


# --- Everything due within a minute.


def _a_full_minute(persons, now):
    due.due_of(persons, now)
    yield from _planning("a plain kind", due.DUE, now)
    yield from _mailing(persons, now)
    Schedule.objects.filter(kind=due.DUE).delete()
    due.daily_check_ins(persons, now)
    yield from _planning("daily check-ins", planning.KIND, now)


def _planning(what, kind, now):
    """Plan and claim, with nobody who sends, in turns with the raw claim of the same rows."""
    due.make_due(kind, now)
    with CaptureQueriesContext(connection) as captured:
        swept = sweep(now, hand_over=_to_nobody)
    assert swept.planned == swept.claimed == due.PEOPLE, swept
    statements = len(captured) / due.PEOPLE
    floor, ours = in_turns(
        partial(_per_second, kind, now, _raw_claim),
        partial(_per_second, kind, now, lambda: sweep(now, hand_over=_to_nobody)),
        rounds=ROUNDS,
    )
    name = f"{due.PEOPLE:,} {what} planned and claimed, among {Schedule.objects.count():,}"
    goal = f"at least {PLANNED}x of the raw claim"
    yield Row(name, ours, "a CPU second", goal, ours / floor >= PLANNED, floor=floor)
    goal, met = f"at most {STATEMENTS}", statements <= STATEMENTS
    yield Row(f"statements for one of {what}", round(statements, 4), "each", goal, met)


def _to_nobody(notice_ids, claim, urgency):
    """Take the place of the broker."""


def _per_second(kind, now, act):
    """Return how many a second of processor time, ours and the database's: other work slows neither."""
    due.make_due(kind, now)
    return round(due.PEOPLE / _work(act, 1))


def _raw_claim():
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "UPDATE notices_schedule SET next_at = next_at + interval '1 day' WHERE id IN "
                "(SELECT id FROM notices_schedule WHERE next_at <= now() ORDER BY next_at "
                "LIMIT 1000 FOR UPDATE SKIP LOCKED) RETURNING *"
            )
            if not cursor.fetchall():
                return


def _mailing(persons, now):
    """Plan, claim and mail, one worker, in turns with one connection that sends prebuilt bytes."""
    with Sink() as sink, _mail_goes_to(sink.port):
        floor, ours = in_turns(
            partial(_prebuilt, sink, persons[0]), partial(_mailed, sink, now), rounds=ROUNDS
        )
    name, seconds = (
        f"the same, mailed by one worker in {due.PEOPLE / ours:.0f} s",
        due.PEOPLE / ours,
    )
    goal = f"at least {MAILED}x of one prebuilt connection, within {WITHIN} s"
    met = ours / floor >= MAILED and seconds <= WITHIN
    yield Row(name, ours, "a second", goal, met, floor=floor)


@contextmanager
def _mail_goes_to(port):
    kept = {name: getattr(settings, name) for name in ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT")}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(settings, name, value)


def _prebuilt(sink, person):
    moment = timezone.now()
    ids = {"id": uuid.uuid4(), "subject": uuid.uuid4()}
    notice = Notice(person=person, kind=due.DUE, due_at=moment, **ids)
    letter = letter_for(notice)
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        began = time.perf_counter()
        for _mail in range(FLOOR_MAILS):
            server.sendmail(letter.sender, [letter.mailbox], letter.content)
        seconds = time.perf_counter() - began
    assert sink.taken()[0] == FLOOR_MAILS
    return round(FLOOR_MAILS / seconds)


def _mailed(sink, now):
    def hand_over(notice_ids, claim, _urgency):
        deliver(notice_ids, claim=claim, clock=timezone.now)

    due.make_due(due.DUE, now)
    began = time.perf_counter()
    sweep(timezone.now(), hand_over=hand_over)
    seconds = time.perf_counter() - began
    assert sink.taken() == (due.PEOPLE, due.PEOPLE)
    assert Notice.objects.filter(status=Notice.Status.SENT).count() == due.PEOPLE
    return round(due.PEOPLE / seconds)


# --- The way to a worker.


def _enqueueing():
    """Hand ids over in chunks, in turns with one LPUSH an id."""
    import redis

    ids, claim = [str(uuid.uuid4()) for _number in range(IDS)], uuid.uuid4()
    client = redis.Redis.from_url(settings.CELERY_BROKER_URL)

    def raw():
        for one in ids:
            client.lpush("bench", one)

    def ours():
        for first in range(0, IDS, CHUNK):
            tasks._hand_over(ids[first : first + CHUNK], claim)

    ours()
    assert client.llen("mail") == IDS // CHUNK
    floor, value = in_turns(*[lambda act=act: IDS / wall_time(act, 1) for act in (raw, ours)])
    client.flushdb()
    name, goal = f"handing ids to Redis in chunks of {CHUNK}", "at least 1x of raw LPUSH"
    return Row(name, round(value), "ids a second", goal, value >= floor, floor=round(floor))
