"""Erased for good: nothing on the disk, nothing after an old dump was restored, nothing in a race."""

import base64
import json
import runpy
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from agreements import chain
from agreements.models import Agreement, Version
from agreements.models.history import public_keys
from agreements.proof import Inspection, keep_checkpoint
from checkins.models import Appreciation, JournalEntry
from tests import stories
from tests.agreements.signing import OPEN, proposal
from tests.cast import NOON, make_couple, make_person
from tests.couples.test_erasing import unopened
from tests.privacy.rows import fill_up
from tests.races import errors, race
from tests.servers import postgresql_program
from trustpact.couples.erasing import erase
from trustpact.couples.models import Invitation, Partner
from trustpact.people.models import Person
from trustpact.privacy import keys
from trustpact.privacy.export import export_of
from trustpact.privacy.fields import Ciphertext, SealedField
from trustpact.privacy.models import DataKey
from trustpact.privacy.registry import classifications
from trustpact.privacy.vault import VaultError, open_sealed
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _outside(settings, tmp_path):
    settings.ERASURES = tmp_path / "erased"
    settings.CHECKPOINTS = tmp_path


def sealed_of(person_id):
    """Return every sealed value that goes with somebody, as it lies on the disk."""
    return {
        bytes(value)
        for one in classifications()
        for row in one.going_with(person_id).values_list()
        for value in row
        if isinstance(value, Ciphertext) and len(value) > 40
    }


def test_nothing_of_hers_is_left_on_the_disk_in_the_cache_or_in_a_log(settings, caplog):
    story = stories.everything()
    ana = story.cast.ana
    fill_up(ana)
    canaries = {form for text in (ana.email, str(ana.pk), ana.pk.hex) for form in _forms(text)}
    canaries |= {ana.pk.bytes} | sealed_of(ana.pk) | {_wrapped(ana.pk)}
    assert len(canaries) > 15
    assert connection.vendor != "sqlite" or _found(canaries, settings) != set()

    erase(ana.pk, now=timezone.now())
    connections.close_all()

    assert _found(canaries, settings) == set()
    assert str(ana.pk) not in caplog.text
    assert ana.email not in caplog.text


def _forms(text):
    return {text.encode(), base64.b64encode(text.encode())}


def _wrapped(owner_id):
    return bytes(DataKey.objects.get(owner_id=owner_id).wrapped)


