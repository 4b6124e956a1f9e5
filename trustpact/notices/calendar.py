"""
What is planned for a person, as a calendar of RFC 5545 that a calendar app can subscribe to.

It tells when, and never what: every title is the same neutral one, and ids are opaque. Nothing in
it follows from what anybody did; its stamp is the day on which it is read (promises.md, Threat-5).
Apps register what is planned (`on_entries`), so this app knows of none of it.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vRecur

from trustpact.notices.timezones import vtimezone

READ_AGAIN = timedelta(hours=4)
MAKER = "-//planned//calendar//EN"


@dataclass(frozen=True)
class Entry:
    """
    One thing that comes round: at the wall time `at` in a zone, first on `first`.

    `rule` is an RRULE without its name, "" for once; `left_out` the dates that it would have and on
    which nothing is; `besides` moments in UTC at which it happens outside of its rule. `id` is a
    random id that stays the same as long as the thing does.
    """

    id: uuid.UUID
    zone: ZoneInfo
    at: time
    minutes: int
    first: date | None
    rule: str = ""
    left_out: tuple[date, ...] = ()
    besides: tuple[datetime, ...] = ()


_registered: list[Callable[[Any, date, date], Iterable[Entry]]] = []


def on_entries(callback):
    """Register `callback(person, since, until)`, which returns the entries between two dates."""
    if callback not in _registered:
        _registered.append(callback)
    return callback


def span(now: datetime) -> tuple[date, date]:
    """
    Return the first and the last date of a calendar read now: from this month to the end of next year.

    It ends, so that a copy which nobody can call back does not go on for ever. What was is not in
    it: a plan that changes would change what stood there.
    """
    return date(now.year, now.month, 1), date(now.year + 1, 12, 31)


def calendar_of(person, *, now: datetime) -> bytes:
    """Return a person's calendar, in their language; the same bytes for the same plans and day."""
    since, until = span(now)
    entries = [entry for entries in _registered for entry in entries(person, since, until)]
    with translation.override(person.language):
        return written(entries, owner=person.pk, now=now)


def written(entries: Iterable[Entry], *, owner: uuid.UUID, now: datetime) -> bytes:
    """Return entries as the bytes of a calendar; ids are those of this owner's alone."""
    entries = sorted(entries, key=lambda entry: entry.id)
    told = _calendar()
    for zone in sorted({entry.zone for entry in entries if entry.first}, key=str):
        if zone.key != "UTC":
            told.add_component(vtimezone(zone, *span(now)))
    stamp = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    for entry in entries:
        for event in _events(entry, owner):
            event.add("dtstamp", stamp)
            told.add_component(event)
    return told.to_ical()


def _calendar() -> Calendar:
    told = Calendar()
    told.add("prodid", MAKER)
    told.add("version", "2.0")
    told.add("calscale", "GREGORIAN")
    told.add("method", "PUBLISH")
    told.add("x-wr-calname", _("Planned"))
    told.add("refresh-interval", READ_AGAIN)
    told["refresh-interval"].params["VALUE"] = "DURATION"
    told.add("x-published-ttl", vDuration(READ_AGAIN).to_ical().decode())
    return told


def _events(entry: Entry, owner: uuid.UUID) -> Iterable[Event]:
    own = uuid.uuid5(owner, str(entry.id))
    if entry.first:
        event = _event(own, _moment(entry, entry.first), entry.minutes)
        if entry.rule:
            event.add("rrule", vRecur.from_ical(entry.rule))
        if entry.left_out:
            event.add("exdate", [_moment(entry, day) for day in entry.left_out])
        yield event
    for besides in entry.besides:
        yield _event(uuid.uuid5(own, besides.isoformat()), besides, entry.minutes)


def _event(uid: uuid.UUID, start: datetime, minutes: int) -> Event:
    event = Event()
    event.add("uid", str(uid))
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=minutes))
    event.add("summary", _("Something is planned"))
    event.add("class", "PRIVATE")  # whoever may look into the calendar sees "busy" at most
    event.add("transp", "TRANSPARENT")  # and it makes nobody busy
    return event


def _moment(entry: Entry, day: date) -> datetime:
    return datetime.combine(day, entry.at, entry.zone)
