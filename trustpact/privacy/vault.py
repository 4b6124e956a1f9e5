"""
Sealing and opening: AES-256-GCM under data keys, data keys wrapped by master keys.

Pure: bytes in, bytes out. Which key belongs to whom is `privacy.keys`' business.

A sealed value is `version (1) | key id (8) | nonce (12) | ciphertext and tag`, all in bytes. The
plain value is padded to whole blocks of 32 bytes first, so that a length does not tell a "yes"
from a "not for me". The associated data names table, column, row and owner: ciphertext that was
moved to another place does not open there.

Source: NIST SP 800-38D for AES-GCM and its 96-bit random nonces.
"""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
KEY_BYTES = 32
KEY_ID_BYTES = 8
NONCE_BYTES = 12
BLOCK_BYTES = 32
LENGTH_BYTES = 4
HEAD_BYTES = len(VERSION) + KEY_ID_BYTES


class VaultError(Exception):
    """A value or a key that cannot be opened: wrong key, wrong place, or altered bytes."""


@dataclass(frozen=True)
class Key:
    """A key ready for use, and the id that stands in front of what it sealed."""

    id: bytes
    cipher: AESGCM

    @classmethod
    def of(cls, material: bytes, *, id: bytes | None = None) -> "Key":
        """Make a key of 32 bytes; without an id of its own it is known by its digest."""
        if len(material) != KEY_BYTES:
            raise VaultError(f"A key has {KEY_BYTES} bytes, not {len(material)}.")
        return cls(id or hashlib.sha256(material).digest()[:KEY_ID_BYTES], AESGCM(material))


def master_keys(text: str) -> list[Key]:
    """
    Read master keys, newest first: URL-safe base64 of 32 bytes each, separated by commas.

    Raises VaultError when there is none or one is malformed; the message never holds a key.
    """
    keys = []
    for number, part in enumerate(filter(None, (part.strip() for part in text.split(","))), 1):
        try:
            material = base64.b64decode(part, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise VaultError(f"Vault key {number} is not URL-safe base64.") from error
        keys.append(Key.of(material))
    if not keys:
        raise VaultError("There is no vault key.")
    return keys


def new_data_key() -> tuple[bytes, bytes]:
    """Return a fresh data key: its random id (8 bytes) and its material (32 bytes)."""
    return secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES)


def seal(plain: bytes, *, key: Key, place: bytes) -> bytes:
    """Seal `plain` under `key` for one place (table, column, row and owner)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = VERSION + key.id
    return head + nonce + key.cipher.encrypt(nonce, _padded(plain), head + place)


def open_sealed(sealed: bytes, *, key: Key, place: bytes) -> bytes:
    """Return what was sealed; raises VaultError for another key, another place, altered bytes."""
    head, nonce = sealed[:HEAD_BYTES], sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES]
    if head != VERSION + key.id:
        raise VaultError("This was sealed under another key.")
    try:
        padded = key.cipher.decrypt(nonce, sealed[HEAD_BYTES + NONCE_BYTES :], head + place)
    except (InvalidTag, ValueError) as error:
        raise VaultError("This does not open here: it was altered or moved.") from error
    return _unpadded(padded)


def open_with_any(sealed: bytes, *, keys: list[Key], place: bytes) -> bytes:
    """Open with whichever of the keys sealed it; raises VaultError when it was none of them."""
    key_id = key_id_of(sealed)
    for key in keys:
        if key.id == key_id:
            return open_sealed(sealed, key=key, place=place)
    raise VaultError("The key that sealed this is not in the ring.")


def key_id_of(sealed: bytes) -> bytes:
    """Return the id of the key that sealed this, as it stands in front."""
    return sealed[len(VERSION) : HEAD_BYTES]


def _padded(plain: bytes) -> bytes:
    framed = len(plain).to_bytes(LENGTH_BYTES, "big") + plain
    return framed + bytes(-len(framed) % BLOCK_BYTES)


def _unpadded(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]
