"""The chain in the database: sealed, linked, and not to be changed."""

import pytest
from django.db import IntegrityError, connection, transaction

from agreements.chain import SealingKey, State, verify
from agreements.models import HistoryEntry
from agreements.models.history import public_keys
from tests.agreements.signing import OPEN, agree_anew, in_force, proposal
from trustpact.rules import RuleBroken

CHANGES = [
    "seq = seq + 10",
    "kind = 'sign'",
    "clause = 'x'",
    "statement = 'x'",
    "seal = 'x'",
    "prev = 'x'",
    "hash = 'x'",
    "who = 'x'",
    "signer_id = NULL",
]


@pytest.fixture
def history(cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    return version.agreement.history.all()


def execute(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_chain_is_intact(history):
    links = history.links()
    assert len(links) == 4
    assert verify(links, public_keys(), head=links[-1].hash).state is State.INTACT


def test_the_columns_say_what_the_sealed_statement_says(history):
    for entry in history:
        said = entry.said
        assert (said.type, said.seq, said.clause) == (entry.kind, entry.seq, entry.clause)
        assert said.prev == bytes(entry.prev).hex()
        assert said.signer == (str(entry.signer.party_id) if entry.signer else "")


def test_a_new_key_goes_on_with_the_chain(history, settings, cast):
    old = settings.SEALING_KEYS
    settings.SEALING_KEYS = f"{'B' * 42}A=,{old}"
    version = history.first().version
    agree_anew(cast)
    version.__class__.propose(version.agreement, partner=cast.ana_partner, now=OPEN)
    assert history.last().said.key == SealingKey(b"\x04\x10A" * 10 + b"\x04\x10").id
    assert verify(history.all().links(), public_keys())


def test_without_its_key_the_chain_has_an_unknown_key(history, settings):
    settings.SEALING_KEYS = f"{'B' * 42}A="
    assert verify(history.links(), public_keys()).state is State.UNKNOWN_KEY


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_an_entry(history, change):
    with pytest.raises(IntegrityError, match="only grows"):
        execute(f"UPDATE agreements_historyentry SET {change}")  # noqa: S608 (our own words)


def test_the_database_refuses_to_delete_an_entry(history):
    with pytest.raises(IntegrityError, match="only grows"):
        execute("DELETE FROM agreements_historyentry")


def test_the_database_lets_erasure_empty_what_is_sealed(history):
    execute("UPDATE agreements_historyentry SET who = %s", b"")
    assert verify(history.all().links(), public_keys())


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_orm_refuses_too(history, verb):
    values = {"seq": 9} if verb == "update" else {}
    with pytest.raises(NotImplementedError):
        getattr(history, verb)(**values)


def test_an_entry_is_not_saved_anew(history):
    entry = history.first()
    entry.keeper_id = entry.signer.person_id
    entry.kind = HistoryEntry.Kind.LAPSE
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("column", ["statement", "seal", "hash"])
def test_a_byte_changed_behind_the_triggers_is_found(history, place, column):
    links = history.links()
    flipped = bytearray(getattr(links[place], column))
    flipped[len(flipped) // 2] ^= 1
    links[place] = type(links[place])(
        **{**links[place].__dict__, column: bytes(flipped)}  # as a thief of the database would
    )
    verdict = verify(links, public_keys())
    assert (verdict.state, verdict.where) == (State.ALTERED, place + 1)


def test_a_verb_that_is_refused_leaves_no_entry(cast):
    version = proposal(cast)
    with pytest.raises(RuleBroken):
        version.sign(partner=cast.ana_partner, seen="other", auth="totp", now=OPEN)
    assert version.history.count() == 1


def test_no_statement_holds_a_time_or_a_name(history, cast):
    for entry in history:
        statement = bytes(entry.statement).decode()
        assert OPEN.isoformat()[10:16] not in statement
        assert "Ana" not in statement
        assert str(cast.ana.pk) not in statement
