"""Master keys change while people write; one that is lost is named, and never shown."""

import base64
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from tests.cast import make_person
from tests.races import errors, race
from trustpact.people.models import Person
from trustpact.privacy import keys, rotation, vault
from trustpact.privacy.checks import master_keys_open_what_is_kept
from trustpact.privacy.models import DataKey

NEW = base64.urlsafe_b64encode(b"the new master key of the tests.").decode()
NEW_ID = vault.master_keys(NEW)[0].id


def with_new_key(settings):
    """Put a new master key in front; returns the setting without it."""
    old, settings.VAULT_KEYS = settings.VAULT_KEYS, f"{NEW},{settings.VAULT_KEYS}"
    return old


def rotated(**options):
    said = StringIO()
    call_command("rotate_keys", stdout=said, stderr=said, **options)
    return said.getvalue()


def name_of(person):
    keys.forget()
    return Person.objects.get(pk=person.pk).name


def test_rotation_puts_every_key_under_the_newest_master_key(cast, settings):
    with_new_key(settings)
    total = DataKey.objects.count()
    said = rotated()
    assert f"{total} data keys wrapped anew" in said
    assert "0 data keys. It may leave VAULT_KEYS" in said
    assert rotation.counts() == {NEW_ID: total}
    settings.VAULT_KEYS = NEW
    assert name_of(cast.ana) == "Ana"
    assert "0 data keys wrapped anew" in rotated()


def test_rotation_that_was_cut_off_is_taken_up(cast, settings, monkeypatch):
    old = with_new_key(settings)
    monkeypatch.setattr(rotation, "BATCH", 2)
    assert next(rotation.rotate()) == 2
    assert "it is still needed" in rotated(look=True)
    assert (name_of(cast.ana), name_of(cast.ada)) == ("Ana", "Ada")
    rotated()
    assert list(rotation.counts()) == [NEW_ID]
    settings.VAULT_KEYS = old
    with pytest.raises(vault.VaultError):
        name_of(cast.ana)


def test_rotation_brings_no_destroyed_key_back(cast, settings, monkeypatch):
    with_new_key(settings)
    row = DataKey.objects.get(owner_id=cast.dan.pk)
    rewrap = rotation._rewrap

    def destroyed_meanwhile(row, ring):
        keys.destroy(row.owner_id)
        return rewrap(row, ring)

    monkeypatch.setattr(rotation, "_rewrap", destroyed_meanwhile)
    rotation._wrap_anew([row.pk])
    assert not DataKey.objects.filter(owner_id=cast.dan.pk).exists()


def test_a_lost_master_key_is_named_and_nothing_is_shown(cast, settings):
    lost, settings.VAULT_KEYS = settings.VAULT_KEYS, NEW
    lost_id = vault.master_keys(lost)[0].id.hex()
    with pytest.raises(CommandError, match="Put the master keys that are missing back"):
        call_command("rotate_keys", stdout=StringIO(), stderr=StringIO())
    [error] = master_keys_open_what_is_kept(None, databases=["default"])
    assert lost_id in error.msg
    assert "Put it back" in error.hint
    assert not any(part in error.msg + error.hint for part in (lost, NEW))
    assert DataKey.objects.count() == rotation.counts()[bytes.fromhex(lost_id)]


def test_master_keys_are_held_against_the_database_only_where_it_is_asked(
    cast, settings, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert master_keys_open_what_is_kept(None, databases=None) == []
    with django_assert_num_queries(2):
        assert master_keys_open_what_is_kept(None, databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_people_write_while_two_rotations_run(settings, monkeypatch):
    people = [make_person(f"Person {number}") for number in range(12)]
    with_new_key(settings)
    monkeypatch.setattr(rotation, "BATCH", 2)
    over, written = threading.Event(), []

    def write():
        while not over.is_set() or not written:
            for person in people:
                keys.forget()
                one = Person.objects.get(pk=person.pk)
                one.name = f"{one.name[:20]}."
                one.save(update_fields=["name"])
            written.append(make_person(f"Newcomer {len(written)}"))

    def rotate():
        return sum(rotation.rotate())

    writer = threading.Thread(target=lambda: (write(), connections.close_all()))
    writer.start()
    outcomes = race(rotate, rotate)
    over.set()
    writer.join(60)
    rest = sum(rotation.rotate())  # what one found locked it left to the other, or to the next run

    assert errors(outcomes) == []
    assert sum(outcome.value for outcome in outcomes) + rest == len(people)
    assert rotation.counts() == {NEW_ID: len(people) + len(written)}
    settings.VAULT_KEYS = NEW
    assert all(name_of(person).startswith(person.name) for person in [*people, *written])
