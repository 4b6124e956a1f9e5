"""
Every button of the product, found by walking the URLs as everybody who can come there.

A `Press` is a button with all that its form would send along; what is still empty is filled in with
something plausible. Whatever takes a POST and stands on no page joins with an empty form, so that
a new form or route is covered by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from tests import matrix

# In this order: what one has found, another of these needs not to find again.
ROLES = ["A", "B", "Tg", "Cu", "Op", "Ex", "An", "Tx"]
WORDS = "Marmalade lighthouse"
FILLED = {
    "email": "marmalade@example.net", "date": "2026-12-24", "time": "19:30", "number": "2",
    "password": "seven quiet harbours at dawn", "text": WORDS, "textarea": WORDS, "search": WORDS,
}  # fmt: skip
ENDS_THE_VISIT = {"account_logout", "web:quick_exit"}


@dataclass
class Field:
    """One named control: its kind, what it holds, what it lets one choose, whether it takes words."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    is_words: bool = False


@dataclass(frozen=True)
class Press:
    """A button as one role sees it on a page: where it leads, its own name, the fields it sends."""

    role: str
    page: str
    action: str
    button: tuple[str, str] | None
    fields: dict[str, Field]

    @property
    def route(self) -> str:
        """The name of the route that is pressed."""
        return route_of(self.action)

    @property
    def words(self) -> list[Field]:
        """The fields into which a person writes words of their own."""
        return [one for one in self.fields.values() if one.is_words]

    def data(self, **changed) -> dict:
        """Return what is sent, every field filled; `changed` names what is sent instead."""
        sent = {one.name: _filled(one) for one in self.fields.values()}
        sent = {name: values for name, values in sent.items() if values}
        if self.button:
            sent[self.button[0]] = [self.button[1]]
        return sent | changed

    def __str__(self):
        button = "=".join(self.button) if self.button else ""
        return f"{self.role} {self.route} [{button}]"


def route_of(address: str) -> str:
    """Return the name of the route behind an address, or ""."""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def presses(states) -> list[Press]:
    """Return every button of every page of everybody, and every POST without one; each once."""
    found: dict[tuple, Press] = {}
    for role in ROLES:
        client = states.browser_of(role)
        for address in _pages(states, role):
            answer = _look(client, address)
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                for press in _Page(role, address, answer.content.decode()).presses:
                    key = press.route, frozenset(press.fields), press.button and press.button[0]
                    if press.route and press.route not in ENDS_THE_VISIT:
                        found.setdefault(key, press)
    posted = {press.route for press in found.values()}
    bare = [one for one in _without_a_form(states) if one.route not in posted | ENDS_THE_VISIT]
    return [*found.values(), *bare]


def _look(client, address):
    """Open a page, and leave no trace of it: going on from the journal would lock it."""
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    return answer


def _pages(states, role) -> Iterator[str]:
    for cell in matrix.cells():
        if cell.role == role and cell.method == "GET" and cell.verdict in ("yes", "confirm"):
            yield reverse(cell.route.name, kwargs=states.arguments_of(cell.route, role))


def _without_a_form(states) -> Iterator[Press]:
    seen = set()
    for role in ROLES:
        for cell in matrix.cells():
            if (cell.role, cell.method, cell.verdict) != (role, "POST", "yes"):
                continue
            if cell.route.name not in seen:
                seen.add(cell.route.name)
                kwargs = states.arguments_of(cell.route, role)
                yield Press(role, "", reverse(cell.route.name, kwargs=kwargs), None, {})


def _filled(one: Field) -> list[str]:
    if one.kind in ("select", "radio"):
        return one.values or [choice for choice in one.choices if choice][:1]
    if one.kind == "checkbox":
        return one.values or one.choices[:1]
    if any(one.values):
        return one.values
    return [FILLED[one.kind]] if one.kind in FILLED else one.values


class _Page(HTMLParser):
    """Reads the forms of a page, and makes a Press of each of their buttons."""

    def __init__(self, role, address, body):
        super().__init__()
        self.presses: list[Press] = []
        self._role, self._address = role, address
        self._fields: dict[str, Field] | None = None
        self._action, self._buttons, self._open = "", [], None
        self.feed(body)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs.get("method", "").lower() == "post":
            self._action, self._fields = attrs.get("action") or self._address, {}
            self._buttons = []
        elif self._fields is not None and "disabled" not in attrs:
            self._control(tag, attrs)

    def handle_data(self, data):
        if self._open is not None and self._open.kind == "textarea":
            self._open.values[-1] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self._open = None
        elif tag == "form" and self._fields is not None:
            for name, value, action in self._buttons:
                press = Press(self._role, self._address, self._action, None, self._fields)
                button = (name, value) if name else None
                self.presses.append(replace(press, action=action or press.action, button=button))
            self._fields = None

    def _control(self, tag, attrs):
        name, value = attrs.get("name"), attrs.get("value") or ""
        kind = attrs.get("type", "text") if tag == "input" else tag
        if tag == "button" or kind == "submit":
            self._buttons.append((name, value, attrs.get("formaction")))
        elif tag == "option" and self._open is not None:
            self._open.choices.append(value)
            if "selected" in attrs:
                self._open.values.append(value)
        elif name and name != "csrfmiddlewaretoken" and kind not in ("file", "button"):
            self._field(name, kind, value, attrs)

    def _field(self, name, kind, value, attrs):
        one = self._fields.setdefault(name, Field(name, kind))
        one.is_words |= attrs.get("dir") == "auto" and kind in ("text", "textarea")
        if kind in ("radio", "checkbox"):
            one.choices.append(value or "on")
            if "checked" in attrs:
                one.values.append(value or "on")
        else:
            one.values.append(value)
            self._open = one if kind in ("select", "textarea") else self._open
        if kind == "select":
            one.values.clear()
