"""Sending what a sweep claimed: one mail connection a batch, one verdict a mail."""

import logging
import time

from django.db import transaction

from trustpact.notices import claim as claims
from trustpact.notices.models import Notice
from trustpact.notices.models.notice import FIRST_PAUSE
from trustpact.notices.senders.mail import Mailer, Outcome, message_for

IN_HAND = 20  # begun at once; a worker that dies leaves no more than these in doubt
PATIENCE = 20  # seconds a task; the rest is handed back, so that no task holds a worker for long

logger = logging.getLogger(__name__)


def deliver(notice_ids, *, claim, clock):
    """
    Send the mails among `notice_ids` that are still claimed under the name `claim`.

    `clock()` returns the present moment. Twice, late or after a cancellation this sends nothing.
    """
    end = time.monotonic() + PATIENCE
    with Mailer() as mailer:
        for start in range(0, len(notice_ids), IN_HAND):
            notices = claims.begin(notice_ids[start : start + IN_HAND], claim=claim, now=clock())
            rest = notice_ids[start + IN_HAND :]
            if notices and not mailer.open():
                begun = [notice.pk for notice in notices]
                claims.put_off(begun, claim=notices[0].claim, now=clock(), pause=FIRST_PAUSE)
                claims.put_off(rest, claim=claim, now=clock(), pause=FIRST_PAUSE)
                return
            _deliver_begun(notices, mailer, clock)
            if mailer.is_gone or time.monotonic() > end:
                claims.hand_back(rest, claim=claim, now=clock())
                return


def _deliver_begun(notices, mailer, clock):
    """Send them one by one; those that were not tried, whatever happens, are handed back."""
    untried = list(reversed(notices))
    try:
        while untried and not mailer.is_gone:
            notice = untried.pop()
            _settle(notice, _send(notice, mailer, clock), clock())
    finally:
        if untried:
            ids = [notice.pk for notice in untried]
            claims.hand_back(ids, claim=untried[0].claim, now=clock())


def _send(notice, mailer, clock):
    """Send one mail and mark it sent, both or none, and return what became of it."""
    try:
        message = message_for(notice)
    except Exception as error:  # noqa: BLE001 (its words may hold content: only its type is told)
        logger.error("Notice %s could not be written: %s", notice.pk, type(error).__name__)
        return Outcome.NEVER
    if not notice.person.is_active:
        return Outcome.UNWANTED
    with transaction.atomic():
        if not claims.mark_sent(notice, clock()):
            return Outcome.HELD_BACK
        outcome = mailer.send(message)
        if outcome != Outcome.SENT:
            transaction.set_rollback(True)
    return outcome


def _settle(notice, outcome, now):
    """Write down what became of a mail that was not sent."""
    if outcome == Outcome.SENT:
        return
    is_reminder = notice.urgency == Notice.Urgency.REMINDER
    if outcome == Outcome.HELD_BACK:  # silenced, cancelled or too late: the next claim says which
        claims.hand_back([notice.pk], claim=notice.claim, now=now)
    elif outcome == Outcome.UNWANTED:
        claims.settle(notice, Notice.Status.CANCELLED)
    elif outcome == Outcome.NEVER:
        claims.settle(notice, Notice.Status.FAILED)
    elif outcome == Outcome.UNSURE and is_reminder:
        claims.settle(notice, Notice.Status.UNKNOWN)
    else:
        claims.put_off([notice.pk], claim=notice.claim, now=now, pause=notice.pause)
    logger.info("Notice %s: %s", notice.pk, outcome)
