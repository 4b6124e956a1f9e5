"""Terms: renewing, stopping, ending by themselves."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from agreements.chain import verify
from agreements.models import Agreement, HistoryEntry, Renewal, Term, Version
from agreements.models.history import public_keys
from agreements.models.sheet import Sheet
from tests.agreements.signing import (
    OPEN,
    agree_anew,
    in_force,
    intrusive,
    proposal,
    sign,
    with_a_term,
)
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.planning import plan_due
from trustpact.privacy.export import export_of
from trustpact.rules import RuleBroken

RENEWABLE = datetime(2026, 4, 19, 12, tzinfo=UTC)
LAST_DAY = datetime(2026, 5, 2, 23, 59, tzinfo=UTC)
END = datetime(2026, 5, 3, 0, 0, tzinfo=UTC)


@pytest.fixture
def version(cast):
    return with_a_term(cast)


def renew(version, partner, now=RENEWABLE):
    Term.renew(version, intrusive(version), partner=partner, auth="totp", now=now)


def renew_both(version, cast, now=RENEWABLE):
    renew(version, cast.ana_partner, now)
    renew(version, cast.ben_partner, now)


def state(version, on):
    return Sheet(version, on=on).line(intrusive(version)).condition.state


def kinds(version):
    return list(version.history.exclude(clause="").values_list("kind", flat=True))


# --- Beginning


def test_a_term_begins_on_the_day_its_version_comes_into_force(version):
    term = version.terms.get()
    assert (term.began_on, term.ends_on) == (date(2026, 3, 4), date(2026, 5, 3))


def test_a_clause_that_holds_for_good_has_no_term(cast):
    assert not in_force(cast).terms.exists()


def test_a_later_version_begins_all_terms_anew(version, cast):
    second = Version.propose(version.agreement, partner=cast.ben_partner, now=RENEWABLE)
    renew(version, cast.ana_partner)
    for partner in (cast.ana_partner, cast.ben_partner):
        sign(second, partner, now=second.signing_opens_at)
    assert Term.objects.get().version == second
    assert not Renewal.objects.exists()


# --- Renewing


def test_when_both_renew_the_term_begins_anew_that_day(version, cast):
    renew(version, cast.ana_partner, RENEWABLE)
    renew(version, cast.ben_partner, RENEWABLE + timedelta(days=3))
    term = version.terms.get()
    assert (term.began_on, term.ends_on) == (date(2026, 4, 22), date(2026, 6, 21))
    assert Sheet(version, on=END.date()).line(intrusive(version)).condition.ends_on == term.ends_on


def test_a_renewal_names_both_with_the_day_from_which_it_counts(version, cast):
    renew(version, cast.ben_partner, RENEWABLE)
    renew(version, cast.ana_partner, RENEWABLE + timedelta(days=3))
    entries = version.history.filter(kind="renew")
    assert [entry.signer for entry in entries] == [cast.ana_partner, cast.ben_partner]
    assert {(entry.said.date, entry.said.auth) for entry in entries} == {("2026-04-22", "totp")}
    assert entries[1].kept_for(cast.ben)["at"] == RENEWABLE.isoformat()
    assert entries[1].kept_for(cast.ana) == {}
    assert verify(version.agreement.history.links(), public_keys())


def test_what_one_said_alone_is_in_no_history_and_no_export_of_the_other(version, cast):
    before = export_of(cast.ben, now=RENEWABLE)
    renew(version, cast.ana_partner)
    renew(version, cast.ana_partner)
    assert kinds(version) == []
    assert Renewal.objects.count() == 1
    assert export_of(cast.ben, now=RENEWABLE) == before
    assert "agreements.renewal" in export_of(cast.ana, now=RENEWABLE)


def test_what_one_said_is_taken_back_without_a_trace(version, cast):
    renew(version, cast.ana_partner)
    Term.take_back(version, intrusive(version), partner=cast.ana_partner)
    renew(version, cast.ben_partner)
    assert kinds(version) == []


def test_what_one_said_goes_when_the_clause_ends(version, cast):
    renew(version, cast.ana_partner)
    Term.lapse(version, now=END)
    assert not Renewal.objects.exists()


def test_a_second_press_after_both_adds_nothing(version, cast):
    renew_both(version, cast)
    renew(version, cast.ben_partner)
    assert kinds(version) == ["renew", "renew"]


def test_a_term_can_be_renewed_again_and_again(version, cast):
    renew_both(version, cast)
    renew_both(version, cast, RENEWABLE + timedelta(days=50))
    assert version.terms.get().ends_on == date(2026, 8, 7)
    assert kinds(version) == ["renew"] * 4


def test_renewing_early_is_refused_with_the_day(version, cast):
    early = datetime(2026, 4, 18, 23, 59, tzinfo=UTC)
    with pytest.raises(RuleBroken, match=r"until 3 May 2026. You can renew it from 19 April 2026"):
        renew(version, cast.ana_partner, early)


@pytest.mark.parametrize("swept", [True, False])
def test_an_ended_clause_is_not_renewed(version, cast, swept):
    if swept:
        Term.lapse(version, now=END)
    with pytest.raises(RuleBroken, match="has ended"):
        renew(version, cast.ana_partner, END)
    assert not Renewal.objects.exists()


def test_a_clause_without_an_end_is_not_renewed(cast):
    version = in_force(cast)
    clause = version.document.clauses[0].id
    with pytest.raises(RuleBroken, match="has no end"):
        Term.renew(version, clause, partner=cast.ana_partner, auth="totp", now=RENEWABLE)


def test_nothing_is_renewed_in_a_version_that_is_not_in_force(version, cast):
    version.withdraw(partner=cast.ben_partner, now=RENEWABLE)
    with pytest.raises(RuleBroken, match="not in force"):
        renew(version, cast.ana_partner)


def test_one_who_left_renews_nothing(version, cast):
    cast.ana_partner.leave(now=RENEWABLE)
    with pytest.raises(RuleBroken, match="do not share"):
        renew(version, cast.ben_partner)


# --- Ending


def test_a_clause_reads_as_ended_even_if_nobody_wrote_it_down(version):
    assert state(version, LAST_DAY.date()) == "holds"
    assert state(version, END.date()) == "ended"
    assert kinds(version) == []


def test_what_is_due_writes_it_down_once(version, cast):
    for now in (LAST_DAY, END, END + timedelta(days=1)):
        plan_due(now)
    (entry,) = version.history.filter(kind="lapse")
    assert (entry.clause, entry.said.date) == (intrusive(version), "2026-05-03")
    assert Version.objects.get().status == Version.Status.IN_FORCE
    told = Notice.objects.filter(kind="agreements.withdrawn")
    assert {notice.person for notice in told} == {cast.ana, cast.ben}


@pytest.mark.parametrize("who", ["ana_partner", "ben_partner"])
def test_either_stops_it_at_once_and_it_reads_as_ended(version, cast, who):
    version.withdraw(partner=getattr(cast, who), now=OPEN, clause=intrusive(version))
    assert state(version, OPEN.date()) == "ended"
    assert kinds(version) == ["lapse"]
    assert not version.terms.exists()


def test_stopped_and_run_out_are_written_down_alike(version, cast):
    version.withdraw(partner=cast.ana_partner, now=OPEN, clause=intrusive(version))
    entry = version.history.get(kind="lapse")
    assert (entry.signer, entry.said.signer, entry.said.auth) == (None, "", "")
    assert entry.kept_for(cast.ana)["at"] == OPEN.isoformat()
    assert entry.kept_for(cast.ben) == {}


def test_stopping_what_was_stopped_adds_nothing(version, cast):
    for partner in (cast.ana_partner, cast.ben_partner):
        version.withdraw(partner=partner, now=OPEN, clause=intrusive(version))
    assert kinds(version) == ["lapse"]
    assert Notice.objects.filter(kind="agreements.withdrawn").count() == 1


def test_the_database_keeps_one_end_a_clause(version):
    Term.lapse(version, now=END)
    twin, refused = intrusive(version), pytest.raises(IntegrityError)
    with refused, transaction.atomic():
        version.record(HistoryEntry.Kind.LAPSE, day=END.date(), clause=twin)


def test_a_new_version_leaves_out_what_has_ended_even_if_nobody_wrote_it_down(version, cast):
    second = Version.propose(version.agreement, partner=cast.ben_partner, now=END)
    assert [clause.text for clause in second.document.clauses] == ["We talk on Sundays."]
    assert kinds(version) == ["lapse"]


# --- What comes round


def asked():
    told = Notice.objects.filter(kind="agreements.ahead", status="due")
    return sorted((one.person.name, one.due_at.date().isoformat()) for one in told)


def test_both_are_asked_in_the_morning_from_which_they_can_renew(version):
    plan_due(datetime(2026, 4, 19, 4, 59, tzinfo=UTC))
    assert asked() == []
    for minute in range(3):
        plan_due(datetime(2026, 4, 19, 5, minute, tzinfo=UTC))  # seven in Berlin
    assert asked() == [("Ana", "2026-04-19"), ("Ben", "2026-04-19")]


def test_who_said_it_already_is_not_asked(version, cast):
    renew(version, cast.ana_partner, datetime(2026, 4, 19, 1, tzinfo=UTC))
    plan_due(datetime(2026, 4, 19, 5, tzinfo=UTC))
    assert asked() == [("Ben", "2026-04-19")]


def test_a_renewed_term_is_asked_about_again_in_its_time(version, cast):
    plan_due(datetime(2026, 4, 19, 5, tzinfo=UTC))
    renew_both(version, cast)
    Notice.objects.all().delete()
    plan_due(END)
    assert kinds(version) == ["renew", "renew"]
    plan_due(datetime(2026, 6, 2, 5, tzinfo=UTC))
    Notice.objects.all().delete()
    plan_due(datetime(2026, 6, 4, 5, tzinfo=UTC))
    assert asked() == [("Ana", "2026-06-04"), ("Ben", "2026-06-04")]


def test_what_came_round_in_the_meantime_is_one_mail(version, cast):
    renew_both(version, cast)
    plan_due(datetime(2026, 6, 5, 5, tzinfo=UTC))  # a look was due on 2 June, the term on 4 June
    assert asked() == [("Ana", "2026-06-05"), ("Ben", "2026-06-05")]


def test_a_stopped_term_is_not_asked_about(version, cast):
    version.withdraw(partner=cast.ana_partner, now=OPEN, clause=intrusive(version))
    plan_due(datetime(2026, 4, 19, 5, tzinfo=UTC))
    assert asked() == []


@pytest.mark.parametrize("end", ["withdraw", "leave"])
def test_nothing_comes_round_about_what_is_over(version, cast, end):
    if end == "withdraw":
        version.withdraw(partner=cast.ana_partner, now=OPEN)
    else:
        cast.ana_partner.leave(now=OPEN)
    plan_due(END)
    assert asked() == []
    assert kinds(version) == []


def test_the_day_to_look_again_is_told_once(cast):
    in_force(cast)
    for hours in (0, 5, 6):
        plan_due(datetime(2026, 6, 2, hours, tzinfo=UTC))
    plan_due(datetime(2026, 7, 2, 12, tzinfo=UTC))
    assert asked() == [("Ana", "2026-06-02"), ("Ben", "2026-06-02")]


def test_what_is_late_is_told_as_long_as_it_waits(version):
    plan_due(datetime(2026, 4, 22, 9, tzinfo=UTC))
    assert asked() == [("Ana", "2026-04-22"), ("Ben", "2026-04-22")]


def test_agreed_anew_an_ended_clause_stands_in_the_next_version(version, cast):
    Term.lapse(version, now=END)
    agree_anew(cast)
    second = Version.propose(Agreement.of(cast.couple), partner=cast.ana_partner, now=END)
    assert len(second.document.clauses) == 2


def test_a_version_put_forward_has_no_terms(cast):
    assert not proposal(cast).terms.exists()


def test_what_was_in_force_before_terms_were_kept_gets_its_terms(version, cast):
    kept = version.terms.values_list("clause", "began_on", "ends_on").get()
    Term.objects.all().delete()
    Schedule.objects.all().delete()
    migration = import_module("agreements.migrations.0004_terms_of_what_is_in_force")
    migration.begin_terms(apps, None)
    assert version.terms.values_list("clause", "began_on", "ends_on").get() == kept
    assert Schedule.objects.filter(kind="agreements.ahead").count() == 2
