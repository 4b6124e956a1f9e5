"""The private calendar, what can be done without signing in, and what only a browser can ask for."""

from trustpact.notices.views.feed import calendar, calendar_address, calendar_removal, feed
from trustpact.notices.views.pushes import push, push_removal
from trustpact.notices.views.quiet import quiet

__all__ = [
    "calendar",
    "calendar_address",
    "calendar_removal",
    "feed",
    "push",
    "push_removal",
    "quiet",
]
