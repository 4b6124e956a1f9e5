"""
Taking in hand what is due: every claim, and every end of one, is a statement in this module.

A row is taken by `SELECT ... FOR UPDATE SKIP LOCKED` on PostgreSQL; on SQLite, which ignores it,
the transaction itself is the lock (BEGIN IMMEDIATE). So any number of sweeps may run at once.

A claim has a name, a random id that stands on the row and travels with the task. Whoever works on
a notice does so under that name, in one statement that changes nothing once it is not theirs: a
task that comes late, or twice, does no harm. A worker that takes a claim in hand renames it and
marks it begun. An unbegun claim whose lease ended was lost on the way to a worker and is simply
due again; a begun one may have been sent.

This is the one module that asks in SQL of its own; `many` writes and names rows in it.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, F

from trustpact.notices import flagged, many
from trustpact.notices.models import Notice, Reminders, Schedule, Silence
from trustpact.prepared import prepared

BATCH = 1000  # rows a claim
MOST_ON_THE_WAY = 20_000  # reminders handed over that no worker has begun; the others stay due
QUEUE_LEASE = timedelta(minutes=1)  # until a worker must have begun
WORK_LEASE = timedelta(minutes=3)  # until a worker must have sent what it has in hand
Status = Notice.Status


@dataclass(frozen=True)
class Claim:
    """What one claim took: how many rows it looked at, and what to send under its name."""

    looked_at: int
    name: uuid.UUID
    notice_ids: list
    pushes: frozenset = frozenset()  # which of them are pushes
    apart: frozenset = frozenset()  # and in whose company a worker died

    def chunks(self, size):
        """
        Yield the ids for one worker each, at most `size`: no channel waits for another's server, and
        what may have brought a worker down takes no other notice along.
        """
        others = [one for one in self.notice_ids if one not in self.apart]
        pushes = [one for one in others if one in self.pushes]
        mails = [one for one in others if one not in self.pushes]
        for ids in (mails, pushes):
            yield from (ids[start : start + size] for start in range(0, len(ids), size))
        yield from ([one] for one in self.notice_ids if one in self.apart)


def is_anything_due(now):
    """Say whether a sweep would find anything, in one statement on two partial indexes."""
    tables = [model._meta.db_table for model in (Schedule, Notice)]
    checks = [f"EXISTS (SELECT 1 FROM {table} WHERE next_at <= %s)" for table in tables]  # noqa: S608
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(checks)}", [moment] * len(checks))
        return bool(cursor.fetchone()[0])


def is_any_notice_due(now, urgency) -> bool:
    """Say whether a notice of this urgency is due; one statement, where claiming none takes three."""
    return Notice.objects.filter(next_at__lte=now, urgency=urgency).exists()


def give_way_to_people():
    """
    Let this transaction wait 0.3 seconds at most for a lock, on PostgreSQL.

    A planner that meets a row which somebody's request holds gives up long before the database
    looks for a deadlock, so that it is never the request which is refused.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")


def due_schedules(now):
    """Return up to BATCH due schedules, locked until the caller's transaction ends."""
    return _due_schedules(now)


@prepared
def _due_schedules(now):
    """The first of the schedules that are due, those that nobody else holds."""
    due = Schedule.objects.due(now).order_by("next_at")
    return due.select_for_update(skip_locked=True)[:BATCH]


def move_on(schedules):
    """Write the next moments and the flags of schedules that the caller holds, in one statement."""
    many.update(Schedule, schedules, ["next_at", "flagged", "failures"])


def room(now):
    """
    Return how many reminders may still be handed over, so that workers keep up with what they hold.

    What is handed over faster than it is sent waits in the broker until its lease ends, and is
    handed over again. What stays due waits in the database instead, where a stop reaches it.
    """
    held = Notice.objects.filter(next_at__gt=now, next_at__lte=now + QUEUE_LEASE)
    held = held.filter(status=Status.CLAIMED, begun=False, urgency=Notice.Urgency.REMINDER)
    return max(0, MOST_ON_THE_WAY - held.count())


