"""Celery's tasks: shells around one call each. The rows are the truth; the broker only wakes."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from trustpact.notices.claim import QUEUE_LEASE
from trustpact.notices.delivery import deliver as deliver_claimed
from trustpact.notices.models import Notice
from trustpact.notices.sweep import sweep as sweep_what_is_due

QUEUES = {Notice.Urgency.SURE: "urgent", Notice.Urgency.REMINDER: "mail"}


@shared_task(name="notices.sweep", ignore_result=True)
def sweep(**_later_arguments):
    """Do what is due, and hand the mails to workers."""
    sweep_what_is_due(timezone.now(), hand_over=_hand_over)


def _hand_over(notice_ids, claim, urgency=Notice.Urgency.REMINDER):
    """Put them into the queue of their urgency; once their lease has ended nobody need read it."""
    told = {"notice_ids": [str(notice_id) for notice_id in notice_ids], "claim": str(claim)}
    expires = QUEUE_LEASE.total_seconds()
    deliver.apply_async(kwargs=told, queue=QUEUES[urgency], expires=expires)


@shared_task(name="notices.deliver", ignore_result=True)
def deliver(*, notice_ids, claim, **_later_arguments):
    """Send the mails that are still claimed under this name."""
    ids = [UUID(notice_id) for notice_id in notice_ids]
    deliver_claimed(ids, claim=UUID(claim), clock=timezone.now)
