"""
All that one person can observe: pages, headers, how many queries a page took, what every button of
theirs answers, mails, the own export, the own calendar.

Nothing is listed here by hand: pages come from the resolver and from links, buttons from the forms
that the pages hold, and every route that can be posted to is posted to with the ids that show. So
a page that is added to the product is looked at by itself.
"""

import json
import re
from collections import Counter, defaultdict
from functools import lru_cache
from html.parser import HTMLParser
from itertools import product

from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from tests.walk import routes
from trustpact.access import roles
from trustpact.curation import memory
from trustpact.notices.models import CalendarFeed, Notice
from trustpact.notices.sweep import sweep
from trustpact.privacy import keys

MOST_OF_A_ROUTE = 5  # pages of the library repeat; what a story's couple has is fewer
MOST_POSTS_OF_A_ROUTE = 2
# Ids, and digests of versions: what is put forward later has a random salt.
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{64}\b")
TOKEN = re.compile(r'((?:csrfmiddlewaretoken" value=|x-csrftoken(?:"|&quot;): ?)(?:"|&quot;))\w+')
# What is new: an invitation, a calendar, the code by which the observer proves who they are.
SECRET = re.compile(
    r"/(?:join|calendar)/[\w-]{20,}(?:/|\.ics)|\b(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}\b"
    r"|(?<![\w-])\d{4}-\d{4}(?![\w-])"
)
GUARDED = {"person", "partner", "therapist"}
DESK, ACCOUNTS = {"curator", "desk"}, {"operator", "desk"}
RANDOM = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SHARED_COOKIE_NAME}
EXPORT = "people:export_file"
# Read by itself; the same on paper holds ids of what was made later, which no PDF lets be evened out.
COPIES = {EXPORT, "people:export_pages"}
# What ends the visitor's own sign-in, or shows a fresh random secret of theirs.
NOT_LOOKED_AT = ("/static", "/styleguide", "/mailbox", "/account/logout", "/exit")
NOT_PRESSED = ("/account/", "/exit")
_only_read: set[str] = set()  # routes that answered 405 to a POST: asked once a run
_only_pressed: set[str] = set()  # and those that answered so to a GET; neither tells anything


class Page(HTMLParser):
    """What a page offers: where its links lead, and what its buttons would post."""

    def __init__(self, address: str, body: str):
        super().__init__()
        self.links: list[str] = []
        self.posts: list[tuple[str, dict]] = []
        self._here, self._action, self._fields, self._select = address, None, {}, ""
        self.feed(body)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        href = attrs.get("href") or ""
        if tag == "a" and href.startswith("/") and not href.startswith(NOT_LOOKED_AT):
            self.links.append(href.partition("#")[0])
        elif tag == "form" and attrs.get("method", "").lower() == "post":
            self._action, self._fields = attrs.get("action") or self._here, {}
        elif self._action is not None:
            self._in_a_form(tag, attrs)

    def _in_a_form(self, tag, attrs):
        name, value = attrs.get("name"), attrs.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in attrs:
            self._fields[self._select] = value
        elif tag == "button" or attrs.get("type") == "submit":
            pressed = {name: value} if name else {}
            self.posts.append((attrs.get("formaction") or self._action, self._fields | pressed))
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            is_choice = attrs.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in attrs:
                self._fields[name] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self._action = None


@lru_cache(maxsize=1000)
def _offered(address: str, body: str) -> tuple[list[str], list[tuple[str, dict]]]:
    """Return the links and the posts of a page; most pages are the same in the other world."""
    page = Page(address, body)
    return page.links, page.posts