@transaction.atomic
def claim_notices(now, *, urgency=None, most=BATCH):
    """
    Look at notices whose moment came, of one urgency or of all: claim what is sent, settle the rest.

    It looks at `most` of them, BATCH at the highest.
    """
    claim = uuid.uuid4()
    sorted_by_status, apart = defaultdict(list), frozenset()
    looked_at = _notices_to_look_at(now, urgency, min(most, BATCH))
    book = Reminders.objects.book_for(looked_at)
    for notice in looked_at:
        sorted_by_status[_next_status(notice, now, book)].append(notice)
    for (status, next_at), notices in sorted_by_status.items():
        rows = Notice.objects.filter(pk__among=[notice.pk for notice in notices])
        if status == Status.CLAIMED:
            apart |= {notice.pk for notice in notices if notice.begun}
            rows.update(status=status, claim=claim, begun=False, next_at=now + QUEUE_LEASE)
        else:
            rows.update(status=status, claim=None, begun=False, next_at=next_at)
            flagged.say(notices, status)
    if apart:
        Notice.objects.filter(pk__among=apart).update(attempts=F("attempts") + 1)
    ids = [notice.pk for notice in sorted_by_status[Status.CLAIMED, None]]
    pushes = frozenset(one.pk for one in looked_at if one.channel == Notice.Channel.PUSH)
    return Claim(len(looked_at), claim, ids, pushes, apart)


def _notices_to_look_at(now, urgency, most):
    silenced = Exists(Silence.objects.over_notice(now))
    due = Notice.objects.filter(next_at__lte=now).order_by("next_at")
    if urgency:
        due = due.filter(urgency=urgency)
    due = due.annotate(silenced=silenced, is_wanted=F("person__is_active"))
    locked = due.select_for_update(skip_locked=True, of=("self",))
    needed = ("pk", "kind", "begun", "urgency", "until", "channel", "silenced", "is_wanted")
    settled = ("person_id", "subject", "series", "address")  # what its person's settings are for
    return list(locked.values_list(*needed, *settled, named=True)[:most])


def _next_status(notice, now, book):
    """Return what becomes of a notice, and when it is looked at again if it stays due."""
    is_reminder = notice.urgency == Notice.Urgency.REMINDER
    if notice.begun and is_reminder:
        return Status.UNKNOWN, None  # its worker is gone: perhaps sent, so never again
    if is_reminder and (notice.silenced or book.refuses(notice)) or not notice.is_wanted:
        return Status.CANCELLED, None
    if notice.until <= now or book.is_dead(notice):
        return Status.CANCELLED if is_reminder and notice.until > now else Status.FAILED, None
    if quiet_until := book.quiet_until(notice, now):  # to their end, and never beyond the window
        late = quiet_until >= notice.until
        return (Status.CANCELLED, None) if late else (Status.DUE, quiet_until)
    return (Status.SENT if notice.channel == Notice.Channel.APP else Status.CLAIMED), None


def begin(notice_ids, *, claim, now):
    """
    Take claimed notices in hand under a new name; returns those that were still to be had.

    One that somebody else held for a moment is due again at once. So it may be for no reason: a
    sweep that finds a row just claimed leaves it, but holds its lock until its transaction ends.
    """
    begun = _begin(notice_ids, claim, now)
    if len(begun) < len(notice_ids):
        hand_back(notice_ids, claim=claim, now=now)
    return begun


@transaction.atomic
def _begin(notice_ids, claim, now):
    claimed = Notice.objects.filter(pk__among=notice_ids, claim=claim, begun=False)
    free = claimed.select_related("person").select_for_update(skip_locked=True, of=("self",))
    notices = list(free)
    mine = uuid.uuid4()
    for notice in notices:
        notice.claim, notice.begun = mine, True
    ids = [notice.pk for notice in notices]
    Notice.objects.filter(pk__among=ids).update(claim=mine, begun=True, next_at=now + WORK_LEASE)
    return notices


def put_off(notice_ids, *, claim, now, pause):
    """Make notices that are still ours due again after a pause: the attempt was in vain."""
    _due_again(notice_ids, claim, now + pause, attempts=F("attempts") + 1)


def hand_back(notice_ids, *, claim, now):
    """Make notices that are still ours due again at once: nobody tried to send them."""
    _due_again(notice_ids, claim, now)


def _due_again(notice_ids, claim, next_at, **more):
    """Make due again what was not sent; what was stopped while it was in hand is cancelled."""
    if not notice_ids:
        return
    due = {"status": Status.DUE, "claim": None, "begun": False, "next_at": next_at}
    with transaction.atomic():
        ours = Notice.objects.filter(pk__among=notice_ids, claim=claim)
        ours = Notice.objects.filter(pk__among=ours.locked(), claim=claim)
        ours.filter(status=Status.UNKNOWN).update(status=Status.CANCELLED, claim=None)
        ours.update(**due, **more)
