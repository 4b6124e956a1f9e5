"""`manage.py rotate_keys`: every data key under the newest master key, while the web runs."""

import time

from django.core.management import BaseCommand, CommandError

from trustpact.privacy import keys, rotation

EVERY = 10_000  # keys between two lines


class Command(BaseCommand):
    """
    Put the new master key first in VAULT_KEYS, start web, worker and beat anew, then run this.

    It can be stopped and run again, and run twice at once. The exit code is 0 only where every
    data key lies under the newest master key.
    """

    help = (
        "Wraps every data key under the first of VAULT_KEYS and says which master keys are still "
        "needed. First put the new key in front of the others and start everything anew."
    )

    def add_arguments(self, parser):
        parser.add_argument("--look", action="store_true", help="only say what lies under which")

    def handle(self, *, look, **options):
        if not look:
            self._rotate()
        ring, found = keys.master_ring(), rotation.counts()
        self.stdout.write(f"{ring[0].id.hex()} (newest): {found.pop(ring[0].id, 0)} data keys")
        for key in ring[1:]:
            count = found.pop(key.id, 0)
            self.stdout.write(f"{key.id.hex()}: {_left(count)}")
            if count and not look:
                raise CommandError("Some are left under an older key. Run this again.")
        for key_id, count in found.items():
            self.stderr.write(f"{key_id.hex()}: {count} data keys, and VAULT_KEYS does not hold it")
        if found:
            raise CommandError("Put the master keys that are missing back into VAULT_KEYS.")

    def _rotate(self):
        began, done, told = time.monotonic(), 0, EVERY
        for count in rotation.rotate():
            done += count
            if done >= told:
                self.stdout.write(f"{done} …")
                told += EVERY
        self.stdout.write(f"{done} data keys wrapped anew in {time.monotonic() - began:.1f} s.")


def _left(count):
    if count:
        return f"{count} data keys; it is still needed"
    return (
        "0 data keys. It may leave VAULT_KEYS; keep it elsewhere for as long as backups from "
        "before this day are kept"
    )
