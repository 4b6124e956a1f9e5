"""Read clauses for the limits: `python manage.py check_clauses < sentences.txt`."""

import sys

from django.core.management.base import BaseCommand

from agreements import limits


class Command(BaseCommand):
    """Prints one line for each line of standard input: `fine`, or `refused:` and the category."""

    help = "Read one clause a line from standard input, in English or German."

    def handle(self, *args, **options):
        for line in sys.stdin:
            category = limits.read(line).category
            self.stdout.write(f"refused: {category}" if category else "fine")
