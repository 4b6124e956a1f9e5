"""
The ledger of erasures: a file outside the database, so that no restored dump brings anybody back.

One random number a line, of each person and couple that was erased; it says nothing of them, nor
when. An erasure writes its numbers into the database, in its own transaction; from there they are
brought into the file, at once and again every few minutes until that worked. So a disk that is
full, or a web process that may not write there, keeps nobody from being erased.

After an old dump was restored, `manage.py replay_erasures` erases anew whoever stands here, and
until then no web process starts (`wsgi.py`).
"""

import logging
import os
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from trustpact.privacy.models import DataKey, Erased

logger = logging.getLogger(__name__)


def numbers() -> set[UUID]:
    """Return who was ever erased; a line that a crash has cut is none."""
    try:
        lines = settings.ERASURES.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return set()
    return {number for line in lines if (number := _read(line))}


def keep_up() -> int:
    """
    Bring what was erased into the file, and return how many; twice does no harm.

    Raises OSError where the file cannot be written: then the rows stay, and the next call has them.
    """
    waiting = list(Erased.objects.values_list("pk", flat=True))
    if not waiting:
        return 0
    settings.ERASURES.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{number}\n" for number in waiting)
    file = os.open(settings.ERASURES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(file, "ab") as handle:
        # A line that was cut before must not spoil the next.
        handle.write(f"\n{lines}".encode("ascii"))
        handle.flush()
        os.fsync(handle.fileno())
    Erased.objects.filter(pk__in=waiting).delete()
    return len(waiting)


def try_to_keep_up() -> None:
    """Do so if that is possible here and now; what is due every few minutes does it otherwise."""
    try:
        keep_up()
    except OSError as error:
        logger.warning("The ledger of erasures cannot be written: %s.", error.strerror)


def returned() -> list[UUID]:
    """Return who was erased and has a key all the same: a dump of before was restored."""
    known = numbers()
    owners = DataKey.objects.values_list("owner_id", flat=True)
    return sorted(owner for owner in owners.iterator() if owner in known) if known else []


def who_is_back() -> str:
    """Return a sentence about those, for an operator; "" where there is nobody."""
    try:
        back = len(returned())
    except (DatabaseError, OSError):  # no table yet, or none to be reached: nobody is served either
        return ""
    return f"Erased, and back from a dump: {back}. Run `manage.py replay_erasures`." if back else ""


def refuse_who_is_back() -> None:
    """Raise ImproperlyConfigured while somebody is back: no web process starts over them."""
    if said := who_is_back():
        raise ImproperlyConfigured(said)


def _read(line: str) -> UUID | None:
    try:
        return UUID(line)
    except ValueError:
        return None
