"""What signing in leaves behind beside an account's own rows: begun sign-ins, and counts of tries."""

from allauth.account import app_settings
from allauth.core.internal.ratelimit import get_cache_key, parse_rates
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache


def end_half_way(person_id, mailboxes) -> None:
    """
    End sign-ins that were begun and not finished by somebody, whichever browser they wait in.

    What they hold cannot be asked for in SQL. They live for half an hour at most, so there are few.
    """
    known = UserSession.objects.values("session_key")
    signs = {str(person_id), *mailboxes}
    found = [
        session.pk
        for session in Session.objects.exclude(session_key__in=known).iterator()
        if any(sign in str(session.get_decoded()) for sign in signs)
    ]
    Session.objects.filter(pk__in=found).delete()


def forget_limits(person_id, mailboxes) -> None:
    """Forget how often somebody tried to sign in: by their number, and by their mailboxes."""
    names = {"user": [str(person_id)], "key": list(mailboxes)}
    cache.delete_many(
        get_cache_key(None, app="account", action=action, rate=rate, **_whose(rate, name))
        for action, rates in app_settings.RATE_LIMITS.items()
        for rate in parse_rates(rates)
        for name in names.get(rate.per, ())
    )


class _Somebody:
    """A person for a key in the cache: their number is all that stands in it."""

    def __init__(self, number):
        self.pk = number


def _whose(rate, name):
    return {"user": _Somebody(name)} if rate.per == "user" else {"key": name}
