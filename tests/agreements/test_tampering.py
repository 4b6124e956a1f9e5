"""Each byte, row and order of a file and of a chain changed in turn: all found."""

import json
from itertools import combinations
from random import Random

import pytest

from agreements import bundle
from agreements.chain import Head, State, verify
from tests.agreements import bundles
from tests.agreements.bundles import KEYS, file_of, made, plain_of

SMALL = 287  # a seed whose bundle has one version and three entries


@pytest.fixture
def one():
    return made(Random(SMALL))


def is_found(content, later=None) -> bool:
    try:
        return not bundle.check(bundle.read(content), KEYS, later)
    except bundle.NotABundleError:
        return True


def test_made_up_bundles_are_intact():
    for seed in range(20):
        assert bundle.check(made(Random(seed)), KEYS)


def test_every_byte_of_the_file_changed_in_turn_is_found(one):
    random = Random(SMALL)
    content = bundle.write(one).encode()
    assert is_found(content) is False
    unseen = []
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= random.choice([1, 1, 2, 16, 32])
        if not is_found(bytes(changed)):
            unseen.append((place, content[place - 20 : place + 20]))
    assert unseen == []


@pytest.mark.parametrize("rows", ["history", "versions"])
def test_every_row_left_out_or_doubled_is_found(rows):
    for seed in range(10):
        plain = plain_of(made(Random(seed)))
        for place in range(len(plain[rows])):
            kept = plain[rows][:place] + plain[rows][place + 1 :]
            assert is_found(file_of(plain | {rows: kept}))
            for to in range(len(plain[rows]) + 1):
                more = plain[rows][:to] + [plain[rows][place]] + plain[rows][to:]
                assert is_found(file_of(plain | {rows: more}))


def test_every_two_entries_changed_round_are_found():
    for seed in range(10):
        plain = plain_of(made(Random(seed)))
        for first, second in combinations(range(len(plain["history"])), 2):
            order = list(plain["history"])
            order[first], order[second] = order[second], order[first]
            assert is_found(file_of(plain | {"history": order}))


def test_every_tail_cut_off_is_found_in_the_file_alone(one):
    plain = plain_of(one)
    for length in range(len(plain["history"])):
        cut = plain | {"history": plain["history"][:length]}
        if length == 0:
            cut |= {"versions": []}
        assert is_found(file_of(cut))


def test_every_tail_cut_off_is_found_in_a_chain_behind_a_head(one):
    for length in range(len(one.links)):
        assert not verify(one.links[:length], KEYS, head=one.links[-1].hash)


def test_the_head_of_another_day_does_not_hide_a_cut(one):
    """A head that was sealed for the whole does not fit the rest, and one of the rest is earlier."""
    shorter = plain_of(made(Random(SMALL), entries=1))
    longer = plain_of(one)
    assert is_found(file_of(longer | {"head": shorter["head"]}))
    assert is_found(file_of(shorter | {"head": longer["head"]}))


def test_an_earlier_file_is_intact_by_itself_and_perhaps_superseded_beside_a_checkpoint(one):
    earlier = made(Random(SMALL), entries=1)
    last = Head(one.agreement, len(one.links), one.links[-1].hash.hex(), "", "")
    assert bundle.check(earlier, KEYS)
    verdict = bundle.check(earlier, KEYS, last)
    assert (verdict.state, verdict.where) == (State.SUPERSEDED, 2)
    assert bundle.check(one, KEYS, last)


def test_a_checkpoint_that_knows_another_entry_there_shows_a_rewritten_chain(one):
    other = Head(one.agreement, 2, "ab" * 32, "", "")
    verdict = bundle.check(one, KEYS, other)
    assert (verdict.state, verdict.where) == (State.ALTERED, 2)


def test_keys_for_nothing_are_found(one):
    plain = plain_of(one)
    plain["keys"][bundles.STRANGER.id] = bundles.STRANGER.public.hex()
    assert is_found(file_of(plain))


@pytest.mark.parametrize("tampering", dict.fromkeys(bundles.TAMPERINGS))
def test_no_tampering_reads_as_what_it_was_not(tampering):
    """What passes for intact holds the same words and entries as before."""
    for seed in range(15):
        random = Random(seed)
        one = made(random)
        content = tampering(random, one)
        if tampering is not bundles.sealed_here and not is_found(content):
            read = bundle.read(content)
            assert (read.versions, read.links, read.head) == (one.versions, one.links, one.head)


def test_seals_are_bound_to_what_they_stand_on(one):
    """A statement's seal is none for a head, and a head's none for a statement."""
    plain = plain_of(one)
    plain["head"]["seal"] = plain["history"][-1]["seal"]
    assert is_found(file_of(plain))
    assert json.loads(plain["head"]["statement"]).keys().isdisjoint({"type", "signer", "prev"})
