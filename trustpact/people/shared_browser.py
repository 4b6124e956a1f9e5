"""
Who was signed in in this browser during the last hour, so that nobody signs in another's hands.

A cookie of its own remembers it, because it must outlive signing out and quick exit. It is sealed:
who looks at it finds neither who nor when, not even how many. Its content is of no use elsewhere:
pseudonyms under the installation's key, and minutes. A cookie that is missing or was tampered with
proves nothing and counts as none: whoever could take it away could as well use another browser.
"""

import base64
import binascii
import hmac
import struct
from functools import lru_cache
from hashlib import sha256

from django.conf import settings

from trustpact.privacy.vault import Key, VaultError, open_with_any, seal

LASTS = 3_600  # seconds
FRESH = 60  # seconds in which the same person is not noted anew
MOST = 4  # people remembered; the ones before are the longest ago
_ENTRY = struct.Struct(">8sI")  # a pseudonym, POSIX seconds
_PLACE = b"shared browser"


def remembered(request, *, now) -> dict[bytes, int]:
    """Return the pseudonyms of whom this browser's cookie names, and when each was last here."""
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(settings.SHARED_COOKIE_NAME, ""))
        plain = open_with_any(sealed, keys=_keys(), place=_PLACE)
        entries = dict(_ENTRY.iter_unpack(plain))
    except (VaultError, binascii.Error, ValueError, struct.error):
        return {}
    return {who: at for who, at in entries.items() if at and now.timestamp() - at < LASTS}


def was_here(request, person, *, now) -> bool:
    """Whether this person was signed in in this browser within the hour before `now`."""
    found = remembered(request, now=now)
    return any(_pseudonym(person.pk, key) in found for key in _secrets())


def note(request, response, people, *, now) -> None:
    """Let this browser remember that these people (ids) are signed in in it, or were just now."""
    at = int(now.timestamp())
    found = remembered(request, now=now) | {_pseudonym(who, _secrets()[0]): at for who in people}
    latest = sorted(found.items(), key=lambda entry: entry[1])[-MOST:]
    plain = b"".join(_ENTRY.pack(*entry) for entry in latest).ljust(MOST * _ENTRY.size, b"\0")
    sealed = seal(plain, key=_keys()[0], place=_PLACE)
    response.set_cookie(
        settings.SHARED_COOKIE_NAME,
        base64.urlsafe_b64encode(sealed).decode(),
        max_age=_until_the_hour_after(at),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_noted(request, who, *, now) -> bool:
    """Whether this browser remembers this person (an id) from the last minute."""
    at = remembered(request, now=now).get(_pseudonym(who, _secrets()[0]), 0)
    return now.timestamp() - at < FRESH


def _until_the_hour_after(at: int) -> int:
    """Return the seconds to the full hour after an hour: a browser shows when a cookie ends."""
    return 2 * LASTS - at % LASTS


def _secrets() -> list[bytes]:
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _keys() -> list[Key]:
    return [_key(secret) for secret in _secrets()]


@lru_cache(maxsize=8)
def _key(secret: bytes) -> Key:
    return Key.of(hmac.new(secret, _PLACE + b": seal", sha256).digest())


def _pseudonym(who, key: bytes) -> bytes:
    return hmac.new(key, _PLACE + str(who).encode(), sha256).digest()[:8]
