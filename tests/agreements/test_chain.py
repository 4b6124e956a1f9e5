"""Sealing, linking, and finding every change."""

import json
import time
from dataclasses import replace

import pytest

from agreements.chain import (
    START,
    Link,
    SealingKey,
    State,
    Statement,
    key_id,
    link_hash,
    read_keys,
    verify,
)
from tests.agreements import bundles
from tests.agreements.bundles import long_chain

KEY = SealingKey(bytes(range(32)))
OTHER_KEY = SealingKey(bytes(range(32, 64)))
KEYS = {KEY.id: KEY.public}


def chain(length, key=KEY, agreement="a-1"):
    links, previous = [], START
    for seq in range(1, length + 1):
        statement = Statement(
            type="sign",
            agreement=agreement,
            version=seq,
            clause="",
            digest="ab" * 32,
            signer="p-1",
            auth="passkey",
            date="2026-03-02",
            seq=seq,
            prev=previous.hex(),
            key=key.id,
        ).encoded
        seal = key.seal(statement)
        previous = link_hash(previous, statement, seal)
        links.append(Link(statement, seal, previous))
    return links


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ],
)
def test_rfc_8032_vectors(seed, public, message, signature):
    """RFC 8032, 7.1, tests 1 to 3."""
    key = SealingKey(bytes.fromhex(seed))
    assert key.public.hex() == public
    assert key.seal(bytes.fromhex(message)).hex() == signature


def test_a_key_is_called_by_the_digest_of_its_public_half():
    assert KEY.id == key_id(KEY.public)
    assert len(KEY.id) == 16


def test_read_keys_takes_several_newest_first():
    first, second = "A" * 43 + "=", "B" * 42 + "A="
    assert [key.id for key in read_keys(f"{first}, {second}")] == [
        read_keys(first)[0].id,
        read_keys(second)[0].id,
    ]


@pytest.mark.parametrize("setting", ["short", "A" * 44, "A" * 42 + "+=", "é" * 43])
def test_read_keys_refuses_what_is_no_seed(setting):
    with pytest.raises(ValueError, match="sealing key"):
        read_keys(setting)


def test_a_whole_chain_is_intact():
    assert verify(chain(4), KEYS).state is State.INTACT


def test_an_empty_chain_is_intact():
    assert verify([], KEYS)


def test_a_statement_reads_back():
    link = chain(1)[0]
    assert Statement.read(link.statement).encoded == link.statement


@pytest.mark.parametrize("part", ["statement", "seal", "hash"])
def test_every_flipped_bit_is_found(part):
    links = chain(2)
    content = getattr(links[0], part)
    for place in range(len(content)):
        for bit in range(8):
            flipped = bytearray(content)
            flipped[place] ^= 1 << bit
            altered = [replace(links[0], **{part: bytes(flipped)}), links[1]]
            verdict = verify(altered, KEYS)
            assert (verdict.state, verdict.where) == (State.ALTERED, 1), (place, bit)


@pytest.mark.parametrize(
    ("order", "where"),
    [([1, 0, 2, 3], 1), ([0, 2, 1, 3], 2), ([0, 1, 3], 3), ([1, 2, 3], 1), ([0, 1, 1, 2, 3], 3)],
)
def test_moved_missing_and_doubled_entries_are_found(order, where):
    links = chain(4)
    verdict = verify([links[place] for place in order], KEYS)
    assert (verdict.state, verdict.where) == (State.ALTERED, where)


def test_a_cut_tail_is_found_with_a_known_head():
    links = chain(4)
    assert verify(links, KEYS, head=links[-1].hash)
    assert verify(links[:3], KEYS, head=links[-1].hash).where == 4


def test_a_chain_emptied_behind_a_known_head_is_found():
    assert verify([], KEYS, head=chain(1)[-1].hash).state is State.ALTERED


def test_a_rewritten_chain_is_found_with_a_known_head():
    head = chain(3)[-1].hash
    rewritten = chain(3, agreement="a-2")
    assert verify(rewritten, KEYS, head=head).state is State.ALTERED


def test_rows_swapped_between_agreements_are_found():
    ours, theirs = chain(3), chain(3, agreement="a-2")
    assert verify([ours[0], theirs[1], ours[2]], KEYS).where == 2


def test_a_chain_of_another_agreement_is_found():
    assert verify(chain(2), KEYS, agreement="a-2").state is State.ALTERED


def test_a_chain_sealed_by_another_installation_has_an_unknown_key():
    verdict = verify(chain(3, key=OTHER_KEY), KEYS)
    assert (verdict.state, verdict.where) == (State.UNKNOWN_KEY, 1)


def test_a_chain_sealed_by_an_old_key_and_a_new_one_is_intact():
    both = KEYS | {OTHER_KEY.id: OTHER_KEY.public}
    assert verify(chain(2, key=OTHER_KEY), both)


def test_a_seal_of_another_key_under_this_keys_name_is_found():
    link = chain(1)[0]
    seal = OTHER_KEY.seal(link.statement)
    forged = Link(link.statement, seal, link_hash(START, link.statement, seal))
    assert verify([forged], KEYS).state is State.ALTERED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        chain(1)[0].statement + b"\n",
        chain(1)[0].statement.replace(b'"seq":1', b'"seq":"1"'),
        chain(1)[0].statement.replace(b'"seq":1', b'"seq":true'),
        chain(1)[0].statement.replace(b'"seq":1', b'"seq":[1]'),
        chain(1)[0].statement.replace(b'"seq":1', b'"seq":1,"seq":1'),
        chain(1)[0].statement.replace(b'"seq":1', b'"seq":1,"time":"12:00"'),
    ],
)
def test_statement_refuses_what_is_none(content):
    with pytest.raises(ValueError, match="not a statement"):
        Statement.read(content)


def test_a_statement_holds_no_time_of_day():
    fields = json.loads(chain(1)[0].statement)
    assert set(fields) == {
        *("type", "agreement", "version", "clause", "digest", "signer"),
        *("auth", "date", "seq", "prev", "key"),
    }


def test_ten_thousand_entries_are_verified_in_two_seconds():
    links = long_chain(10_000)
    begun = time.process_time()
    assert verify(links, bundles.KEYS, head=links[-1].hash)
    assert time.process_time() - begun <= 2
