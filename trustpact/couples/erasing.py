"""
Erasing an account, for good and at once (product.md, G3; promises.md, "Shared data ...").

There is no time in which it could be undone, because whoever forces somebody could have it undone.
No mail tells anybody. What two share ends first, by the very verb of leaving, so that the other
finds what they find after any end; then everything that the registry says goes, goes.
"""

import logging
from contextlib import suppress
from functools import partial

from django.db import Error, connection, transaction
from redis.exceptions import RedisError

from trustpact.couples.models import Couple, Partner, Therapy
from trustpact.people.models import Person
from trustpact.people.traces import end_half_way, forget_limits
from trustpact.privacy import ledger
from trustpact.privacy.erasure import erase_rows_in, erase_rows_of

logger = logging.getLogger(__name__)


class _Moved(Exception):
    """Who is to be locked has changed before it was locked."""


def erase(person_id, *, now) -> None:
    """
    Erase somebody's account, whoever they are here; twice does no harm.

    One transaction: what is shared ends, every row that goes is gone, the key is destroyed, and of
    a couple of whom nobody is left everything but the heads of its history. What lies outside the
    database follows once that is so, and cannot hold it up.
    """
    while True:
        with suppress(_Moved):
            return _erase(person_id, now)


@transaction.atomic
def _erase(person_id, now):
    couples = _couples_of(person_id)
    for couple in couples:  # always in this order: two who erase at one time take turns
        couple.lock()
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        return
    if _couples_of(person_id) != couples:
        raise _Moved
    mailboxes = {person.email, *person.emailaddress_set.values_list("email", flat=True)}
    Therapy.objects.filter(therapist__person=person).end(now=now)
    for partner in Partner.objects.current().filter(person=person):
        partner.leave(now=now)
    person.end_sign_ins()
    end_half_way(person_id, mailboxes)
    erase_rows_of(person)
    for couple in couples:
        if not couple.partners.filter(person__isnull=False).exists():
            erase_rows_in(couple.pk)
    transaction.on_commit(partial(_afterwards, person_id, mailboxes), robust=True)


def _couples_of(person_id) -> list[Couple]:
    """Return whom the end of this account concerns: own couples, past ones too, and a therapist's."""
    own = Partner.objects.filter(person=person_id).values("couple")
    active = Therapy.objects.active().filter(therapist__person=person_id).values("couple")
    return list(Couple.objects.filter(pk__in=own.union(active, all=True)).order_by("pk"))


def _afterwards(person_id, mailboxes):
    """What lies outside the database; each is done anew by what is due, or ends by itself."""
    ledger.try_to_keep_up()
    try:
        forget_limits(person_id, mailboxes)
    except (Error, RedisError, OSError):  # the cache is gone: its counts end within the day
        logger.warning("Counts of sign-ins of an erased account end by themselves.")
    empty_the_log()


def empty_the_log() -> None:
    """
    Let SQLite write over what its log of recent writes still holds, where nobody is reading.

    In the file itself deleted rows are overwritten as they go (`secure_delete`).
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")  # never at the cost of whoever writes
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout = {_waits()}")


def _waits() -> int:
    """Return for how many milliseconds a statement waits for others, as the settings say."""
    return int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
