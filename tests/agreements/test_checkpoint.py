"""The file of a day: its form, its seal, and what it is linked to."""

import json
from datetime import date

import pytest
import rfc8785

from agreements import checkpoint
from agreements.chain import State
from tests.agreements.bundles import KEY, KEYS, STRANGER

DAY = date(2026, 3, 4)
HEADS = [("b-1", 3, b"\x01" * 32), ("a-1", 12, b"\x02" * 32)]


@pytest.fixture
def content():
    return checkpoint.make(HEADS, key=KEY, day=DAY)


def test_a_checkpoint_is_rfc_8785_and_holds_nothing_but_numbers(content):
    plain = json.loads(content)
    assert rfc8785.dumps(plain) == content
    assert plain["heads"] == {name: {"hash": own.hex(), "seq": seq} for name, seq, own in HEADS}
    assert plain["prev"] == "0" * 64


def test_a_checkpoint_reads_back(content):
    read = checkpoint.read(content)
    assert (read.date, read.prev, read.state(KEYS)) == ("2026-03-04", "0" * 64, State.INTACT)
    assert (read.heads["a-1"].seq, read.heads["a-1"].hash) == (12, "02" * 32)


def test_every_byte_of_a_checkpoint_changed_in_turn_is_found(content):
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        try:
            state = checkpoint.read(bytes(changed)).state(KEYS)
        except checkpoint.NotACheckpointError:
            continue
        assert state is not State.INTACT, place


def test_a_checkpoint_of_another_installation_has_an_unknown_key():
    content = checkpoint.make(HEADS, key=STRANGER, day=DAY)
    assert checkpoint.read(content).state(KEYS) is State.UNKNOWN_KEY


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"[" * 100_000, b"\xff", b'{"seal":"00"}'])
def test_what_is_no_checkpoint_is_refused(content):
    with pytest.raises(checkpoint.NotACheckpointError):
        checkpoint.read(content)
