"""`manage.py retain`: takes out what was kept long enough. A task does the same every hour."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from trustpact.privacy import retention


class Command(BaseCommand):
    """Carry out every rule of the table once, and say how much went."""

    help = __doc__

    def handle(self, **options):
        """Print one line a rule: for how long it keeps what, and how many rows went."""
        gone = retention.retain(timezone.now())
        for rule in retention.RULES:
            self.stdout.write(f"{gone[rule.what]:>6}  {rule.what}: {rule.kept_for}")
