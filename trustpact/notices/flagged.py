"""
What an operator should know of: what is in doubt, what was never sent, what cannot be planned.

Counted by kind, channel and day, and no finer: neither what it was about nor whose it was leaves
through here or through the log.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncDate

from trustpact.notices.models import Notice, Schedule

NOT_PLANNED = "not planned"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Flagged:
    """So many of one kind, for one day (UTC), have come to this."""

    day: date
    kind: str
    channel: str  # "" where nothing was told yet
    state: str  # "unknown": perhaps sent; "failed": never sent; or NOT_PLANNED
    count: int


def listed():
    """Return all that is flagged and still kept, the latest day first; two statements."""
    day = TruncDate("due_at")
    notices = Notice.objects.flagged().values_list(day, "kind", "channel", "status")
    day = TruncDate("next_at")
    schedules = Schedule.objects.flagged().values_list(day, "kind")
    rows = [Flagged(*key, count) for *key, count in notices.annotate(Count("pk")).order_by()]
    rows += [
        Flagged(day, kind, "", NOT_PLANNED, count)
        for day, kind, count in schedules.annotate(Count("pk")).order_by()
    ]
    return sorted(rows, key=lambda row: (-row.day.toordinal(), row.kind, row.channel, row.state))


def say(notices, status):
    """Write one line a kind and channel into the log when notices are flagged."""
    if status in Notice.FLAGGED:
        counted = Counter((notice.kind, notice.channel) for notice in notices)
        for (kind, channel), count in sorted(counted.items()):
            logger.warning("Flagged: %s of %s by %s became %s.", count, kind, channel, status)
