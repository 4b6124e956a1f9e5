"""
A second unlock: pages that ask who it is anew, whatever the session proved before.

`@behind_second_unlock` stands under the guard of a view. Who comes is sent to prove who they are;
a proof given since then opens these pages for five minutes. Leaving them for any other page locks
them, and so does quick exit, which ends the session.

What somebody was writing when the time was over waits in the session, sealed under their own key,
until they are back: no word of it lies readable in the session's row.
"""

import base64
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.utils import timezone

from trustpact.access.recent import suspend
from trustpact.privacy import keys, vault

ASKED = "second_unlock"  # how many proofs the session held when it was last asked
TYPED = "second_unlock_typed"
MOST_TYPED = 40_000  # characters that wait in the session
PLACE = b"second unlock"
# On these a person proves who they are: going there is not leaving.
ON_THE_WAY = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
ON_THE_WAY |= {"people:fresh_code"}
# Files that a page asks for by itself, and the list of keys that comes as a sheet over it.
ON_THE_WAY |= {"web:stylesheet", "web:script", "web:worker", "web:manifest", "people:keys"}


def behind_second_unlock(view):
    """Let in who proved who they are for these pages, in the last five minutes."""

    @wraps(view)
    def unlocked(request, *args, **kwargs):
        if seconds_left(request, now=timezone.now()) > 0:
            return view(request, *args, **kwargs)
        _keep_typed(request)
        request.session[ASKED] = len(_proofs(request))
        return suspend(request, come_back=request.path)

    unlocked.asks_for_recent_authentication = True
    unlocked.second_unlock = True
    return unlocked


def seconds_left(request, *, now) -> float:
    """Return for how long these pages stay open in this session; 0 or less when they are locked."""
    asked = request.session.get(ASKED)
    proofs = _proofs(request)
    if asked is None or len(proofs) <= asked:
        return 0
    return proofs[-1]["at"] + settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - now.timestamp()


def lock(request, *, now):
    """Close these pages in this session, and drop what was typed there and left behind."""
    if seconds_left(request, now=now) > 0:
        forget_typed(request)
    request.session.pop(ASKED, None)


def typed(request) -> str:
    """Return what was being written on this very page when its time was over, or ""."""
    kept = request.session.get(TYPED, {})
    if kept.get("path") != request.path:
        return ""
    try:
        sealed = base64.b64decode(kept["sealed"])
        return vault.open_sealed(sealed, key=_key(request), place=PLACE).decode()
    except vault.VaultError:
        return ""


def forget_typed(request):
    """Drop what waited; it is kept elsewhere now, or was left behind."""
    request.session.pop(TYPED, None)


class SecondUnlockMiddleware:
    """Lock these pages when somebody leaves them; a small step of another tab is no leaving."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Lock before any other page of the same session is made."""
        name = request.resolver_match.view_name
        inside = getattr(view, "second_unlock", False) or name in ON_THE_WAY
        if not inside and not request.htmx and ASKED in request.session:
            lock(request, now=timezone.now())


def _proofs(request):
    return get_authentication_records(request, request.user)


def _keep_typed(request):
    words = request.POST.get("words", "")
    if words.strip() and len(words) <= MOST_TYPED:
        sealed = vault.seal(words.encode(), key=_key(request), place=PLACE)
        request.session[TYPED] = {
            "path": request.path,
            "sealed": base64.b64encode(sealed).decode(),
        }


def _key(request):
    return keys.key_of(request.user.pk)
