"""Check all histories in the database: `python manage.py verify_history`."""

from django.core.management.base import BaseCommand, CommandError

from agreements.proof import Inspection


class Command(BaseCommand):
    """Names what does not hold; the exit code is 0 only where everything does."""

    help = "Check every history, text and signature against its seals and all checkpoints."

    def handle(self, *args, **options):
        inspection, faults = Inspection(), 0
        for fault in inspection.faults():
            faults += 1
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{faults} faults. Do not rely on what is named above.")
        self.stdout.write(
            f"intact: {inspection.histories} histories with {inspection.entries} entries, "
            f"{inspection.checkpoints} checkpoints."
        )
