"""The time zones a person or a couple can live in."""

from collections.abc import Callable
from zoneinfo import available_timezones

DEFAULT_ZONE = "UTC"
AREAS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)

# An allowlist: ZoneInfo also takes "localtime", "Factory" and "posixrules", which are no places.
ZONES = frozenset(
    zone for zone in available_timezones() if zone == DEFAULT_ZONE or zone.startswith(AREAS)
)

_callbacks: list[Callable] = []


def on_zone_change(callback: Callable) -> Callable:
    """Register `callback(person=…, now=…)`, called in the transaction that moves a person's zone."""
    _callbacks.append(callback)
    return callback


def zone_changed(*, person, now) -> None:
    """Tell the rooms above that a person lives by another clock now."""
    for callback in _callbacks:
        callback(person=person, now=now)
