"""The sweep: finds what is due, plans it, claims it and hands it over to be sent."""

from dataclasses import dataclass

from trustpact.notices import claim
from trustpact.notices.delivery import deliver
from trustpact.notices.planning import MOST_BATCHES, plan_due

CHUNK = 200  # notices a task


@dataclass(frozen=True)
class Swept:
    """How many schedules were planned, notices looked at, and mails claimed."""

    planned: int = 0
    looked_at: int = 0
    claimed: int = 0


def sweep(now, hand_over=None):
    """
    Do all that is due at `now`. With nothing due it costs one statement.

    `hand_over(notice_ids, claim)` takes at most CHUNK claimed mails to a worker, after the claim
    has committed; without it they are sent here and now.
    """
    if not claim.is_anything_due(now):
        return Swept()
    planned = plan_due(now)
    looked_at = claimed = 0
    for _ in range(MOST_BATCHES):
        taken = claim.claim_notices(now)
        looked_at += taken.looked_at
        claimed += len(taken.notice_ids)
        _hand_over(taken, hand_over or _deliver_at(now), now)
        if taken.looked_at < claim.BATCH:
            break
    return Swept(planned, looked_at, claimed)


def _hand_over(taken, hand_over, now):
    chunks = list(taken.chunks(CHUNK))
    try:
        while chunks:
            hand_over(chunks[0], taken.name)
            del chunks[0]
    except Exception:  # the broker is gone: what did not reach it is due, not lost
        rest = [notice_id for chunk in chunks for notice_id in chunk]
        claim.hand_back(rest, claim=taken.name, now=now)
        raise


def _deliver_at(now):
    return lambda notice_ids, name: deliver(notice_ids, claim=name, clock=lambda: now)
