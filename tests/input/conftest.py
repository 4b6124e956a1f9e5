"""Every button of the product, found once for all the tests of this folder."""

from copy import copy
from dataclasses import dataclass
from urllib.parse import quote_plus

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from tests import matrix
from tests.input.presses import Press, presses
from tests.input.writes import writes_noted
from tests.states import States, everybody

FORM = "application/x-www-form-urlencoded"


@dataclass
class Walk:
    """All people, every button, and the moment at which everything is pressed."""

    states: States
    presses: list[Press]
    now: object

    def send(self, press, data, *, follow=False, **more):
        """Press, with this data; return the answer and what was written. It is all taken back."""
        cache.clear()
        client = self.states.browser_of(press.role)
        body = more.pop("body", None) or encoded(data)
        with time_machine.travel(self.now, tick=False), transaction.atomic(), writes_noted() as log:
            kind = more.pop("content_type", FORM)
            answer = client.post(press.action, body, content_type=kind, follow=follow, **more)
            answer.left = str(dict(client.session)) if client.cookies else ""
            written = copy(log)  # before it is all taken back
            transaction.set_rollback(True)
        return answer, written


def encoded(data) -> str:
    """Return a form as a browser sends it; broken characters go as they are."""
    pairs = [(name, one) for name, value in data.items() for one in _several(value)]
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _several(value):
    return value if isinstance(value, list) else [value]


def _quoted(text):
    return quote_plus(text.encode("utf-8", "surrogatepass"))


@pytest.fixture(scope="package")
def walk(django_db_setup, django_db_blocker):
    """Everybody signed in, and every button they see."""
    now = timezone.now()
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(now, tick=False):
            states = everybody(matrix.load()["roles"], now)
            found = presses(states)
        yield Walk(states, found, now)
        transaction.set_rollback(True)
