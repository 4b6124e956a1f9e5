from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from trustpact.curation import starter


class Command(BaseCommand):
    help = "Load the library that comes with the product. Changes nothing that a curator changed."

    def handle(self, *args, **options):
        """Run every registered loader; each brings in all of its texts or none."""
        now = timezone.now()
        for loader in starter.loaders():
            with transaction.atomic():
                loader(now=now)
