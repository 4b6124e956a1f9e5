"""The time zones a person or a couple can live in."""

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

DEFAULT_ZONE = "UTC"
AREAS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}

# An allowlist: ZoneInfo also takes "localtime", "Factory" and "posixrules", which are no places.
ZONES = frozenset(
    zone
    for zone in available_timezones()
    if zone == DEFAULT_ZONE or zone.partition("/")[0] in AREAS
)

# Where most people who read a language live, for a first guess without JavaScript.
_BY_LANGUAGE = {"de": "Europe/Berlin", "en": "Europe/London"}

_callbacks: list[Callable] = []


def zone_of_language(language: str) -> str:
    """Return a first guess of where somebody lives, by the language their browser asks for."""
    return _BY_LANGUAGE.get(language[:2], DEFAULT_ZONE)


@lru_cache(maxsize=1)
def zone_choices() -> tuple:
    """Return the zones as choices of a form, grouped by part of the world, places readable."""
    by_area = groupby(sorted(ZONES - {DEFAULT_ZONE}), key=lambda zone: zone.partition("/")[0])
    groups = [
        (AREAS[area], tuple((zone, _place(zone)) for zone in zones)) for area, zones in by_area
    ]
    return ((DEFAULT_ZONE, DEFAULT_ZONE), *groups)


def _place(zone: str) -> str:
    return zone.partition("/")[2].replace("/", ", ").replace("_", " ")


def on_zone_change(callback: Callable) -> Callable:
    """Register `callback(person=…, now=…)`, called in the transaction that moves a person's zone."""
    _callbacks.append(callback)
    return callback


def zone_changed(*, person, now) -> None:
    """Tell the rooms above that a person lives by another clock now."""
    for callback in _callbacks:
        callback(person=person, now=now)
