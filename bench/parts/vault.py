"""Sealed values against AES-GCM of the same library."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench import story
from bench.measuring import in_turns, processor_time
from bench.rows import Row
from checkins.models import CheckIn
from trustpact.privacy import keys, vault

TIMES = 5_000
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


def _row(name, bare, ours):
    lowest, measured = in_turns(
        lambda: processor_time(bare, TIMES) * 1e6, lambda: processor_time(ours, TIMES) * 1e6
    )
    met = measured - lowest <= 8
    goal = "at most 8 µs more"
    return Row(name, round(measured, 2), "µs", goal, met, floor=round(lowest, 2))
