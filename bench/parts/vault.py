"""Sealed values against AES-GCM of the same library."""

import base64
import secrets
import time
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.test import override_settings

from bench import story
from bench.measuring import in_turns, processor_time, wall_time
from bench.rows import Row
from checkins.models import CheckIn
from trustpact.privacy import keys, rotation, vault
from trustpact.privacy.models import DataKey

TIMES = 5_000
KEYS = 100_000
WORDS = "I was glad that you asked me before you called them, and I slept well. " * 7  # 500 bytes


def rows(floor, now):
    """Yield what it costs to open and to seal."""
    plain, place = WORDS.encode(), secrets.token_bytes(60)
    cipher, nonce = AESGCM(secrets.token_bytes(32)), secrets.token_bytes(12)
    bare = cipher.encrypt(nonce, plain, place)
    key = vault.Key.of(secrets.token_bytes(32))
    sealed = vault.seal(plain, key=key, place=place)

    yield _row(
        "opening 500 bytes in the vault",
        lambda: cipher.decrypt(nonce, bare, place),
        lambda: vault.open_sealed(sealed, key=key, place=place),
    )
    yield _row(
        "sealing 500 bytes in the vault",
        lambda: cipher.encrypt(nonce, plain, place),
        lambda: vault.seal(plain, key=key, place=place),
    )
    yield _opening_a_field(now)
    yield _rotating()


def _opening_a_field(now):
    """A sealed field of a row, as a page reads it: which key, which place, and the JSON in it."""
    [partner, _other] = story.couple_of("Ina", "Jo", now=now)
    checkin, field = CheckIn(partner=partner), CheckIn._meta.get_field("answers")
    checkin.answers = {"trust": {"value": 4, "visibility": "us"}}
    kept = field.pre_save(checkin, add=True)
    key = keys.key_of(partner.person_id)
    cipher = key.cipher
    head, nonce = kept[: vault.HEAD_BYTES], kept[vault.HEAD_BYTES :][:12]
    content = kept[vault.HEAD_BYTES + 12 :]
    place = head + field.place(checkin, partner.person_id)
    return _row(
        "opening a sealed field of a row",
        lambda: cipher.decrypt(nonce, content, place),
        lambda: field.opened(checkin, kept),
    )


def _rotating():
    """All data keys of a large installation under a new master key, as `manage.py rotate_keys`."""
    owners = [uuid4() for _number in range(KEYS)]
    [old] = keys.master_ring()
    DataKey.objects.bulk_create((_wrapped(owner, old) for owner in owners), batch_size=2000)
    new = base64.urlsafe_b64encode(secrets.token_bytes(vault.KEY_BYTES)).decode()
    with override_settings(VAULT_KEYS=f"{new},{settings.VAULT_KEYS}"):
        began = time.perf_counter()
        count = sum(rotation.rotate())
        taken = time.perf_counter() - began
        bare = wall_time(lambda: list(DataKey.objects.values_list("wrapped").iterator()), 1)
    _put_back(owners, new)
    name = f"wrapping {count} data keys under a new master key"
    return Row(name, round(taken, 1), "s", "at most 60 s", taken <= 60, floor=round(bare, 2))


def _put_back(owners, new):
    """Leave the database to the parts that follow as it was: under the key of the settings."""
    for start in range(0, len(owners), 10_000):
        DataKey.objects.filter(owner_id__in=owners[start : start + 10_000]).delete()
    with override_settings(VAULT_KEYS=f"{settings.VAULT_KEYS},{new}"):
        list(rotation.rotate())


def _wrapped(owner, master):
    key_id, material = vault.new_data_key()
    wrapped = vault.seal(material, key=master, place=keys.place_of(owner))
    return DataKey(owner_id=owner, key_id=key_id, wrapped=wrapped)


def _row(name, bare, ours):
    lowest, measured = in_turns(
        lambda: processor_time(bare, TIMES) * 1e6, lambda: processor_time(ours, TIMES) * 1e6
    )
    met = measured - lowest <= 8
    goal = "at most 8 µs more"
    return Row(name, round(measured, 2), "µs", goal, met, floor=round(lowest, 2))
