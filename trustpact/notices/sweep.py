"""The sweep: finds what is due, plans it, claims it and hands it over to be sent."""

import logging
from dataclasses import dataclass

from trustpact.notices import claim
from trustpact.notices.delivery import deliver
from trustpact.notices.models import Notice
from trustpact.notices.planning import MOST_BATCHES, plan_due

CHUNK = 200  # notices a task
Urgency = Notice.Urgency

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """How many schedules were planned, notices looked at, and mails claimed."""

    planned: int = 0
    looked_at: int = 0
    claimed: int = 0


def sweep(now, hand_over=None):
    """
    Do all that is due at `now`: first what must be told, then the reminders, as many as workers can
    take. With nothing due it costs one statement.

    `hand_over(notice_ids, claim, urgency)` takes at most CHUNK claimed notices to a worker, after the
    claim has committed; without it they are sent here and now.
    """
    if not claim.is_anything_due(now):
        return Swept()
    to_worker = hand_over or _deliver_at(now)
    surely = _claim_and_hand_over(Urgency.SURE, to_worker, now)
    planned = plan_due(now)
    later = _claim_and_hand_over(Urgency.SURE, to_worker, now) if planned else Swept()
    reminders = _claim_and_hand_over(Urgency.REMINDER, to_worker, now, most=claim.room(now))
    looked_at, claimed = (
        sum(getattr(part, name) for part in (surely, later, reminders))
        for name in ("looked_at", "claimed")
    )
    return Swept(planned, looked_at, claimed)


def _claim_and_hand_over(urgency, hand_over, now, most=MOST_BATCHES * claim.BATCH):
    """Claim up to `most` of one urgency, a batch at a time; what is beyond that stays due."""
    if not claim.is_any_notice_due(now, urgency):
        return Swept()
    looked_at = claimed = 0
    while claimed < most and looked_at < MOST_BATCHES * claim.BATCH:
        wanted = min(most - claimed, claim.BATCH)
        taken = claim.claim_notices(now, urgency=urgency, most=wanted)
        looked_at += taken.looked_at
        claimed += len(taken.notice_ids)
        _hand_over(taken, hand_over, urgency, now)
        if taken.looked_at < wanted:
            return Swept(0, looked_at, claimed)
    logger.warning("Held back: workers have as much in front of them as they can take.")
    return Swept(0, looked_at, claimed)


def _hand_over(taken, hand_over, urgency, now):
    chunks = list(taken.chunks(CHUNK))
    try:
        while chunks:
            hand_over(chunks[0], taken.name, urgency)
            del chunks[0]
    except Exception:  # the broker is gone: what did not reach it is due, not lost
        rest = [notice_id for chunk in chunks for notice_id in chunk]
        claim.hand_back(rest, claim=taken.name, now=now)
        raise


def _deliver_at(now):
    return lambda notice_ids, name, _urgency: deliver(notice_ids, claim=name, clock=lambda: now)
