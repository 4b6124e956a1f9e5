"""
A fresh code by mail, for accounts that have nothing else to authenticate with.

The session keeps a keyed digest of the code, never the code: valid for ten minutes, once, for
five attempts. Sending and trying are limited per person as well, across all their sessions.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from trustpact.rules import TooOften

SESSION_KEY = "fresh_code"
SALT = "people.fresh_code"
VALID_FOR = 600  # seconds
ATTEMPTS = 5


def send(request, *, now):
    """Mail a new code to the signed-in person; the one before is worth nothing any more."""
    if not ratelimit.consume(request, action="fresh_code", user=request.user):
        raise TooOften(
            _("You asked for several codes already. Wait a few minutes, then ask again.")
        )
    code = get_adapter().generate_login_code()
    get_adapter().send_mail("account/email/login_code", request.user.email, {"code": code})
    request.session[SESSION_KEY] = {
        "digest": _digest(request, code),
        "sent_at": now.timestamp(),
        "attempts": 0,
    }


def is_waiting(request, *, now):
    """Whether a code was sent that can still be typed in."""
    sent = request.session.get(SESSION_KEY)
    return sent is not None and now.timestamp() - sent["sent_at"] < VALID_FOR


def is_right(request, typed, *, now):
    """
    Whether `typed` is the code that was sent; counts the attempt, and uses a right code up.

    Raises TooOften when this was tried too often; the code is then worth nothing any more.
    """
    if not is_waiting(request, now=now):
        return False
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise TooOften(_("That was tried too often. Wait a few minutes, then try again."))
    sent = request.session[SESSION_KEY]
    right = constant_time_compare(sent["digest"], _digest(request, typed))
    attempts = sent["attempts"] + 1
    if right or attempts >= ATTEMPTS:
        del request.session[SESSION_KEY]
    else:
        request.session[SESSION_KEY] = sent | {"attempts": attempts}
    return right


def accept(request):
    """Note in the session that its person has just authenticated by mail code."""
    record_authentication(request, request.user, method="code", reauthenticated=True)


def _digest(request, code):
    """Return a digest that only this installation makes, and only for this person."""
    value = f"{request.user.pk}:{normalize_user_code(code)}"
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()
