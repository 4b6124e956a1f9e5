"""Sealing keys have days on which they may seal; a statement of another day is a finding."""

from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse

from agreements import bundle, chain, proof
from agreements.chain import State, Validity, read_validity
from agreements.checks import sealing_keys_can_be_read, sealing_keys_sealed_the_histories
from agreements.models.history import key_validity, public_keys, sealing_key, sealing_keys
from tests.agreements import bundles
from tests.agreements.signing import OPEN, bundle_of, in_force

NEW_SEED = f"{'B' * 42}A="
LAST_DAY = "2026-03-02"  # the version is put forward on it, and signed two days later


def changed_over(settings, *, seed_kept=True):
    """Let a new key seal from the day after; returns the old key and the new."""
    old, new = sealing_keys()[0], chain.read_keys(NEW_SEED)[0]
    settings.SEALING_KEYS = f"{NEW_SEED},{settings.SEALING_KEYS}" if seed_kept else NEW_SEED
    settings.OLD_SEALING_KEYS = "" if seed_kept else old.public.hex()
    settings.SEALING_KEY_DATES = f"{old.id}=/{LAST_DAY}, {new.id}=2026-03-03/"
    return old, new


# --- Pure


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_validity_counts_both_days_in(day, covered):
    assert Validity("2026-03-01", "2026-03-31").covers(day) is covered
    assert Validity().covers(day)


@pytest.mark.parametrize(
    "setting",
    ["x", f"{'a' * 16}=2026-02-30/", f"{'a' * 16}=20260301/", f"{'a' * 16}=2026-03-02/2026-03-01"],
)
def test_validity_that_is_none_is_refused_and_not_repeated(setting):
    with pytest.raises(ValueError, match="number 1") as refused:
        read_validity(setting)
    assert setting not in str(refused.value)


def test_a_statement_outside_its_keys_days_is_found_and_bundles_stay_as_they_are():
    made = bundles.made(Random(1))
    assert bundle.check(made, bundles.KEYS)
    first = {bundles.OLD_KEY.id: Validity(until="2026-02-28")}
    assert bundle.check(made, bundles.KEYS, validity=first) == chain.Verdict(State.UNTIMELY, 1)
    head = {bundles.KEY.id: Validity(until="2026-03-29")}
    where = len(made.links) + 1
    assert bundle.check(made, bundles.KEYS, validity=head) == chain.Verdict(State.UNTIMELY, where)


def test_altered_comes_before_a_key_that_was_not_valid():
    plain = bundles.plain_of(bundles.made(Random(1)))
    plain["history"][1]["seal"] = plain["history"][0]["seal"]
    read = bundle.read(bundles.file_of(plain))
    never = {bundles.OLD_KEY.id: Validity(until="2000-01-01")}
    assert bundle.check(read, bundles.KEYS, validity=never).state is State.ALTERED


# --- In use


def test_each_day_is_sealed_by_the_key_of_that_day(cast, settings):
    old, new = changed_over(settings)
    assert sealing_key(date(2026, 3, 2)).id == old.id
    version = in_force(cast)
    used = [entry.said.key for entry in version.agreement.history.order_by("seq")]
    assert used == [old.id, new.id, new.id]
    made = bundle_of(version.agreement)
    assert bundle.check(made, public_keys(), validity=key_validity())


def test_no_key_for_a_day_keeps_nobody_from_withdrawing(cast, settings):
    version = in_force(cast)
    settings.SEALING_KEY_DATES = f"{sealing_keys()[0].id}=/2026-03-04"
    version.withdraw(partner=cast.ana_partner, now=OPEN + timedelta(days=9))
    verdict = chain.verify(
        version.agreement.history.links(), public_keys(), validity=key_validity()
    )
    assert verdict == chain.Verdict(State.UNTIMELY, 4)


def test_every_verifier_names_a_key_used_after_its_last_day(cast, settings, tmp_path, client):
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    version = in_force(cast)
    proof.keep_checkpoint(now=OPEN)
    file = tmp_path / "pages.json"
    file.write_text(bundle.write(bundle_of(version.agreement)), encoding="utf-8")
    call_command("verify_bundle", str(file), stdout=StringIO())

    settings.SEALING_KEY_DATES = f"{sealing_keys()[0].id}=/{LAST_DAY}"
    with pytest.raises(CommandError, match=r"^The checkpoint .*: key not valid then"):
        call_command("verify_bundle", str(file))
    proof.files()[0].unlink()
    with pytest.raises(CommandError, match="entry 2 is dated on a day on which its key may not"):
        call_command("verify_bundle", str(file))
    faults = list(proof.Inspection().faults())
    assert any("key not valid then, from entry 2 on" in fault for fault in faults)
    page = client.get(reverse("verify:verify")).content.decode()
    assert "It seals until 2 March 2026." in page


# --- The start


def test_dates_that_cannot_be_read_stop_the_start(settings):
    settings.SEALING_KEY_DATES = "soon"
    with pytest.raises(SystemCheckError, match="SEALING_KEY_DATES: number 1"):
        call_command("check")


def test_no_key_for_today_stops_the_start_and_an_end_ahead_is_told(settings):
    [key] = sealing_keys()
    settings.SEALING_KEY_DATES = f"{key.id}=/2000-01-01"
    [error] = sealing_keys_can_be_read(None)
    assert error.id == "agreements.E006"
    settings.SEALING_KEY_DATES = f"{key.id}=/{date.today() + timedelta(days=10)}"  # noqa: DTZ011
    [warning] = sealing_keys_can_be_read(None)
    assert warning.id == "agreements.W002"


def test_a_sealing_key_that_sealed_no_history_here_stops_the_start(cast, settings):
    in_force(cast)
    [old], asked = sealing_keys(), {"databases": ["default"]}
    assert sealing_keys_sealed_the_histories(None, **asked) == []
    settings.SEALING_KEYS, seed = NEW_SEED, settings.SEALING_KEYS
    [error] = sealing_keys_sealed_the_histories(None, **asked)
    assert old.id in error.msg
    assert "OLD_SEALING_KEYS" in error.hint
    assert seed not in error.msg + error.hint
    settings.OLD_SEALING_KEYS = old.public.hex()
    assert sealing_keys_sealed_the_histories(None, **asked) == []
