"""Putting forward, thinking it over, signing, withdrawing, ending."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from agreements import canonical
from agreements.models import Agreement, HistoryEntry, Version
from tests.agreements.drafting import accept, add, agree, propose, say
from tests.agreements.signing import OPEN, agreed, in_force, proposal, sign
from tests.cast import NOON, make_couple, make_person
from trustpact.notices.models import Notice, Schedule
from trustpact.rules import RuleBroken

Status = Version.Status


def kinds(version):
    return list(version.agreement.history.values_list("kind", flat=True))


# --- Putting forward


def test_propose_freezes_what_both_agreed_to(cast):
    version = proposal(cast, "We talk on Sundays.", "We plan on Mondays.")

    assert (version.number, version.status) == (1, Status.PROPOSED)
    assert version.review_on == date(2026, 6, 2)
    document = version.document
    assert [clause.text for clause in document.clauses] == [
        "We talk on Sundays.",
        "We plan on Mondays.",
    ]
    assert document.parties == (
        str(cast.ana_partner.party_id),
        str(cast.ben_partner.party_id),
    )
    assert document.floor.lines[0] == "Each of us may say no, and may stop, at any time."
    assert version.is_genuine
    assert kinds(version) == ["propose"]


def test_propose_leaves_out_what_one_did_not_agree_to(cast):
    agreement = agreed(cast, "We talk on Sundays.", "We plan on Mondays.")
    say(agreement.clauses.last(), cast.ben_partner, "talk")

    version = Version.propose(agreement, partner=cast.ana_partner, now=NOON)

    assert [clause.text for clause in version.document.clauses] == ["We talk on Sundays."]


def test_propose_names_the_revision_of_the_library(cast):
    agree(cast, *add(cast, "monogamy"))
    version = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)
    assert version.document.clauses[0].template_revision == "monogamy/en/1"


def test_propose_refuses_an_empty_blank(cast):
    agree(cast, *add(cast, "what-how-soon-what-tone"))
    with pytest.raises(RuleBroken, match="empty blank"):
        Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)


def test_propose_needs_something_agreed(cast):
    with pytest.raises(RuleBroken, match="nothing yet"):
        Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=NOON)
    assert not Version.objects.exists()


def test_propose_needs_two(cast):
    alone = make_couple(make_person("Eve"))
    partner = alone.partners_now().get()
    with pytest.raises(RuleBroken, match="between two"):
        Version.propose(Agreement.of(alone), partner=partner, now=NOON)


def test_propose_refuses_a_second_open_version(cast):
    version = proposal(cast)
    with pytest.raises(RuleBroken, match="put forward already"):
        Version.propose(version.agreement, partner=cast.ben_partner, now=NOON)


def test_propose_refuses_more_than_64_kib(cast):
    agreement = agreed(cast, *(f"{number} " + "ä" * 3_900 for number in range(9)))
    with pytest.raises(RuleBroken, match="too long"):
        Version.propose(agreement, partner=cast.ana_partner, now=NOON)


def test_propose_ends_one_whose_time_ran_out(cast):
    first = proposal(cast)
    second = Version.propose(first.agreement, partner=cast.ben_partner, now=first.lapses_at)
    first.refresh_from_db()
    assert (first.status, second.number) == (Status.LAPSED, 2)
    assert kinds(second) == ["propose", "lapse", "propose"]


def test_editing_the_draft_never_changes_a_version(cast):
    version = proposal(cast, "We talk on Sundays.")
    before = version.digest
    clause = version.agreement.clauses.get()
    accept(propose(clause, cast.ana_partner, "We talk on Fridays."), cast.ben_partner)
    version = Version.objects.get()
    assert version.document.clauses[0].text == "We talk on Sundays."
    assert (version.digest, version.is_genuine) == (before, True)


def test_the_text_lies_sealed(cast):
    proposal(cast, "We talk on Sundays.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM agreements_version")
        assert b"Sundays" not in bytes(cursor.fetchone()[0])


# --- Time to think it over


def test_signing_opens_in_the_morning_after_24_hours(cast):
    """Put forward on Monday at 13:00 in Berlin: Wednesday, at seven there."""
    assert proposal(cast).signing_opens_at == datetime(2026, 3, 4, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 4, tzinfo=UTC)),  # the spring night is shorter
        ("Europe/Berlin", datetime(2026, 10, 24, 4, 30, tzinfo=UTC)),  # the autumn night longer
        ("Pacific/Apia", datetime(2026, 3, 28, 18, tzinfo=UTC)),
        ("America/St_Johns", datetime(2026, 3, 7, 9, 30, tzinfo=UTC)),
    ],
)
def test_nobody_signs_before_24_hours_have_passed(cast, zone, moment):
    cast.couple.zone = zone
    cast.couple.save()
    version = proposal(cast, now=moment)
    assert version.signing_opens_at >= moment + timedelta(hours=24)
    assert version.agreement.couple.local(version.signing_opens_at).hour == 7


def test_no_time_to_think_where_the_operator_says_so(cast, settings):
    settings.REFLECTION_HOURS = 0
    version = proposal(cast)
    sign(version, cast.ana_partner, now=NOON)
    assert version.signed_by(cast.ana_partner)


def test_signing_too_early_is_refused_with_the_time(cast):
    version = proposal(cast)
    early = version.signing_opens_at - timedelta(microseconds=1)
    with pytest.raises(RuleBroken, match="You can sign from .*4 March 2026, 07:00"):
        sign(version, cast.ben_partner, now=early)
    assert not version.signatures.exists()


def test_either_lengthens_the_time(cast):
    version = proposal(cast)
    version.lengthen(partner=cast.ben_partner, until=date(2026, 3, 10), now=NOON)
    version.refresh_from_db()
    assert version.signing_opens_at == datetime(2026, 3, 10, 6, tzinfo=UTC)
    planned = set(Schedule.objects.filter(subject=version.pk).values_list("next_at", flat=True))
    assert planned == {version.signing_opens_at}


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (date(2026, 3, 3), "only become longer"),
        (date(2026, 3, 4), "only become longer"),
        (date(1, 1, 1), "only become longer"),
        (date(2026, 3, 17), "14 days"),
        (date(9999, 12, 31), "14 days"),
    ],
)
def test_nobody_shortens_it_or_holds_it_open_for_ever(cast, until, sentence):
    version = proposal(cast)
    with pytest.raises(RuleBroken, match=sentence):
        version.lengthen(partner=cast.ana_partner, until=until, now=NOON)
    assert Version.objects.get().signing_opens_at == version.signing_opens_at


def test_signing_that_has_opened_is_not_closed_again(cast):
    version = proposal(cast)
    with pytest.raises(RuleBroken, match="Signing has opened"):
        version.lengthen(partner=cast.ana_partner, until=date(2026, 3, 10), now=OPEN)


# --- Ending


def test_either_ends_a_version_and_nothing_says_who(cast):
    version = proposal(cast)
    sign(version, cast.ana_partner)
    version.end(partner=cast.ben_partner, now=OPEN)
    version.end(partner=cast.ana_partner, now=OPEN)
    entry = version.history.get(kind="lapse")
    assert (Version.objects.get().status, entry.signer) == (Status.LAPSED, None)
    assert not version.signatures.exists()


def test_a_version_in_force_is_not_ended_this_way(cast):
    version = in_force(cast)
    with pytest.raises(RuleBroken, match="Both have signed"):
        version.end(partner=cast.ana_partner, now=OPEN)


def test_ended_by_one_and_ended_by_time_read_the_same(cast):
    version = proposal(cast)
    version.end(partner=cast.ben_partner, now=OPEN)
    second = Version.propose(version.agreement, partner=cast.ana_partner, now=OPEN)
    assert second.lapse(now=second.lapses_at)
    ends = [entry.said for entry in version.agreement.history.filter(kind="lapse")]
    assert [(said.signer, said.auth) for said in ends] == [("", ""), ("", "")]


def test_a_version_lapses_14_days_after_signing_opened(cast):
    version = proposal(cast)
    end = version.signing_opens_at + timedelta(days=14)
    assert not version.lapse(now=end - timedelta(seconds=1))
    assert version.standing(end) == Status.LAPSED
    assert version.lapse(now=end)
    assert Version.objects.get().status == Status.LAPSED


def test_what_is_put_forward_ends_with_the_couple(cast):
    version = proposal(cast)
    version.end_with_the_couple(now=OPEN)
    assert Version.objects.get().status == Status.LAPSED


# --- What is told


def test_both_are_told_when_signing_opens(cast):
    version = proposal(cast)
    planned = Schedule.objects.filter(subject=version.pk)
    assert set(planned.values_list("person", "next_at")) == {
        (cast.ana.pk, version.signing_opens_at),
        (cast.ben.pk, version.signing_opens_at),
    }


def test_nobody_is_told_at_the_moment_of_the_others_act(cast, settings):
    settings.REFLECTION_HOURS = 0
    version = proposal(cast)
    planned = set(Schedule.objects.filter(subject=version.pk).values_list("next_at", flat=True))
    assert planned == {datetime(2026, 3, 3, 6, tzinfo=UTC)}


def test_both_are_told_next_morning_that_it_is_in_force(cast):
    version = in_force(cast)
    told = Notice.objects.filter(subject=version.pk, kind="agreements.in_force")
    assert {(notice.person, notice.urgency) for notice in told} == {
        (cast.ana, "sure"),
        (cast.ben, "sure"),
    }
    assert {notice.due_at for notice in told} == {datetime(2026, 3, 5, 6, tzinfo=UTC)}
    assert not Schedule.objects.filter(subject=version.pk, kind="agreements.signing").exists()


def test_the_other_learns_of_a_withdrawal_next_morning_in_their_zone(cast):
    cast.ana.zone = "Asia/Tokyo"
    cast.ana.save()
    version = in_force(cast)
    version.withdraw(partner=cast.ben_partner, now=OPEN)
    notice = Notice.objects.get(kind="agreements.withdrawn")
    assert (notice.person, notice.words) == (cast.ana, {})
    assert notice.due_at == datetime(2026, 3, 4, 22, tzinfo=UTC)


# --- What the database says too


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.IN_FORCE])
def test_the_database_allows_one_version_of_each_standing(cast, status):
    version = proposal(cast) if status == Status.PROPOSED else in_force(cast)
    twin = Version(
        agreement=version.agreement,
        number=9,
        language="en",
        status=status,
        digest="0" * 64,
        salt=bytes(32),
        proposed_by=cast.ana_partner,
        proposed_on=NOON.date(),
        signing_opens_at=NOON,
        review_on=NOON.date(),
        in_force_since=version.in_force_since,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    "change", ["number = 7", "digest = 'x'", "text = 'x'", "salt = 'x'", "review_on = '2030-01-01'"]
)
def test_the_database_refuses_to_change_what_was_put_forward(cast, change):
    proposal(cast)
    refused = pytest.raises(IntegrityError, match="stays as it was")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE agreements_version SET {change}")  # noqa: S608 (our own words)


def test_the_digest_in_every_signature_is_that_of_the_bytes(cast):
    version = Version.objects.get(pk=in_force(cast).pk)
    digest = canonical.digest(version.text.encode(), bytes(version.salt))
    assert set(version.signatures.values_list("digest", flat=True)) == {digest}
    assert {entry.said.digest for entry in HistoryEntry.objects.all()} == {digest}
