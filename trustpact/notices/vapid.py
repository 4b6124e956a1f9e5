"""The keys by which push services know this installation (VAPID, RFC 8292)."""

import base64
import binascii
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from py_vapid import Vapid02


def keys() -> dict[str, Vapid02]:
    """Return the keys by their public halves as browsers take them, the newest first."""
    return _read(settings.VAPID_KEYS)


def public_key() -> str:
    """Return the public half of the newest key, in URL-safe base64 without padding."""
    return next(iter(keys()))


@lru_cache(maxsize=4)
def _read(text: str) -> dict[str, Vapid02]:
    found = [one.strip() for one in text.split(",") if one.strip()]
    if not found:
        raise ImproperlyConfigured("Set VAPID_KEYS or VAPID_KEYS_FILE. See README, “Settings”.")
    return dict(_pair(one, place) for place, one in enumerate(found, start=1))


def _pair(text: str, place: int) -> tuple[str, Vapid02]:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if len(raw) != 32:
            raise ValueError
        key = derive_private_key(int.from_bytes(raw), SECP256R1())
    except (ValueError, binascii.Error):
        raise ImproperlyConfigured(
            f"VAPID_KEYS: key {place} is not 32 bytes in URL-safe base64."
        ) from None
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(public).rstrip(b"=").decode(), Vapid02(key)
