"""Celery's tasks: shells around one call each."""

from celery import shared_task
from django.utils import timezone

from agreements import proof


@shared_task(name="agreements.checkpoint", ignore_result=True)
def checkpoint(**_later_arguments):
    """Keep the checkpoint of this day, where it is not kept yet."""
    proof.keep_checkpoint(now=timezone.now())
