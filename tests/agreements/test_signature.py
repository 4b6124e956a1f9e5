"""Signing, coming into force, withdrawing."""

from datetime import timedelta

import pytest

from agreements.models import Version
from tests.agreements.signing import OPEN, agree_anew, in_force, proposal, sign
from tests.cast import make_couple
from trustpact.rules import RuleBroken

Status = Version.Status


def kinds(version):
    return list(version.agreement.history.values_list("kind", flat=True))


# --- Signing


def test_both_signatures_bring_it_into_force(cast):
    version = proposal(cast)
    sign(version, cast.ana_partner)
    assert version.status == Status.PROPOSED
    sign(version, cast.ben_partner)
    version.refresh_from_db()
    assert (version.status, version.in_force_since) == (Status.IN_FORCE, OPEN.date())
    assert kinds(version) == ["propose", "sign", "sign"]


def test_signing_twice_changes_nothing(cast):
    version = proposal(cast)
    sign(version, cast.ana_partner)
    sign(version, cast.ana_partner)
    sign(version, cast.ben_partner)
    sign(version, cast.ben_partner)
    assert version.signatures.count() == 2
    assert kinds(version) == ["propose", "sign", "sign"]


def test_signing_refuses_a_text_the_partner_has_not_seen(cast):
    version = proposal(cast)
    with pytest.raises(RuleBroken, match="changed after you opened it"):
        sign(version, cast.ana_partner, seen="an older digest")
    assert not version.signatures.exists()


def test_signing_a_replaced_version_says_that_the_text_changed(cast):
    first = proposal(cast)
    first.end(partner=cast.ben_partner, now=OPEN)
    Version.propose(first.agreement, partner=cast.ben_partner, now=OPEN)
    with pytest.raises(RuleBroken, match="changed after you opened it"):
        sign(first, cast.ana_partner)


def test_signing_refuses_bytes_that_are_not_those_put_forward(cast):
    version = proposal(cast)
    version.text = version.text.replace("dinner", "supper")
    with pytest.raises(RuleBroken, match="not the one that was put forward"):
        sign(version, cast.ana_partner)


def test_signing_ends_when_its_time_is_over(cast):
    version = proposal(cast)
    sign(version, cast.ana_partner, now=version.lapses_at - timedelta(seconds=1))
    with pytest.raises(RuleBroken, match="not open for signing"):
        sign(version, cast.ben_partner, now=version.lapses_at)


def test_a_stranger_signs_nothing(cast):
    version = proposal(cast)
    stranger = make_couple(cast.dan).partners_now().get()
    with pytest.raises(RuleBroken, match="do not share"):
        sign(version, stranger)


def test_one_left_alone_brings_nothing_into_force(cast):
    version = proposal(cast)
    cast.ben_partner.left_on = OPEN.date()
    cast.ben_partner.save()
    with pytest.raises(RuleBroken, match="between two"):
        sign(version, cast.ana_partner)


def test_the_next_version_supersedes_the_last_in_one_moment(cast):
    first = in_force(cast)
    later = OPEN + timedelta(days=30)
    second = Version.propose(first.agreement, partner=cast.ben_partner, now=later)
    sign(second, cast.ana_partner, now=second.signing_opens_at)
    first.refresh_from_db()
    assert first.status == Status.IN_FORCE
    sign(second, cast.ben_partner, now=second.signing_opens_at)
    first.refresh_from_db()
    assert (first.status, second.status) == (Status.SUPERSEDED, Status.IN_FORCE)
    assert first.in_force_since == OPEN.date()


def test_one_signature_alone_is_in_no_history(cast):
    """What one signed alone is theirs; who did not sign is written nowhere."""
    version = proposal(cast)
    sign(version, cast.ana_partner)
    assert kinds(version) == ["propose"]


def test_the_history_names_both_with_their_own_day_and_proof(cast):
    version = proposal(cast)
    version.sign(partner=cast.ben_partner, seen=version.digest, auth="totp", now=OPEN)
    sign(version, cast.ana_partner, now=OPEN + timedelta(days=3))
    entries = version.history.filter(kind="sign")
    said = [
        (entry.signer, entry.said.auth, entry.said.date, entry.said.digest) for entry in entries
    ]
    assert said == [
        (cast.ben_partner, "totp", "2026-03-04", version.digest),
        (cast.ana_partner, "passkey", "2026-03-07", version.digest),
    ]


# --- Withdrawing


def test_withdrawing_takes_one(cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    assert Version.objects.get().status == Status.WITHDRAWN


def test_withdrawing_names_no_one(cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    entry = version.history.get(kind="withdraw")
    assert (entry.signer, entry.said.signer, entry.said.auth) == (None, "", "")
    assert entry.said.date == "2026-03-04"


def test_who_withdrew_is_sealed_for_that_person_alone(cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    entry = version.history.get(kind="withdraw")
    assert entry.kept_for(cast.ben)["at"] == OPEN.isoformat()
    assert entry.kept_for(cast.ana) == {}


def test_withdrawing_twice_adds_nothing(cast):
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    version.withdraw(partner=cast.ana_partner, now=OPEN)
    assert kinds(version).count("withdraw") == 1


def test_withdrawing_from_one_clause_leaves_the_rest_in_force(cast):
    version = in_force(cast, "We talk on Sundays.", "We plan on Mondays.")
    clause = version.document.clauses[0].id
    version.withdraw(partner=cast.ana_partner, now=OPEN, clause=clause)
    version.withdraw(partner=cast.ben_partner, now=OPEN, clause=clause)
    held = version.clauses_that_hold(OPEN.date())
    assert [one.text for one in held] == ["We plan on Mondays."]
    assert Version.objects.get().status == Status.IN_FORCE
    assert kinds(version).count("withdraw") == 1


def test_before_both_signed_withdrawing_takes_the_own_signature_back(cast):
    version = proposal(cast)
    sign(version, cast.ana_partner)
    version.withdraw(partner=cast.ana_partner, now=OPEN)
    sign(version, cast.ben_partner)
    version.refresh_from_db()
    assert version.status == Status.PROPOSED
    assert list(version.signatures.values_list("partner", flat=True)) == [cast.ben_partner.pk]
    assert kinds(version) == ["propose"]


def test_withdrawing_from_a_replaced_version_points_to_the_one_in_force(cast):
    first = in_force(cast)
    second = Version.propose(first.agreement, partner=cast.ana_partner, now=OPEN)
    sign(second, cast.ana_partner, now=second.signing_opens_at)
    sign(second, cast.ben_partner, now=second.signing_opens_at)
    with pytest.raises(RuleBroken, match="later version is in force"):
        first.withdraw(partner=cast.ana_partner, now=second.signing_opens_at)


def test_after_a_withdrawal_both_can_agree_anew(cast):
    first = in_force(cast)
    first.withdraw(partner=cast.ana_partner, now=OPEN)
    agree_anew(cast)
    second = in_force_again(cast, first)
    first.refresh_from_db()
    assert (first.status, second.status) == (Status.WITHDRAWN, Status.IN_FORCE)


def in_force_again(cast, first):
    second = Version.propose(first.agreement, partner=cast.ana_partner, now=OPEN)
    sign(second, cast.ana_partner, now=second.signing_opens_at)
    sign(second, cast.ben_partner, now=second.signing_opens_at)
    return second
