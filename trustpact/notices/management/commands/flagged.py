"""`manage.py flagged`: the one list of what did not reach its person, or may not have."""

from django.core.management import BaseCommand

from trustpact.notices import flagged

HEAD = ("day", "kind", "channel", "state", "count")
LINE = "{:10}  {:24}  {:8}  {:11}  {:>6}"


class Command(BaseCommand):
    help = (
        "Counts what is in doubt (unknown), was never sent (failed) or cannot be planned, by day, "
        "kind and channel. Nothing here says whose it was. It is kept for 7 days."
    )

    def handle(self, **_options):
        rows = flagged.listed()
        if not rows:
            self.stdout.write("Nothing is flagged.")
            return
        self.stdout.write(LINE.format(*HEAD))
        for row in rows:
            columns = (row.day, row.kind, row.channel or "-", row.state, row.count)
            self.stdout.write(LINE.format(*map(str, columns)))