class Observer:
    """Looks around as one person, and writes down what it sees under where it saw it."""

    def __init__(self, person):
        self.person = person
        self.seen: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._posts: list[tuple[str, dict]] = []
        self._arguments: dict[str, list] = defaultdict(list)
        self._client = Client()

    def look_around(self, *, press: bool) -> dict[str, str]:
        """Return all that the person observes now, by place; with `press` by every button, too."""
        mail.outbox.clear()
        sweep(timezone.now())
        self._client.force_login(self.person)
        self._visit_pages()
        self._prove_who_it_is()
        if press:
            self._press_buttons()
        self._read_export()
        self._read_calendar()
        self._read_mails()
        return self.seen

    def press_a_button(self, page_number: int, number: int, *, but_for) -> str:
        """Press one button of one page, for good; return the name of its route."""
        self._client.force_login(self.person)
        self._prove_who_it_is()
        pool = self._pages()
        self._visit(pool[page_number % len(pool)])
        posts = [one for one in self._posts if _route_name(one[0]) not in but_for]
        posts = [one for one in posts if not one[0].startswith(NOT_PRESSED)]
        if not posts:
            return ""
        address, data = posts[number % len(posts)]
        with transaction.atomic():
            self._client.post(address, data)
        return _route_name(address)

    def glance(self, numbers) -> dict[str, str]:
        """Return what a few pages tell: as many as there are numbers, each of which picks one."""
        self._client.force_login(self.person)
        pool = self._pages()
        for number in numbers:
            pool += self._visit(pool[number % len(pool)])
        return self.seen

    def look_at(self, *addresses) -> dict[str, str]:
        """Return what these pages tell, and nothing else."""
        self._client.force_login(self.person)
        for address in addresses:
            self._visit(address)
        return self.seen

    # --- Pages

    def _visit_pages(self):
        waiting = self._pages()
        visited: set[str] = set()
        of_route: Counter = Counter()
        while waiting:
            address = waiting.pop(0)
            name = _route_name(address)
            seen_enough = of_route[name] >= MOST_OF_A_ROUTE or name in _only_pressed
            if address in visited or seen_enough:
                continue
            visited.add(address)
            of_route[name] += 1
            waiting += self._visit(address)

    def _pages(self) -> list[str]:
        """Return the pages without an id; the desk's, too, for whoever is at it."""
        guards = GUARDED | (DESK if roles.is_curator(self.person) else set())
        guards |= ACCOUNTS if roles.is_operator(self.person) else set()
        found = [
            reverse(route.name)
            for route in routes()
            if route.guard in guards and not route.arguments
        ]
        return [address for address in found if not address.startswith(NOT_LOOKED_AT)]

    def _visit(self, address) -> list[str]:
        keys.forget()
        memory.forget_all()  # what is remembered from another request saves a query
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            response = self._client.get(address)
        if response.status_code == 405:
            _only_pressed.add(_route_name(address))
            return []
        body = _body(response)
        self._note(address, f"{len(queries)} queries\n{_told(response)}\n{body}")
        links, posts = _offered(address, TOKEN.sub(r"\1token", body))
        self._posts += posts
        for name, value in resolve(address.partition("?")[0]).kwargs.items():
            if value not in self._arguments[name]:
                self._arguments[name].append(value)
        return links

    # --- Buttons

    def _prove_who_it_is(self):
        """Have authenticated in this minute, so that nothing stands before what was pressed."""
        session = self._client.session
        at = timezone.now().timestamp()
        session["account_authentication_methods"] = [{"method": "password", "at": at}]
        session["account_authentication_methods_user"] = str(self.person.pk)
        session.save()

    def _press_buttons(self):
        pressed: set[str] = set()
        of_route: Counter = Counter()
        for address, data in [*self._posts, *self._unseen_posts()]:
            name, key = _route_name(address), f"{address} {sorted(data.items())}"
            if key in pressed or name in _only_read | COPIES or address.startswith(NOT_PRESSED):
                continue
            if of_route[name, *sorted(data)] >= MOST_POSTS_OF_A_ROUTE:
                continue
            pressed.add(key)
            of_route[name, *sorted(data)] += 1
            self._press(address, data)

    def _unseen_posts(self):
        """Yield an empty POST to every route that takes one, button or not."""
        for route in routes():
            known = [self._arguments[name][:MOST_POSTS_OF_A_ROUTE] for name in route.arguments]
            for values in product(*known) if route.guard in GUARDED else ():
                arguments = dict(zip(route.arguments, values, strict=True))
                yield reverse(route.name, kwargs=arguments), {}

    def _press(self, address, data):
        """Press, see what is answered and where it leads, and take it all back."""
        cookies = dict(self._client.cookies)
        with transaction.atomic():
            response = self._client.post(address, data, follow=True)
            if response.status_code == 405 and not response.redirect_chain:
                _only_read.add(_route_name(address))
                transaction.set_rollback(True)
                return
            where = [(url, status) for url, status in response.redirect_chain]
            self._note(
                f"POST {_route_name(address)} {address} {sorted(data)}",
                f"{where}\n{_body(response)}",
            )
            transaction.set_rollback(True)
        self._client.cookies.clear()
        self._client.cookies.update(cookies)

    # --- What leaves the pages

    def _read_export(self):
        response = self._client.post(reverse(EXPORT))
        del response.headers["Content-Length"]  # what is in it is compared by itself
        self._note("export as it is told", _told(response))
        whole = json.loads(_body(response))
        for part in ("own", "received"):
            for label, rows in whole.pop(part).items():
                texts = [json.dumps(row, sort_keys=True) for row in rows]
                self.seen[f"export: {part} {label}"] = "\n".join(sorted(map(self._known, texts)))
        self._note("export", json.dumps(whole))

    def _read_calendar(self):
        keys.forget()
        token = CalendarFeed.objects.make(self.person, now=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            response = Client().get(reverse("feeds:feed", args=[token]))
        self._note("calendar", f"{len(queries)} queries\n{_told(response)}\n{_body(response)}")

    def _read_mails(self):
        theirs = [one for one in mail.outbox if self.person.email in one.to]
        for number, message in enumerate(theirs):
            text = f"{message.subject}\n{message.body}\n{message.extra_headers}"
            self._note(f"mail {number}", text)
        ahead = Notice.objects.filter(person=self.person).order_by("due_at", "kind", "channel")
        for number, one in enumerate(ahead):
            self._note(f"notice {number}", f"{one.kind} {one.channel} {one.due_at} {one.until}")

    # --- Evening out what is random by nature

    def _note(self, place, text):
        self.seen[self._evened(place)] = self._evened(text)

    def _evened(self, text):
        """Replace tokens and new secrets, and ids by the order in which they were first seen."""
        text = SECRET.sub("secret", TOKEN.sub(r"\1token", text))
        return ID.sub(lambda found: self._ids.setdefault(found[0], f"id {len(self._ids)}"), text)

    def _known(self, text):
        """Replace ids that a page showed by their order, and any other by one word."""
        return ID.sub(lambda found: self._ids.get(found[0], "an id"), text)


def without_tokens(response) -> str:
    """Return the body of a response with its CSRF tokens evened out."""
    return TOKEN.sub(r"\1token", response.content.decode())


def _route_name(address) -> str:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _body(response) -> str:
    return b"".join(response).decode("utf-8", "replace")


def _told(response) -> str:
    """Return what a response tells beside its body; of cookies with a random value, all but that."""
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(response.headers.items()))
    cookies = []
    for name, morsel in sorted(response.cookies.items()):
        told = {key: value for key, value in morsel.items() if value and key != "expires"}
        cookies.append(
            f"{name}={'random' if name in RANDOM else morsel.value} {sorted(told.items())}"
        )
    return "\n".join([f"status {response.status_code}", headers, *cookies])
