"""
The instant of sending: a batch leaves at most once, and nothing leaves that was stopped before.

Three things must hold for a batch of messages that a worker has in hand:

1. **At most once.** The batch was marked as begun, and that was committed, before its first message
   leaves; what became of each is written in one transaction after its last. A worker that dies in
   between leaves the whole batch begun: when its lease ends it is `unknown` and flagged, and never
   sent again. So a crash puts as many in doubt as a batch holds (`delivery.IN_HAND`) a process, and
   a batch costs the same few statements and two commits whether it holds one message or twenty. A
   mark for each message would cost as much as sending it and save none from doubt: the others that
   the worker had in hand were begun as well.
2. **What must be told is sent at least once**, so a crash may double it: it leaves one by one.
3. **A stop is obeyed at the instant of sending.** Silence, window and account are asked for in the
   statement that takes the locks, and whoever stops something (`Notice.cancel`, reached by leaving,
   pausing, unsubscribing) needs the same locks: it was first, and the message is not in the batch,
   or it waits until the batch has left. A batch is given a second (`LEAVING_FOR`) and the message in
   which that runs out, so nobody waits long; a silence that begins within that second holds too.

The lock is one that dies with its holder. On PostgreSQL it is the rows' own, held by the transaction
in which the batch leaves: taken with SKIP LOCKED, for a row that somebody holds now is being stopped,
and two that take many in different orders would wait for each other. Should the database go away, the
locks are gone while the worker is still sending: so before each message it looks whether anything has
come down the line to the database, which between two statements only its end does.

SQLite has one lock for all writing, and a slow mail server must not keep people from saving. So
there the lock is a file beside the database: workers share it, taken while they hold the write lock
for the check and kept when they have let go of that; whoever stops something holds the write lock and
waits for the file to be free. A worker needs no write lock before it lets go of the file, and gets no
file while somebody else writes, so neither waits for the other in a ring.

What is stopped between the mark and the lock, or on SQLite before its worker has written what it
sent, may be on its way or in the hands of a worker that died. It is `unknown` at once, and flagged,
and keeps the worker's name: nothing leaves under it any more, and a worker that lives writes down
that it was sent, or that it was not and is cancelled. So a stop never hides what a crash has eaten.
"""

import select
import time
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, Q

from trustpact.notices import counted, flagged, leaving_file
from trustpact.notices.models import Notice, Silence
from trustpact.notices.senders import Outcome

LEAVING_FOR = timedelta(seconds=1)  # a batch, and the message in which it runs out
ASK_AGAIN, AN_INSTANT = 3, 0.02  # times; seconds
Status = Notice.Status
OVER = {"claim": None, "begun": False, "next_at": None}


def leave(written, sender, *, now):
    """
    Send what may leave of one begun batch; returns what became of each notice.

    `written` are pairs of a notice and its message, None where it cannot be written. What was sent,
    given up or is in doubt is written down here; the others are still begun, for the caller to make
    due again.
    """
    if connection.vendor == "sqlite":
        with leaving_file.opened() as file:
            with transaction.atomic():
                leaving_file.hold(file)
                free = _may_leave(written, now)
            outcomes = _send(written, free, sender)
        with transaction.atomic():
            _write_down(outcomes)
    else:
        with transaction.atomic():
            free = _may_leave(written, now)
            outcomes = _send(written, free, sender)
            _write_down(outcomes)
    counted.told(outcomes)
    return outcomes


def _may_leave(written, now):
    """
    Return the ids of those that are still to be sent, locked where rows have locks.

    Of two tasks for the same claim the later one holds rows of the other for an instant, before it
    finds that they are not to be had any more: so what is held is asked for again, a few times.
    """
    free = _free_to_leave(written, now)
    if connection.vendor == "postgresql":
        for _again in range(ASK_AGAIN):
            if len(free) == len(written):
                break
            time.sleep(AN_INSTANT)
            free = _free_to_leave(written, now)
    return free


def _free_to_leave(written, now):
    notices = [notice for notice, _message in written]
    silenced = Exists(Silence.objects.over_notice(now, now + LEAVING_FOR))
    free = Notice.objects.filter(pk__in=[notice.pk for notice in notices], claim=notices[0].claim)
    free = free.filter(status=Status.CLAIMED, until__gt=now, person__is_active=True)
    free = free.filter(Q(urgency=Notice.Urgency.SURE) | ~silenced)
    free = free.select_for_update(skip_locked=True, of=("self",))
    return set(free.values_list("pk", flat=True))


def _send(written, free, sender):
    end = time.monotonic() + LEAVING_FOR.total_seconds()
    outcomes = {notice: Outcome.UNTRIED for notice, _message in written}
    for notice, message in written:
        if notice.pk in free:
            if sender.is_gone or time.monotonic() > end or not _are_locks_held():
                break
            outcomes[notice] = sender.send(message) if message else Outcome.NEVER
    return outcomes


def _are_locks_held():
    """Say whether the line to PostgreSQL is quiet, as it is while the locks stand."""
    if connection.vendor != "postgresql":
        return True
    line = select.poll()
    line.register(connection.connection.pgconn.socket, select.POLLIN)
    return not line.poll(0)


def _write_down(outcomes):
    """Write down what was sent, given up or is in doubt: one statement for each that there is."""
    ends = {Status.SENT: [], Status.FAILED: [], Status.CANCELLED: [], Status.UNKNOWN: []}
    for notice, outcome in outcomes.items():
        if end := _end_of(notice, outcome):
            ends[end].append(notice)
    for status, notices in ends.items():
        if notices:
            ours = Notice.objects.filter(
                pk__in=[notice.pk for notice in notices], claim=notices[0].claim
            )
            ours.update(status=status, **OVER)
            flagged.say(notices, status)


def _end_of(notice, outcome):
    if outcome == Outcome.SENT:
        return Status.SENT
    if outcome in (Outcome.NEVER, Outcome.GONE):
        return Status.FAILED
    if outcome == Outcome.UNWANTED:
        return Status.CANCELLED
    is_reminder = notice.urgency == Notice.Urgency.REMINDER
    return Status.UNKNOWN if outcome == Outcome.UNSURE and is_reminder else None
