"""
What an operator should know of: what is in doubt, what was never sent, what cannot be planned.

Counted by kind, channel and day, and no finer: neither what it was about nor whose it was leaves
through here or through the log.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Value, When
from django.db.models.functions import TruncDate

from trustpact.notices import kinds
from trustpact.notices.models import Notice, Schedule

NOT_PLANNED, IN_VAIN = "not planned", "in vain"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Flagged:
    """So many of one kind, for one day (UTC), have come to this."""

    day: date
    kind: str
    channel: str  # "" where nothing was told yet
    state: str  # "unknown": perhaps sent; "failed": never sent; IN_VAIN: not yet; or NOT_PLANNED
    count: int


def listed():
    """Return all that is flagged and still kept, the latest day first; two statements."""
    day = TruncDate("due_at")
    notices = Notice.objects.flagged() | Notice.objects.in_vain()
    state = Case(When(next_at__isnull=False, then=Value(IN_VAIN)), default=F("status"))
    notices = notices.values_list(day, "kind", "channel", state)
    day = TruncDate("next_at")
    schedules = Schedule.objects.flagged().values_list(day, "kind")
    rows = [Flagged(*key, count) for *key, count in notices.annotate(Count("pk")).order_by()]
    rows += [
        Flagged(day, kind, "", NOT_PLANNED, count)
        for day, kind, count in schedules.annotate(Count("pk")).order_by()
    ]
    return sorted(rows, key=lambda row: (-row.day.toordinal(), row.kind, row.channel, row.state))


def summed_up():
    """
    Return the same as (day, whether it must be told, channel, state, count), for a page.

    Without the kind: of an installation with one couple it would say which of the two did what.
    """
    counted = Counter()
    for row in listed():
        counted[row.day, _is_sure(row.kind), row.channel, row.state] += row.count
    return [(*key, count) for key, count in counted.items()]


def _is_sure(kind):
    try:
        return kinds.get(kind).sure
    except LookupError:  # of a version that is gone, or of one to come
        return False


def say(notices, status):
    """Write one line a kind and channel into the log when notices are flagged."""
    if status in Notice.FLAGGED:
        counted = Counter((notice.kind, notice.channel) for notice in notices)
        for (kind, channel), count in sorted(counted.items()):
            logger.warning("Flagged: %s of %s by %s became %s.", count, kind, channel, status)