def _found(canaries, settings):
    """Return which of these stand in a file under `var/`, or in a table, or in a dump of it."""
    database = str(connection.settings_dict["NAME"])
    places = [path for path in Path(settings.VAR).rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        places += [Path(database), Path(f"{database}-wal")]
    else:
        places += [_pg_dump(Path(settings.ERASURES).parent / "searched", "--format=plain")]
    held = [path.read_bytes() for path in places if path.exists()]
    return {canary for canary in canaries if any(canary in one for one in held)}


# --- An old dump.


def test_an_old_dump_brings_nobody_back(tmp_path):
    story = stories.everything()
    cast, now = story.cast, timezone.now()
    words = JournalEntry.objects.get(person=cast.ana).words
    keep_checkpoint(now=now)
    dump = _dump(tmp_path)
    erase(cast.ana.pk, now=now)
    later = Appreciation.objects.filter(author=cast.ana_partner).count()

    _restore(dump)
    keys.forget()
    assert JournalEntry.objects.get(person=cast.ana).words == words  # what a careless restore does
    sealed = [one for one in sealed_values() if _opens_with([cast.ana.pk], *one)]
    assert len(sealed) > 8
    with pytest.raises(SystemExit, match="replay_erasures"):
        runpy.run_module("trustpact.wsgi")

    call_command("replay_erasures", verbosity=0)
    keys.forget()

    assert callable(runpy.run_module("trustpact.wsgi")["application"])
    all_keys = list(DataKey.objects.values_list("owner_id", flat=True))
    assert [one for one in sealed if _opens_with([cast.ana.pk, *all_keys], *one)] == []
    assert sealed_of(cast.ana.pk) == set()
    assert not Person.objects.filter(pk=cast.ana.pk).exists()
    assert not JournalEntry.objects.exists()
    assert unopened() == []
    assert Appreciation.objects.filter(author=cast.ana_partner).count() == later
    agreement = Agreement.objects.get(couple=cast.couple)
    assert chain.verify(agreement.history.links(), public_keys(), agreement=str(agreement.pk))
    assert list(Inspection().faults()) == []
    assert "Thank you for listening." in export_of(cast.ben, now=now)


def sealed_values():
    """Yield every sealed value there is: its field, its row and its bytes."""
    for one in classifications():
        fields = [each for each in one.model._meta.concrete_fields if isinstance(each, SealedField)]
        for row in one.rows().iterator() if fields else ():
            found = ((field, row, row.__dict__[field.attname]) for field in fields)
            yield from (each for each in found if isinstance(each[2], Ciphertext))


def _opens_with(owner_ids, field, row, value):
    """Whether a value opens with the key of one of these, at the place where it stood."""
    for owner_id in owner_ids:
        with suppress(VaultError):
            open_sealed(value, key=keys.key_of(owner_id), place=field.place(row, owner_id))
            return True
    return False


def _dump(folder):
    if connection.vendor == "sqlite":
        dump, name = folder / "dump.sqlite3", connection.settings_dict["NAME"]
        connections.close_all()
        with closing(sqlite3.connect(name)) as live:
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(name, dump)  # as somebody copies the one file, with nothing running
        return dump
    return _pg_dump(folder / "dump", "--format=custom")


def _restore(dump):
    connections.close_all()
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        for beside in ("-wal", "-shm"):
            Path(f"{name}{beside}").unlink(missing_ok=True)
        shutil.copy(dump, name)
        return
    _run("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={name}", str(dump))


def _pg_dump(path, form):
    _run("pg_dump", form, f"--file={path}", connection.settings_dict["NAME"])
    return path


def _run(program, *arguments):
    told = connection.settings_dict
    where = ["--host", told["HOST"], "--port", str(told["PORT"]), "--username", told["USER"]]
    command = [postgresql_program(program), *where, *arguments]
    subprocess.run(command, check=True, capture_output=True, env={"PGPASSWORD": told["PASSWORD"]})


# --- At one time.


def _two(number):
    first, second = make_person(f"A{number}"), make_person(f"B{number}")
    return make_couple(first, second)


def test_she_is_erased_while_he_signs_opens_and_reads(cast, rounds):
    call_command("load_library", verbosity=0)
    version = proposal(cast)
    Version.objects.get(pk=version.pk).sign(
        partner=cast.ana_partner, seen=version.digest, auth="password", now=OPEN
    )
    outcomes = race(
        lambda: erase(cast.ana.pk, now=OPEN),
        lambda: Version.objects.get(pk=version.pk).sign(
            partner=Partner.objects.get(person=cast.ben), seen=version.digest, auth="totp", now=OPEN
        ),
        lambda: export_of(Person.objects.get(pk=cast.ben.pk), now=OPEN),
        lambda: Appreciation.give(Partner.objects.get(person=cast.ben), "Thanks.", now=OPEN),
    )
    assert all(isinstance(error, RuleBroken) for error in errors(outcomes)), outcomes
    assert json.loads(outcomes[2].value)["own"]
    assert not Person.objects.filter(pk=cast.ana.pk).exists()
    assert unopened() == []
    assert list(Inspection().faults())[1:] == []  # but that no checkpoint was kept


def test_both_are_erased_at_one_time_and_their_couple_with_them():
    for number in range(10):
        couple = _two(number)
        ids = list(couple.partners.order_by("place").values_list("person", flat=True))
        outcomes = race(*(partial(erase, one, now=NOON) for one in ids))
        assert errors(outcomes) == []
        assert not DataKey.objects.filter(owner_id__in=[*ids, couple.pk]).exists()


def test_she_is_erased_while_somebody_joins_her():
    for number in range(10):
        alone, guest = make_person(f"Alone {number}"), make_person(f"Guest {number}")
        place = make_couple(alone).partners_now().get()
        invitation, _secret = Invitation.objects.make(place, now=NOON)
        outcomes = race(
            partial(erase, alone.pk, now=NOON), partial(_accept, invitation.pk, guest.pk)
        )
        lost = (RuleBroken, Invitation.DoesNotExist)  # taken back, or gone before it was looked for
        assert all(isinstance(error, lost) for error in errors(outcomes)), outcomes
        assert not Person.objects.filter(pk=alone.pk).exists()
        assert Partner.objects.of(guest) is None


def _accept(invitation_id, guest_id):
    guest = Person.objects.get(pk=guest_id)
    Invitation.objects.get(pk=invitation_id).accept(person=guest, now=NOON)
