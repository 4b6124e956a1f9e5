"""The checkpoint of a day, and holding all histories against it."""

from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from agreements import bundle, checkpoint, proof
from agreements.models import HistoryEntry, Version
from agreements.models.history import public_keys
from agreements.tasks import checkpoint as task
from tests.agreements.signing import OPEN, bundle_of, in_force
from tests.flushing import TRIGGERS

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    return settings.CHECKPOINTS


@pytest.fixture
def version(cast):
    return in_force(cast)


@contextmanager
def as_one_who_holds_the_database():
    """Take the triggers away, as somebody could who holds the database itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield cursor
            cursor.execute("SET LOCAL session_replication_role = origin")
        else:
            triggers = cursor.execute(TRIGGERS).fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            yield cursor
            for _name, sql in triggers:
                cursor.execute(sql)


def change(sql, *values):
    with as_one_who_holds_the_database() as cursor:
        cursor.execute(sql, values)


def faults():
    return list(proof.Inspection().faults())


# --- The file of a day


def test_a_checkpoint_knows_how_far_every_history_has_come(version):
    path = proof.keep_checkpoint(now=OPEN)
    assert path.name == "2026-03-04.json"
    head = checkpoint.read(path.read_bytes()).heads[str(version.agreement_id)]
    last = version.agreement.history.last()
    assert (head.seq, head.hash) == (last.seq, bytes(last.hash).hex())


def test_a_day_has_one_checkpoint(version, folder):
    first = proof.keep_checkpoint(now=OPEN).read_bytes()
    version.withdraw(partner=version.proposed_by, now=OPEN)
    assert proof.keep_checkpoint(now=OPEN + timedelta(hours=9)).read_bytes() == first
    assert [path.name for path in folder.iterdir()] == ["2026-03-04.json"]


def test_a_clock_set_back_writes_nothing(version, folder):
    newest = proof.keep_checkpoint(now=OPEN)
    assert proof.keep_checkpoint(now=OPEN - 3 * DAY) == newest
    assert len(list(folder.iterdir())) == 1


def test_a_checkpoint_is_linked_to_the_one_before(version):
    first, second = (proof.keep_checkpoint(now=OPEN + days * DAY) for days in (0, 3))
    assert checkpoint.read(second.read_bytes()).prev == checkpoint.digest(first.read_bytes())


def test_a_checkpoint_names_nobody(version, cast):
    content = proof.keep_checkpoint(now=OPEN).read_text()
    for told in (cast.ana.pk, cast.ben.pk, cast.couple.pk, cast.ana_partner.party_id, "Ana"):
        assert str(told) not in content


@pytest.mark.parametrize("count", [1, 3])
def test_a_checkpoint_takes_one_query(version, count, django_assert_num_queries):
    for _ in range(count):
        after = Version.propose(version.agreement, partner=version.proposed_by, now=OPEN)
        after.end(partner=version.proposed_by, now=OPEN)
    with django_assert_num_queries(1):
        proof.keep_checkpoint(now=OPEN)


def test_the_beat_asks_for_it_and_the_command_says_where_it_lies(version, folder, settings):
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert task.name in named & set(current_app.tasks)
    task(later="argument")
    said = StringIO()
    call_command("keep_checkpoint", stdout=said)
    (path,) = folder.iterdir()
    assert said.getvalue().strip() == str(path)


# --- What holds


def test_histories_that_hold_have_no_faults(version):
    proof.keep_checkpoint(now=OPEN)
    version.withdraw(partner=version.proposed_by, now=OPEN)
    proof.keep_checkpoint(now=OPEN + DAY)
    assert faults() == []


def test_the_command_says_intact(version):
    proof.keep_checkpoint(now=OPEN)
    said = StringIO()
    call_command("verify_history", stdout=said)
    assert said.getvalue() == "intact: 1 histories with 3 entries, 1 checkpoints.\n"


def test_the_command_names_what_does_not_hold(version):
    said = StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_history", stderr=said)
    assert "There is no checkpoint" in said.getvalue()


def test_nothing_at_all_is_well(db):
    assert faults() == []


def test_a_tail_cut_off_behind_a_checkpoint_is_found(version):
    proof.keep_checkpoint(now=OPEN)
    change("DELETE FROM agreements_historyentry WHERE seq = 3")
    assert faults() == [
        f"Agreement {version.agreement_id}: altered, from entry 3 on: the end was cut off."
    ]


def test_a_later_checkpoint_does_not_cover_up_a_cut(version):
    proof.keep_checkpoint(now=OPEN)
    change("DELETE FROM agreements_historyentry WHERE seq = 3")
    proof.keep_checkpoint(now=OPEN + DAY)
    assert "the end was cut off" in faults()[0]


def test_a_history_taken_away_whole_is_found(version):
    proof.keep_checkpoint(now=OPEN)
    change("DELETE FROM agreements_historyentry")
    assert f"Agreement {version.agreement_id}: its history is gone." in faults()


def test_a_history_written_anew_with_the_installations_own_key_is_found(version):
    proof.keep_checkpoint(now=OPEN)
    change("DELETE FROM agreements_historyentry WHERE seq = 3")
    HistoryEntry.objects.record("lapse", version=version, day=OPEN.date())
    assert faults()[0].endswith("altered: entry 3 is another than a checkpoint knows.")


@pytest.mark.parametrize("column", ["statement", "seal", "hash"])
def test_sealed_bytes_that_were_changed_are_found(version, column):
    proof.keep_checkpoint(now=OPEN)
    other = b"x" * 64 if connection.vendor == "sqlite" else b"x" * 32
    change(f"UPDATE agreements_historyentry SET {column} = %s WHERE seq = 2", other)  # noqa: S608
    assert faults()[0].endswith("altered, from entry 2 on.")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE agreements_historyentry SET kind = 'lapse', signer_id = NULL WHERE seq = 2",
        "UPDATE agreements_historyentry SET clause = 'x' WHERE seq = 2",
        "UPDATE agreements_signature SET signed_on = '2026-03-05'",
        "UPDATE agreements_signature SET auth = 'totp'",
        "DELETE FROM agreements_signature",
    ],
)
def test_what_stands_beside_the_seals_and_says_something_else_is_found(version, sql):
    proof.keep_checkpoint(now=OPEN)
    change(sql)
    assert any("reads otherwise than it was sealed" in fault for fault in faults())


@pytest.mark.parametrize("column", ["text", "salt"])
def test_a_text_that_was_changed_is_found(version, column):
    proof.keep_checkpoint(now=OPEN)
    change(f"UPDATE agreements_version SET {column} = %s", b"x" * 80)  # noqa: S608
    assert faults() == [f"Agreement {version.agreement_id}: altered: the text of 1."]


# --- The checkpoints themselves


def test_a_checkpoint_that_was_changed_is_found(version):
    path = proof.keep_checkpoint(now=OPEN)
    path.write_bytes(path.read_bytes().replace(b'"seq":3', b'"seq":2'))
    assert faults() == ["Checkpoint 2026-03-04.json: altered."]


def test_a_checkpoint_that_was_taken_out_is_found(version):
    days = [proof.keep_checkpoint(now=OPEN + number * DAY) for number in range(3)]
    days[1].unlink()
    assert faults() == ["Checkpoint 2026-03-06.json: not the one that followed the file before."]


def test_a_checkpoint_under_the_name_of_another_day_is_found(version):
    path = proof.keep_checkpoint(now=OPEN)
    path.rename(path.with_name("2026-03-09.json"))
    assert "not the one that followed" in faults()[0]


def test_what_is_no_checkpoint_is_found(version, folder):
    proof.keep_checkpoint(now=OPEN).write_text("{}")
    assert faults() == ["Checkpoint 2026-03-04.json: altered."]


# --- Old keys


def test_an_old_key_is_known_by_its_public_half_alone(version, settings):
    proof.keep_checkpoint(now=OPEN)
    (old,) = public_keys().values()
    settings.SEALING_KEYS = f"{'B' * 42}A="
    assert "unknown key" in faults()[0]
    settings.OLD_SEALING_KEYS = f" {old.hex()}, "
    assert faults() == []
    assert len(public_keys()) == 2


@pytest.mark.parametrize("setting", ["short", "ab" * 31, "é" * 64])
def test_an_old_key_that_is_none_stops_the_start(settings, setting):
    settings.OLD_SEALING_KEYS = setting
    with pytest.raises(SystemCheckError, match="OLD_SEALING_KEYS"):
        call_command("check")


# --- A file held against the checkpoints of this installation


def test_the_command_holds_a_bundle_against_a_checkpoint(version, tmp_path):
    proof.keep_checkpoint(now=OPEN)
    file = tmp_path / "pages.json"
    file.write_text(bundle.write(bundle_of(version.agreement, entries=2)), encoding="utf-8")
    with pytest.raises(CommandError, match=r"^perhaps superseded: its 2 entries are intact"):
        call_command("verify_bundle", str(file))
    said = StringIO()
    call_command("verify_bundle", str(file), own_keys=True, stdout=said)
    assert said.getvalue().startswith("intact: 1 versions, 2 entries.")
    with pytest.raises(CommandError, match="perhaps superseded"):
        call_command("verify_bundle", str(file), own_keys=True, checkpoint=proof.files()[0])


@pytest.mark.parametrize(
    ("content", "words"), [("{}", "is not a checkpoint"), (None, "cannot be read")]
)
def test_the_command_says_what_is_wrong_with_a_checkpoint(version, tmp_path, content, words):
    file, named = tmp_path / "pages.json", tmp_path / "day.json"
    file.write_text(bundle.write(bundle_of(version.agreement)), encoding="utf-8")
    if content is not None:
        named.write_text(content)
    with pytest.raises(CommandError, match=words):
        call_command("verify_bundle", str(file), checkpoint=named)
