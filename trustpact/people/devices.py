"""
How long a sign-in lasts on a device, and how that device is called.

On a device of one's own: 14 days without use, 90 at most. On any other: until the browser closes,
or 30 minutes without use. The session's row carries the time of sign-in and, roughly, of last use;
nobody but the machinery reads them.
"""

import re
from functools import lru_cache

from django.conf import settings

OWN = "own_device"  # what was ticked when signing in began
SINCE = "signed_in_at"  # POSIX seconds
USED = "used_at"  # POSIX seconds, no finer than needed

MINUTE, HOUR, DAY = 60, 3_600, 86_400
OWN_IDLE = 14 * DAY
OWN_LONGEST = 90 * DAY

_BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox")]
_BROWSERS += [("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")]
_SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android")]
_SYSTEMS += [("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")]


def begin(session, *, own, now):
    """Start a signed-in session's time on a device, one's own or not."""
    session[SINCE] = session[USED] = int(now.timestamp())
    set_own(session, own=own)


def set_own(session, *, own):
    """Say whether this is a device of one's own."""
    session[OWN] = bool(own)
    session.set_expiry(OWN_IDLE if own else None)  # None: until the browser closes


def is_over(session, *, now):
    """Whether a signed-in session has reached its longest time, or was idle for too long."""
    if SINCE not in session:
        return False
    at = now.timestamp()
    if session.get(OWN):
        return at - session[SINCE] >= OWN_LONGEST or at - session[USED] >= OWN_IDLE
    return at - session[USED] >= settings.SESSION_COOKIE_AGE


def use(session, *, now):
    """Note that the session is in use, at most once a minute (own devices: once an hour)."""
    if SINCE not in session:
        return
    at = int(now.timestamp())
    if at - session[USED] >= (HOUR if session.get(OWN) else MINUTE):
        session[USED] = at


@lru_cache(maxsize=1000)
def device_name(user_agent):
    """Return a coarse name such as "Firefox, Android": enough to know one's own device again."""
    browser = next((name for sign, name in _BROWSERS if re.search(sign, user_agent)), "")
    system = next((name for sign, name in _SYSTEMS if re.search(sign, user_agent)), "")
    return ", ".join(part for part in (browser, system) if part)
