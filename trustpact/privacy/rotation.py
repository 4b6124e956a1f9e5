"""
Master keys change hands: every data key is wrapped anew under the newest one.

What people wrote is not touched: it lies under the data keys, and those stay what they are. So a
process that has opened a key goes on with it, and one that opens it later finds it under the new
master key or under the old one. Each batch is a transaction of its own with its rows locked: a run
that was cut off is taken up by the next, two runs share the work, and a key that was destroyed
meanwhile stays destroyed (an UPDATE brings no row back).
"""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BinaryField, Count
from django.db.models.functions import Substr

from trustpact.privacy import keys, vault
from trustpact.privacy.models import DataKey

BATCH = 200


def counts() -> dict[bytes, int]:
    """Return how many data keys lie under which master key, by the master key's id; one query."""
    rows = _with_master().values_list("master").annotate(count=Count("pk")).order_by("master")
    return {bytes(master): count for master, count in rows}


def rotate() -> Iterator[int]:
    """Wrap every data key under the newest master key; yields how many, batch after batch."""
    after = UUID(int=0)
    while batch := _ids(after):
        yield _wrap_anew(batch)
        after = batch[-1]


def _ids(after):
    newest = keys.master_ring()[0]
    rows = _with_master().filter(pk__gt=after).exclude(master=newest.id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _wrap_anew(ids):
    """
    Wrap these under the newest master key, and return how many there were.

    Whatever another run holds in this moment is its own, and what no key here opens stays as it is.
    """
    rows = DataKey.objects.filter(pk__in=ids)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    ring = keys.master_ring()
    done = [row for row in rows if _rewrap(row, ring)]
    DataKey.objects.bulk_update(done, ["wrapped"])
    return len(done)


def _rewrap(row, ring):
    """Whether this row was under an older master key of the ring, and is under the newest now."""
    wrapped, place = bytes(row.wrapped), keys.place_of(row.owner_id)
    if vault.key_id_of(wrapped) == ring[0].id:
        return False
    try:
        material = vault.open_with_any(wrapped, keys=ring, place=place)
    except vault.VaultError:
        return False
    row.wrapped = vault.seal(material, key=ring[0], place=place)
    return True


def _with_master():
    start = len(vault.VERSION) + 1  # SQL counts from 1
    master = Substr("wrapped", start, vault.KEY_ID_BYTES, output_field=BinaryField())
    return DataKey.objects.annotate(master=master)
