"""Check a bundle file: `python manage.py verify_bundle pages.json`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from agreements import bundle, checkpoint, proof
from agreements.chain import Head, State
from agreements.models.history import key_validity, public_keys

WHY = {
    "json": "it is not JSON",
    "twice": "a name stands twice in one place, and readers differ on which one counts",
    "nested": "it is nested too deep",
    "kind": "it is JSON of another kind",
}
SEAL = (
    "It is a simple electronic signature with this platform's seal, and not legally binding by "
    "design. It is no proof of consent."
)


class Command(BaseCommand):
    """
    Says intact, altered (and where), unknown key, key not valid then or perhaps superseded.

    The exit code is 0 for intact alone. What a checkpoint knows counts too: one that is named, or
    else the newest of this installation.
    """

    help = "Check versions and history in a bundle file, offline."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--own-keys",
            action="store_true",
            help="trust the keys in the file instead of those of this installation",
        )
        parser.add_argument("--checkpoint", type=Path, help="a checkpoint file to compare with")

    def handle(self, *args, file, own_keys, checkpoint, **options):
        try:
            read = bundle.read(_content(file))
        except bundle.NotABundleError as error:
            raise CommandError(f"{file} is not a bundle: {WHY[error.reason]}.") from error
        keys = None if own_keys else public_keys()
        later = _later(checkpoint, read.agreement) if checkpoint or not own_keys else None
        verdict = bundle.check(read, keys, later, {} if own_keys else key_validity())
        if verdict.state is not State.INTACT:
            raise CommandError(_sentence(verdict, read))
        self.stdout.write(
            f"intact: {len(read.versions)} versions, {len(read.links)} entries. The file is of "
            f"{Head.read(read.head).date}, and perhaps superseded: a later one may exist.\n{SEAL}"
        )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _later(file: Path | None, agreement: str) -> Head | None:
    """Return what the named checkpoint, or the newest one here, knows of an agreement."""
    kept = [file] if file else proof.files()[-1:]
    for path in kept:
        try:
            known = checkpoint.read(_content(path))
        except checkpoint.NotACheckpointError as error:
            raise CommandError(f"{path} is not a checkpoint.") from error
        if (state := known.state(public_keys(), key_validity())) is not State.INTACT:
            raise CommandError(f"The checkpoint {path}: {state}.")
        return known.heads.get(agreement)
    return None


def _sentence(verdict, read) -> str:
    if verdict.state is State.SUPERSEDED:
        return (
            f"perhaps superseded: its {len(read.links)} entries are intact, and the checkpoint "
            "knows of later ones. Ask for a newer file."
        )
    if verdict.state is State.UNTIMELY:
        return (
            f"{verdict.state}: entry {verdict.where} is dated on a day on which its key may not "
            "seal. Perhaps somebody else has that key. Do not rely on it."
        )
    where = f", from entry {verdict.where} on" if verdict.where else ""
    if verdict.state is State.ALTERED and verdict.where == len(read.links) + 1:
        where += (
            ": it does not end where its seal says. What is left of it is perhaps superseded by "
            "what is missing"
        )
    return f"{verdict.state}{where}."
