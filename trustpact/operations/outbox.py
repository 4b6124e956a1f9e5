"""Figures of what is due, asked of the partial indexes alone: they cost what is open, not what was."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, Min, Value, When

from trustpact.notices.models import Notice, Schedule

IN_TIME = timedelta(seconds=60)  # what is open for longer than that is late
BROKEN = timedelta(minutes=5)  # nothing is so late unless something stands still


@dataclass(frozen=True)
class Outbox:
    """What waits at one moment: counts by channel, and the longest wait in seconds."""

    due: dict
    late: dict
    unplanned: int  # schedules whose moment has come
    flagged: dict  # by (channel, status)
    longest: float


def at(now):
    """Return the figures of a moment (aware datetime); three statements."""
    open_now = Notice.objects.filter(next_at__isnull=False, due_at__lte=now)
    is_late = Case(When(due_at__lte=now - IN_TIME, then=Value(True)), default=Value(False))
    counted = open_now.values_list("channel", is_late).annotate(Count("pk"), Min("due_at"))
    due, late, first = Counter(), Counter(), [now]
    for channel, is_late, count, since in counted.order_by():
        due[channel] += count
        late[channel] += count if is_late else 0
        first.append(since)
    waiting = Schedule.objects.due(now).filter(flagged=False)
    schedules = waiting.aggregate(count=Count("pk"), since=Min("next_at"))
    first += [schedules["since"]] if schedules["since"] else []
    flagged = Notice.objects.flagged().values_list("channel", "status").annotate(Count("pk"))
    return Outbox(
        due=dict(due),
        late={channel: count for channel, count in late.items() if count},
        unplanned=schedules["count"],
        flagged={(channel, status): count for channel, status, count in flagged.order_by()},
        longest=(now - min(first)).total_seconds(),
    )
