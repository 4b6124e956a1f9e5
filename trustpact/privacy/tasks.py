"""Celery's tasks: shells around one call each."""

from celery import shared_task
from django.utils import timezone

from trustpact.privacy import ledger, retention


@shared_task(name="privacy.retain", ignore_result=True)
def retain(**_later_arguments):
    """Take out what was kept long enough."""
    retention.retain(timezone.now())


@shared_task(name="privacy.keep_ledger", ignore_result=True)
def keep_ledger(**_later_arguments):
    """Bring what was erased into the ledger, where it is not there yet."""
    ledger.try_to_keep_up()
