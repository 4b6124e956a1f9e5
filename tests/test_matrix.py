"""Walks the permission matrix: every route, method and role, against the real product."""

import re
from collections import defaultdict
from copy import deepcopy
from functools import partial
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests import matrix
from tests.stories import everything
from tests.worlds.harness import without_tokens

pytestmark = pytest.mark.django_db

CELLS = defaultdict(list)  # by route
for one in matrix.cells():
    CELLS[one.route].append(one)
ROUTES = sorted(CELLS, key=lambda route: route.name)
WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)
# A session is the visitor's own, and a limit counts visits: neither is a row of the product.
NOT_THE_PRODUCT = ("django_session", "cache", "usersessions_usersession")
REACHED = {200, 302, 303, 400, 409, 429}
CONFIRMING = (
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "people:fresh_code",
)
DENIED = {"no", "sign-in", "method", "refused", "confirm"}


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    """One couple's story with at least one row behind every id of every route."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield everything()
        transaction.set_rollback(True)


def test_matrix_has_a_verdict_for_every_cell():
    assert [str(cell) for cell in matrix.cells() if cell.verdict is None] == []


def test_matrix_names_no_route_that_is_gone():
    assert matrix.unknown_routes() == set()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_matrix_holds_for(route, story):
    cookies = {role: _signed_in(story, role) for role in matrix.load()["roles"]}
    wrong = [
        f"{cell}: {found}, not {cell.verdict}"
        for cell in CELLS[route]
        if (found := _verdict_found(cell, story, cookies[cell.role])) != cell.verdict
    ]
    assert not wrong, "\n".join(wrong)


def _signed_in(story, role):
    """Sign a role in once for all methods of a route; what each of them does is taken back."""
    client = Client()
    story.sign_in(client, role)
    return client.cookies


def _verdict_found(cell, story, cookies) -> str:
    written: list[str] = []
    client = Client(raise_request_exception=False)
    client.cookies = deepcopy(cookies)
    cache.clear()  # no limit on how often: the matrix is about who, not how often
    with transaction.atomic(), connection.execute_wrapper(partial(_note_writes, written)):
        response = client.generic(cell.method, _address(cell, story))
        found = _named(response, cell, written)
        if found == "no" and not _is_like_what_never_was(response, client, cell):
            found = "no, but not like what never was"
        transaction.set_rollback(True)
    if found in DENIED and written:
        return f"{found}, but wrote to {sorted(set(written))}"
    return found


def _address(cell, story) -> str:
    return reverse(cell.route.name, kwargs=story.arguments_of(cell.route))


def _is_like_what_never_was(response, client, cell) -> bool:
    """Whether somebody else's id gets the very page that an id gets which never was."""
    never = {name: uuid4() for name in cell.route.arguments}
    if not never or "pk" in never:
        return True
    other = client.generic(cell.method, reverse(cell.route.name, kwargs=never))
    return without_tokens(other) == without_tokens(response)


def _named(response, cell, written) -> str:
    if response.status_code in (302, 303):
        where = _where(response.url)
        if cell.verdict == "away" and response.url == settings.LOGIN_REDIRECT_URL:
            return "away"
        return "yes" if where == "start" and written else where
    if response.status_code == 409 and cell.verdict == "refused":
        return "refused"
    if response.status_code in REACHED:
        return "yes"
    return {404: "no", 405: "method"}.get(response.status_code, str(response.status_code))


def _where(url: str) -> str:
    path = url.partition("?")[0]
    if path == reverse("account_login"):
        return "sign-in"
    if path == reverse("couples:start"):
        return "start"
    return "confirm" if path in map(reverse, CONFIRMING) else "yes"


def _note_writes(written, execute, sql, params, many, context):
    if (found := WRITES.match(sql)) and found[2].lower() not in NOT_THE_PRODUCT:
        written.append(found[2])
    return execute(sql, params, many, context)
