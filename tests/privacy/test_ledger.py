"""The ledger of erasures outside the database, and that nobody comes back with a restored dump."""

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import transaction

from tests.cast import NOON
from trustpact.couples.erasing import erase
from trustpact.people.models import Person
from trustpact.privacy import checks, keys, ledger
from trustpact.privacy.models import DataKey, Erased
from trustpact.privacy.tasks import keep_ledger

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.ERASURES = tmp_path / "deep" / "erased"
    return settings.ERASURES


def test_who_is_erased_stands_in_the_file_and_nowhere_else(cast, file):
    erase(cast.ana.pk, now=NOON)
    assert Erased.objects.get().pk == cast.ana.pk
    keep_ledger()
    assert ledger.numbers() == {cast.ana.pk}
    assert not Erased.objects.exists()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_couple_of_whom_nobody_is_left_stands_there_too(cast):
    for person in (cast.ana, cast.ben):
        erase(person.pk, now=NOON)
    keep_ledger()
    assert ledger.numbers() == {cast.ana.pk, cast.ben.pk, cast.couple.pk}


def test_a_file_that_cannot_be_written_keeps_nobody_from_being_erased(cast, file, caplog):
    file.parent.parent.joinpath("deep").write_text("a file where a folder has to be")
    erase(cast.ana.pk, now=NOON)
    ledger.try_to_keep_up()
    assert "ledger" in caplog.text
    assert str(cast.ana.pk) not in caplog.text
    file.parent.unlink()
    keep_ledger()
    assert ledger.numbers() == {cast.ana.pk}


def test_a_line_that_a_crash_has_cut_spoils_no_other(file):
    first, second = uuid.uuid4(), uuid.uuid4()
    Erased.objects.create(pk=first)
    ledger.keep_up()
    with file.open("a") as handle:
        handle.write("3f2a-cut")
    Erased.objects.create(pk=second)
    ledger.keep_up()
    assert ledger.numbers() == {first, second}


def test_an_erasure_that_did_not_happen_is_in_no_ledger(cast):
    with transaction.atomic():
        erase(cast.ana.pk, now=NOON)
        transaction.set_rollback(True)
    keep_ledger()
    assert ledger.numbers() == set()
    assert keys.key_of(cast.ana.pk)


def test_who_is_back_stops_the_web_until_the_ledger_was_replayed(cast, file, capsys):
    file.parent.mkdir()
    file.write_text(f"{cast.ana.pk}\n")
    (warning,) = checks.nobody_is_back(None, databases=["default"])
    assert "replay_erasures" in warning.msg
    with pytest.raises(ImproperlyConfigured, match="back from a dump: 1"):
        ledger.refuse_who_is_back()

    call_command("replay_erasures")

    assert not Person.objects.filter(pk=cast.ana.pk).exists()
    assert Person.objects.filter(pk=cast.ben.pk).exists()
    assert "Erased anew: 1" in capsys.readouterr().out
    assert checks.nobody_is_back(None, databases=["default"]) == []
    ledger.refuse_who_is_back()


def test_a_replay_with_nothing_to_do_changes_nothing(cast, capsys):
    before = DataKey.objects.count()
    call_command("replay_erasures")
    call_command("replay_erasures")
    assert DataKey.objects.count() == before
    assert capsys.readouterr().out == ""


def test_a_couple_that_is_back_without_its_people_goes_as_well(cast, file):
    for person in (cast.ana, cast.ben):
        erase(person.pk, now=NOON)
    keep_ledger()
    keys.make_for(cast.couple.pk)
    call_command("replay_erasures")
    assert not DataKey.objects.filter(owner_id=cast.couple.pk).exists()
