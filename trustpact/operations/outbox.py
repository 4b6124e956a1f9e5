"""
Figures of what waits, asked of the partial indexes alone: they cost what is open, not what was.

What quiet hours hold back does not wait: the sweep put it off to their end. What was tried in vain
does, from its own moment on, however often it is put off.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, F, Min, Q, When

from trustpact.notices.models import Notice, Schedule

IN_TIME = timedelta(seconds=60)  # what waits for longer is late (Rely-1)
BROKEN = timedelta(minutes=5)  # nothing waits for longer once a fault has ended (Rely-1)


@dataclass(frozen=True)
class Outbox:
    """What waits at one moment: counts of notices by channel, and the longest wait in seconds."""

    due: dict
    late: dict
    unplanned: int  # schedules whose moment has come
    flagged: dict  # by (channel, status)
    longest: float


def at(now):
    """Return the figures of a moment (aware datetime); three statements."""
    since = Case(When(attempts__gt=0, then=F("due_at")), default=F("next_at"))
    waiting = Notice.objects.filter(next_at__isnull=False).annotate(since=since)
    counted = list(
        waiting.filter(since__lte=now)
        .values_list("channel")
        .annotate(
            due=Count("pk"),
            late=Count("pk", filter=Q(since__lte=now - IN_TIME)),
            first=Min("since"),
        )
        .order_by()
    )
    unplanned = Schedule.objects.due(now).filter(flagged=False)
    unplanned = unplanned.aggregate(count=Count("pk"), since=Min("next_at"))
    flagged = Notice.objects.flagged().values_list("channel", "status").annotate(Count("pk"))
    moments = [now, unplanned["since"] or now, *(first for *_counts, first in counted)]
    return Outbox(
        due={channel: due for channel, due, _late, _first in counted},
        late={channel: late for channel, _due, late, _first in counted if late},
        unplanned=unplanned["count"],
        flagged={(channel, status): count for channel, status, count in flagged.order_by()},
        longest=(now - min(moments)).total_seconds(),
    )
