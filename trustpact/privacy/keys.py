"""Which data key belongs to whom: made with its owner, kept wrapped, destroyed at erasure."""

import time
from collections import OrderedDict
from functools import lru_cache
from threading import Lock
from uuid import UUID

from django.conf import settings

from trustpact.privacy import vault
from trustpact.privacy.models import DataKey

SECONDS_IN_MEMORY = 60
MOST_IN_MEMORY = 10_000

_opened: OrderedDict[UUID, tuple[vault.Key, float]] = OrderedDict()
_lock = Lock()


@lru_cache(maxsize=4)
def _ring(text: str) -> tuple[vault.Key, ...]:
    return tuple(vault.master_keys(text))


def master_ring() -> list[vault.Key]:
    """Return the master keys of this installation, newest first; VaultError when malformed."""
    return list(_ring(settings.VAULT_KEYS))


def make_for(owner_id: UUID) -> None:
    """
    Make the data key of a new person or couple, in the transaction that adds the owner.

    The key and its owner come into being together or not at all, so nothing is ever sealed under
    a key that a rollback took away.
    """
    key_id, material = vault.new_data_key()
    wrapped = vault.seal(material, key=master_ring()[0], place=place_of(owner_id))
    DataKey.objects.create(owner_id=owner_id, key_id=key_id, wrapped=wrapped)
    forget(owner_id)


def key_of(owner_id: UUID) -> vault.Key:
    """Return the data key of a person or couple; VaultError when it was destroyed or is lost."""
    key = _remembered(owner_id)
    if key is None:
        load([owner_id])
        key = _remembered(owner_id)
    if key is None:
        raise vault.VaultError("The key of this owner does not exist any more.")
    return key


def load(owner_ids) -> None:
    """Open the data keys of many owners with one query, for work in batches."""
    missing = [owner_id for owner_id in set(owner_ids) if _remembered(owner_id) is None]
    if not missing:
        return
    ring = master_ring()
    for row in DataKey.objects.filter(owner_id__in=missing):
        material = vault.open_with_any(bytes(row.wrapped), keys=ring, place=place_of(row.owner_id))
        _remember(row.owner_id, vault.Key.of(material, id=bytes(row.key_id)))


def destroy(owner_id: UUID) -> None:
    """Destroy an owner's key: what it sealed can never be opened again."""
    DataKey.objects.filter(owner_id=owner_id).delete()
    forget(owner_id)


def forget(owner_id: UUID | None = None) -> None:
    """Drop one opened key from memory, or all."""
    with _lock:
        if owner_id is None:
            _opened.clear()
        else:
            _opened.pop(owner_id, None)


def place_of(owner_id: UUID) -> bytes:
    """Name the one place where the wrapped key of an owner may stand."""
    return b"data key\0" + owner_id.bytes


def _remembered(owner_id: UUID) -> vault.Key | None:
    key, until = _opened.get(owner_id, (None, 0.0))  # one look-up: it needs no lock
    return key if until > time.monotonic() else None


def _remember(owner_id: UUID, key: vault.Key) -> None:
    with _lock:
        _opened[owner_id] = (key, time.monotonic() + SECONDS_IN_MEMORY)
        _opened.move_to_end(owner_id)
        while len(_opened) > MOST_IN_MEMORY:
            _opened.popitem(last=False)
