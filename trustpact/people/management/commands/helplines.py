"""`manage.py helplines`: which numbers of the safety page somebody has to call, to see who answers."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from trustpact.people.models import Helpline


class Command(BaseCommand):
    """Name the helplines that nobody has checked for half a year; fails while there are any."""

    help = __doc__

    def handle(self, **options):
        """Print one line for each."""
        due = Helpline.to_check(today=timezone.now().date())
        for line in due:
            when = f"called last on {line.checked_on}" if line.checked_on else "never called"
            self.stdout.write(f"{line.country} {line.name}, {line.phone}: {when}")
        if due:
            self.stderr.write("Call them, then write the day at /desk/ and have it published.")
            raise SystemExit(1)
        self.stdout.write("All were called within half a year.")
