"""What is kept for a while, and that it goes when that is over."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.cast import NOON, make_couple, make_person
from trustpact.couples.models import Invitation, Viewing, WrongCode
from trustpact.notices.models import Notice
from trustpact.people.models import Person
from trustpact.privacy import retention

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _ledger(settings, tmp_path):
    settings.ERASURES = tmp_path / "erased"


def test_every_rule_is_carried_out_by_somebody():
    assert retention.without_anybody() == []


def test_an_account_whose_mailbox_nobody_proved_goes_after_30_days(cast):
    nobody = Person.objects.create_user(email="nobody@example.org", name="No")
    Person.objects.filter(pk=nobody.pk).update(joined_on=NOON.date())
    Person.objects.filter(pk=cast.dan.pk).update(joined_on=NOON.date())
    assert _gone(retention.UNPROVED_ACCOUNTS, NOON + 29 * DAY) == 0
    assert _gone(retention.UNPROVED_ACCOUNTS, NOON + 30 * DAY) == 1
    assert not Person.objects.filter(pk=nobody.pk).exists()
    assert Person.objects.filter(pk=cast.dan.pk).exists()


def test_what_was_sent_goes_after_seven_days(cast):
    told = Notice.objects.tell(
        person=cast.ana,
        kind="couples.invitation",
        subject=cast.ana.pk,
        due_at=NOON,
        until=NOON + DAY,
    )
    Notice.objects.filter(pk=told.pk).update(status=Notice.Status.SENT, next_at=None)
    assert _gone(retention.BODIES_OF_MAIL, NOON + 6 * DAY) == 0
    assert _gone(retention.BODIES_OF_MAIL, NOON + 7 * DAY) == 1


def test_an_invitation_by_link_goes_and_one_by_mail_stays_declined_or_not(cast):
    alone = make_couple(make_person("Ida")).partners_now().get()
    mailed, _ = Invitation.objects.make(alone, now=NOON, address="jo@example.org")
    by_link, _ = Invitation.objects.make(alone, now=NOON)
    assert _gone(retention.INVITATIONS, NOON + 36 * DAY) == 0
    assert _gone(retention.INVITATIONS, NOON + 37 * DAY) == 1
    assert list(Invitation.objects.all()) == [mailed]
    assert by_link.pk != mailed.pk


def test_a_view_is_listed_for_a_year(cast):
    from tests.caseload.letting_in import let_in

    Viewing.objects.create(therapy=let_in(cast, now=NOON), scope="agreement", viewed_on=NOON.date())
    assert _gone(retention.VIEWS, NOON + 364 * DAY) == 0
    assert _gone(retention.VIEWS, NOON + 365 * DAY) == 1


def test_a_wrong_code_counts_for_an_hour():
    WrongCode.objects.note(["somebody"], now=NOON)
    assert _gone(retention.WRONG_CODES, NOON + timedelta(minutes=59)) == 0
    assert _gone(retention.WRONG_CODES, NOON + timedelta(minutes=60)) == 1


def test_a_sign_in_that_is_over_goes_with_its_line_in_the_list(cast):
    client = Client()
    client.force_login(cast.ana)
    session = Session.objects.get()
    UserSession.objects.get_or_create(
        user=cast.ana, session_key=session.pk, defaults={"ip": "::1", "user_agent": ""}
    )
    assert _gone(retention.SIGN_INS, timezone.now()) == 0
    assert _gone(retention.SIGN_INS, timezone.now() + 100 * DAY) == 1
    assert not UserSession.objects.exists()


def test_the_command_says_how_much_of_what_went(capsys):
    call_command("retain")
    said = capsys.readouterr().out
    assert all(rule.what in said for rule in retention.RULES)


def test_one_rule_that_fails_does_not_hold_up_the_others(monkeypatch):
    def fails(now):
        raise RuntimeError

    done = []
    first, *others = retention.RULES
    kept = dict.fromkeys(others, lambda now: done.append(now) or 0)
    monkeypatch.setattr(retention, "_forgetting", {first: fails} | kept)
    with pytest.raises(RuntimeError):
        retention.retain(NOON)
    assert len(done) == len(others)


def _gone(rule, now):
    return retention._forgetting[rule](now)
