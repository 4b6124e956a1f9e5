"""Celery's tasks: shells around one call each."""

from celery import shared_task
from django.utils import timezone

from checkins.models import RollUp

MOST_COUPLES = 500  # at once; the next call goes on


@shared_task(name="checkins.roll_up", ignore_result=True)
def roll_up(**_later_arguments):
    """Sum up the weeks that are over."""
    RollUp.fold_due(now=timezone.now(), most=MOST_COUPLES)
