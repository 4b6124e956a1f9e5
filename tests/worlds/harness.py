"""
Two worlds: the same story told twice, with and without a private act of one partner.

Everything that the other partner can observe must be equal byte for byte: every page that their
own pages link to or that the resolver names, its status and headers, how many queries it took, the
mails to them, their own export. Only what is random by nature is evened out: CSRF tokens, ids (by
the order in which they first show) and message ids.

A page that is added to the product joins by itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser

import time_machine
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from tests.walk import routes
from trustpact.notices.models import Notice
from trustpact.privacy import keys

MOST_PAGES = 200
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
TOKEN = re.compile(r'((?:csrfmiddlewaretoken" value=|x-csrftoken(?:"|&quot;): ?)(?:"|&quot;))\w+')
NOT_A_PAGE = ("/static", "/account/logout", "/styleguide", "/mailbox")


class Rollback(Exception):
    """Ends a world: nothing that happened in it stays."""


@dataclass
class Observed:
    """What one person can observe, by where they observe it."""

    of: dict[str, str] = field(default_factory=dict)

    def differences(self, other: "Observed") -> list[str]:
        """Return the places where two observations are not the same."""
        places = sorted(self.of.keys() | other.of.keys())
        return [place for place in places if self.of.get(place) != other.of.get(place)]


class Links(HTMLParser):
    """Collects where a page's links lead."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/") and not href.startswith(NOT_A_PAGE):
            self.found.append(href.partition("#")[0])


def what_differs(*, story: Callable, private: Callable, observer: str, at: datetime) -> list[str]:
    """
    Tell a story with and without a private act; return where `observer` sees a difference.

    `story()` sets the scene and returns a cast; `private(cast)` is the act; `observer` names who
    of the cast looks, at the moment `at`.
    """
    without = _world(story, lambda cast: None, observer, at)
    with_it = _world(story, private, observer, at)
    return without.differences(with_it)


def _world(story, private, observer, at) -> Observed:
    observed = Observed()
    try:
        with transaction.atomic():
            mail.outbox.clear()
            cast = story()
            private(cast)
            with time_machine.travel(at, tick=False):
                _look_around(getattr(cast, observer), observed)
            raise Rollback
    except Rollback:
        pass
    return observed


def _look_around(person, observed: Observed) -> None:
    client = Client()
    client.force_login(person)
    seen_ids: dict[str, str] = {}
    waiting = [*_pages_without_ids()]
    visited: set[str] = set()
    while waiting and len(visited) < MOST_PAGES:
        address = waiting.pop(0)
        if address in visited:
            continue
        visited.add(address)
        links = _visit(client, address, observed, seen_ids)
        waiting += [link for link in links if link not in visited]
    _read_mails(person, observed, seen_ids)
    _read_notices(person, observed, seen_ids)


def _pages_without_ids() -> list[str]:
    addresses = []
    for route in routes():
        if route.arguments:
            continue
        try:
            address = reverse(route.name)
        except NoReverseMatch:
            continue
        if not address.startswith(NOT_A_PAGE):
            addresses.append(address)
    return addresses


def _visit(client, address: str, observed: Observed, seen_ids) -> list[str]:
    keys.forget()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    body = b"".join(response).decode("utf-8", "replace")
    links = Links()
    links.feed(body)
    text = "\n".join(
        [
            f"status {response.status_code}, {len(queries)} queries",
            *(f"{name}: {value}" for name, value in sorted(response.headers.items())),
            f"cookies: {sorted(response.cookies)}",
            body,
        ]
    )
    observed.of[_evened(address, seen_ids)] = _evened(text, seen_ids)
    return links.found


def _read_mails(person, observed, seen_ids) -> None:
    for number, message in enumerate(one for one in mail.outbox if person.email in one.to):
        text = f"{message.subject}\n{message.body}\n{message.extra_headers}"
        observed.of[f"mail {number}"] = _evened(text, seen_ids)


def _read_notices(person, observed, seen_ids) -> None:
    notices = Notice.objects.filter(person=person).order_by("due_at", "kind", "channel")
    for number, notice in enumerate(notices):
        text = f"{notice.kind} {notice.channel} {notice.due_at} {notice.until} {notice.status}"
        observed.of[f"notice {number}"] = _evened(text, seen_ids)


def without_tokens(response) -> str:
    """Return the body of a response with its CSRF tokens evened out."""
    return TOKEN.sub(r"\1token", response.content.decode())


def _evened(text: str, seen_ids: dict[str, str]) -> str:
    """Replace tokens, and ids by the order in which they were first seen."""
    text = TOKEN.sub(r"\1token", text)
    return ID.sub(lambda found: seen_ids.setdefault(found[0], f"id {len(seen_ids)}"), text)
