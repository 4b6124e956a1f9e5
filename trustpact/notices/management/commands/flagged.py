"""`manage.py flagged`: the one list of what did not reach its person, or may not have."""

from django.core.management import BaseCommand
from django.utils import timezone

from trustpact.notices import flagged
from trustpact.notices.models import Schedule

HEAD = ("day", "kind", "channel", "state", "count")
LINE = "{:10}  {:24}  {:8}  {:11}  {:>6}"


class Command(BaseCommand):
    help = (
        "Counts what is in doubt (unknown), was never sent (failed) or cannot be planned, by day, "
        "kind and channel. Nothing here says whose it was. It is kept for 7 days."
    )

    def add_arguments(self, parser):
        again = "try at once what could not be planned, instead of when its pause is over"
        parser.add_argument("--again", action="store_true", help=again)

    def handle(self, *, again, **_options):
        if again:
            count = Schedule.objects.flagged().update(next_at=timezone.now())
            self.stdout.write(f"{count} are due again.")
        rows = flagged.listed()
        if not rows:
            self.stdout.write("Nothing is flagged.")
            return
        self.stdout.write(LINE.format(*HEAD))
        for row in rows:
            columns = (row.day, row.kind, row.channel or "-", row.state, row.count)
            self.stdout.write(LINE.format(*map(str, columns)))
