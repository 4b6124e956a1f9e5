"""Write the checkpoint of today: `python manage.py keep_checkpoint`."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements import proof


class Command(BaseCommand):
    """Says where the newest checkpoint lies. The beat asks for one each hour by itself."""

    help = "Write today's sealed checkpoint over all histories, unless it is there."

    def handle(self, *args, **options):
        self.stdout.write(str(proof.keep_checkpoint(now=timezone.now())))
