"""
An id or a token that does not belong where it is put answers as one that never was: ids of another
type, the ids of a pair that do not go together, tokens of another purpose, cut, or changed.
"""

from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from tests import matrix
from tests.input.writes import writes_noted
from tests.test_matrix import told_by

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("input")]

TOKENS = {"token"}


@pytest.fixture(autouse=True)
def _the_moment(walk):
    with time_machine.travel(walk.now, tick=False):
        yield


def cells(role):
    """Yield what this role may do where an id or a token stands in the path."""
    for cell in matrix.cells():
        if cell.role == role and cell.route.arguments and cell.verdict in ("yes", "confirm"):
            yield cell


def asked(walk, cell, arguments):
    """Return all that the answer to this tells, and the tables that were written to."""
    cache.clear()
    client = walk.states.browser_of(cell.role)
    with transaction.atomic(), writes_noted() as written:
        address = reverse(cell.route.name, kwargs=arguments)
        told = told_by(client.generic(cell.method, address))
        told = tuple(str(part).replace(address, "address") for part in told)
        tables = written.tables
        transaction.set_rollback(True)
    return told, tables


def wrong_ids(walk, cell, known, name):
    """Return one's own ids of other types, in a steady order: a few of them."""
    own = {key: value for key, value in walk.states.story.objects.items() if key != name}
    # At the desk every text has a page, and its id goes by one name: `exercise_id` is no other type.
    own = {
        key: value for key, value in own.items() if key.removesuffix("_id") not in cell.route.name
    }
    ids = [value for value in own.values() if isinstance(value, UUID) and value != known[name]]
    start = sum(name.encode()) % len(ids)
    return (ids + ids)[start : start + 3]


@pytest.mark.parametrize("role", ["A", "Tg", "Cu", "Op"])
def test_an_id_of_another_type_is_one_that_never_was(walk, role):
    wrong, looked_at = [], 0
    for cell in cells(role):
        known = walk.states.arguments_of(cell.route, role)
        for name in (name for name in known if isinstance(known[name], UUID)):
            never = asked(walk, cell, known | {name: uuid4()})
            for strange in wrong_ids(walk, cell, known, name):
                looked_at += 1
                told, tables = asked(walk, cell, known | {name: strange})
                if tables or told != never[0]:
                    wrong.append(f"{cell} {name}: {told[0]}, not {never[0][0]}; wrote {tables}")
    assert looked_at
    assert not wrong, "\n".join(wrong)


def test_a_clause_that_stands_in_no_version_is_one_that_never_was(walk):
    in_the_draft = {"clause_id": walk.states.story.objects["clause_id"]}
    for cell in (one for one in cells("A") if "version_id" in one.route.arguments):
        known = walk.states.arguments_of(cell.route, "A")
        if "clause_id" in known:
            told, tables = asked(walk, cell, known | in_the_draft)
            assert (told, tables) == asked(walk, cell, known | {"clause_id": uuid4()}), str(cell)
            assert tables == [], str(cell)


@pytest.mark.parametrize("role", ["An", "A", "Tx"])
def test_a_token_that_is_cut_changed_or_for_something_else_is_one_that_never_was(walk, role):
    story = walk.states.story
    purposes = {"join:invitation", "guests:invitation", "notices:quiet", "feeds:feed"}
    every = {name: (story.objects | story.objects_of.get(name, {}))["token"] for name in purposes}
    wrong = []
    for cell in (one for one in cells(role) if TOKENS & set(one.route.arguments)):
        token = walk.states.arguments_of(cell.route, role)["token"]
        other = "A" if token[-1] != "A" else "B"
        bad = {other for other in every.values() if other != token}
        bad |= {token[:-1], token[:-1] + other, token[1:], token + "A", token.swapcase(), "-" * 9}
        never, _tables = asked(walk, cell, {"token": str(uuid4())})
        for strange in bad:
            told, tables = asked(walk, cell, {"token": strange})
            if tables or told != never:
                wrong.append(f"{cell} {strange[:6]}: {told[0]}, not {never[0]}; wrote {tables}")
    assert not wrong, "\n".join(wrong)
