"""Check a bundle file: `python manage.py verify_bundle pages.json`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from agreements import bundle
from agreements.chain import State
from agreements.models.history import public_keys


class Command(BaseCommand):
    """Says intact, altered (and where) or unknown key; the exit code is 0 for intact alone."""

    help = "Check versions and history in a bundle file, offline."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--own-keys",
            action="store_true",
            help="trust the keys in the file instead of those of this installation",
        )

    def handle(self, *args, file, own_keys, **options):
        try:
            read = bundle.read(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except bundle.NotABundleError as error:
            raise CommandError(f"{file} is not a bundle.") from error
        verdict = bundle.check(read, None if own_keys else public_keys())
        if verdict.state is not State.INTACT:
            raise CommandError(f"{verdict.state}, from entry {verdict.where} on.")
        self.stdout.write(
            f"{verdict.state}: {len(read.versions)} versions, {len(read.links)} entries. A file "
            "that is intact may be superseded by a later one.\n"
            "It is a simple electronic signature with this platform's seal, and not legally "
            "binding by design."
        )
