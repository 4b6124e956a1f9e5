"""
Sending what a sweep claimed: a task's notices in small batches, through the sender of each channel.

`leaving` says what becomes of a batch when its worker dies or somebody stops what is in it.
"""

import logging
import time
from collections import defaultdict

from trustpact.notices import claim as claims
from trustpact.notices.leaving import leave
from trustpact.notices.models import Notice, Reminders
from trustpact.notices.models.notice import FIRST_PAUSE
from trustpact.notices.senders import Outcome
from trustpact.notices.senders.mail import MailSender
from trustpact.notices.senders.push import PushSender

# By channel; what stands in the app needs none.
SENDERS = {Notice.Channel.MAIL: MailSender, Notice.Channel.PUSH: PushSender}
IN_HAND = 20  # begun at once; a worker that dies leaves no more than these in doubt
PATIENCE = 20  # seconds a task; the rest is handed back, so that no task holds a worker for long

logger = logging.getLogger(__name__)


def deliver(notice_ids, *, claim, clock):
    """
    Send those of the notices that are still claimed under the name `claim`.

    `clock()` returns the present moment. Twice, late or after a cancellation this sends nothing.
    """
    rest = list(notice_ids)
    book = Reminders.objects.book_of(rest)
    with _Senders() as senders:
        while rest and senders.go_on():
            begun = claims.begin(rest[:IN_HAND], claim=claim, now=clock())
            rest = rest[IN_HAND:]
            if begun:
                _deliver_begun(begun, senders, book, clock)
        if senders.found_none:
            claims.put_off(rest, claim=claim, now=clock(), pause=FIRST_PAUSE)
        else:
            claims.hand_back(rest, claim=claim, now=clock())


class _Senders:
    """The senders of one task, each made when its channel first comes up, and the task's time."""

    def __init__(self):
        self.by_channel = {}
        self.end = time.monotonic() + PATIENCE
        self.found_none = False  # a server that takes no connection

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        for sender in self.by_channel.values():
            sender.close()

    def go_on(self):
        """Say whether there is time left, and no server that has gone."""
        is_one_gone = any(sender.is_gone for sender in self.by_channel.values())
        return not (self.found_none or is_one_gone) and time.monotonic() < self.end

    def opened(self, channel):
        """Return the sender of a channel, ready to send, or None where its server is not there."""
        if channel not in self.by_channel:
            self.by_channel[channel] = SENDERS[channel]()
        sender = self.by_channel[channel]
        if sender.open():
            return sender
        self.found_none = True
        return None


def _deliver_begun(notices, senders, book, clock):
    """Send them in batches; a batch that was not tried, whatever happens, is due again."""
    untried = _batches(notices)
    try:
        while untried and senders.go_on():
            outcomes = _send(untried.pop(), senders, book, clock)
            _make_due_again(outcomes, clock())
    finally:
        ids = [notice.pk for batch in untried for notice in batch]
        claims.hand_back(ids, claim=notices[0].claim, now=clock())


def _batches(notices):
    """Return the batches that leave together: reminders of one channel; what is sure, alone."""
    batches = defaultdict(list)
    for notice in notices:
        is_sure = notice.urgency == Notice.Urgency.SURE
        batches[notice.channel, notice.pk if is_sure else None].append(notice)
    return list(reversed(batches.values()))


def _send(batch, senders, book, clock):
    """Send one batch through its channel, and return what became of each; not in quiet hours."""
    now = clock()
    quiet = [notice for notice in batch if book.quiet_until(notice, now)]
    outcomes = dict.fromkeys(quiet, Outcome.UNTRIED)
    awake = [notice for notice in batch if notice not in outcomes]
    return outcomes | (_send_awake(awake, senders, now) if awake else {})


def _send_awake(batch, senders, now):
    sender = senders.opened(batch[0].channel)
    if sender is None:
        return dict.fromkeys(batch, Outcome.LATER)
    written = [(notice, _message(notice, sender, now)) for notice in batch]
    outcomes = leave(written, sender, now=now)
    sender.learn(outcomes)
    return outcomes


def _message(notice, sender, now):
    try:
        return sender.message_for(notice, now)
    except Exception as error:  # noqa: BLE001 (its words may hold content: only its type is told)
        logger.error("Notice %s could not be written: %s", notice.pk, type(error).__name__)
        return None


def _make_due_again(outcomes, now):
    """Make due again what was not sent and is not given up, at once or after a pause."""
    by_pause = defaultdict(list)
    untried = []
    for notice, outcome in outcomes.items():
        if outcome == Outcome.UNTRIED:
            untried.append(notice)
        elif outcome in (Outcome.LATER, Outcome.UNSURE):  # in doubt and at most once: not ours now
            by_pause[notice.pause].append(notice)
    for pause, notices in by_pause.items():
        ids = [notice.pk for notice in notices]
        claims.put_off(ids, claim=notices[0].claim, now=now, pause=pause)
    if untried:
        ids = [notice.pk for notice in untried]
        claims.hand_back(ids, claim=untried[0].claim, now=now)
