"""What is due about a version, as the sweep finds it."""

from datetime import timedelta

from agreements.models import Version
from agreements.planning import end_with_the_couple
from tests.agreements.signing import in_force, proposal
from trustpact.couples import moments
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.planning import plan_due


def told():
    return sorted(Notice.objects.values_list("person__email", "kind", "status"))


def test_both_are_told_once_that_something_waits(cast):
    version = proposal(cast)
    plan_due(version.signing_opens_at)
    plan_due(version.signing_opens_at + timedelta(minutes=1))
    assert told() == [
        ("ana@example.org", "agreements.signing", "due"),
        ("ben@example.org", "agreements.signing", "due"),
    ]


def test_nobody_is_told_before_signing_opens(cast):
    version = proposal(cast)
    plan_due(version.signing_opens_at - timedelta(seconds=1))
    assert told() == []


def test_a_version_whose_time_is_over_is_ended_by_what_is_due(cast):
    version = proposal(cast)
    plan_due(version.signing_opens_at)
    plan_due(version.lapses_at)
    version.refresh_from_db()
    assert version.status == Version.Status.LAPSED
    assert version.history.filter(kind="lapse").count() == 1
    assert {status for _mail, _kind, status in told()} == {"cancelled"}


def test_a_lapse_long_after_tells_nobody_that_it_can_be_signed(cast):
    version = proposal(cast)
    plan_due(version.lapses_at + timedelta(days=1))
    version.refresh_from_db()
    assert (version.status, told()) == (Version.Status.LAPSED, [])


def test_what_was_signed_plans_nothing_more_about_signing(cast):
    version = in_force(cast)
    assert not Schedule.objects.filter(subject=version.pk, kind="agreements.signing").exists()


def test_news_lead_to_the_versions(cast):
    in_force(cast)
    assert {notice.path for notice in Notice.objects.all()} == {"/pages/versions/"}


def test_what_is_put_forward_ends_with_the_couple(cast):
    version = proposal(cast)
    assert end_with_the_couple in moments._on_end
    end_with_the_couple(cast.couple, version.signing_opens_at)
    version.refresh_from_db()
    assert version.status == Version.Status.LAPSED
