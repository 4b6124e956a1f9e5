"""Mails that come back for good: they stop, and start again once the mailbox is another."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.cast import NOON
from tests.notices.kinds_for_tests import HOUR, status, told
from trustpact.notices.bounces import is_about_the_mailbox, read_bounce
from trustpact.notices.management.commands import take_bounce
from trustpact.notices.models import Notice, Reminders
from trustpact.notices.sweep import sweep

REPORT = """\
From: MAILER-DAEMON@mx.example.org
To: hello@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {code}

--b
Content-Type: {returned}

From: hello@localhost
To: {to}
Subject: Something is waiting for you
Message-ID: <{notice}@{host}>

--b--
"""


def report(notice, **more):
    """Return a delivery status notification about the mail of a notice."""
    told = {
        "notice": getattr(notice, "pk", notice), "host": "localhost", "action": "failed", "code": "5.1.1",
        "recipient": "ana@example.org", "to": "ana@example.org", "returned": "text/rfc822-headers",
    } | more  # fmt: skip
    return REPORT.format(**told).encode()


def is_dead(person):
    return Reminders.objects.book(persons=[person.pk]).of(person.pk).mailbox_is_dead


# --- Pure


@pytest.mark.parametrize(
    ("code", "words", "is_gone"),
    [
        (550, "No such mailbox", True),
        (550, "5.1.1 <ana@example.org>: user unknown", True),
        (550, "5.2.1 mailbox disabled", True),
        (553, "No such mailbox", True),
        (550, "5.7.1 we take no mail from you", False),
        (552, "5.2.2 mailbox full", False),
        (552, "5.2.3 too long", False),
        (554, "Transaction failed", False),
        (554, "5.1.1 unknown", True),
        (450, "4.1.1 not now", False),
        (451, "550 is what we would say", False),
    ],
)
def test_refusal_is_about_the_mailbox_or_it_is_not(code, words, is_gone):
    assert is_about_the_mailbox(code, words) == is_gone


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_report_is_read(returned):
    uuid = "0b5f2a2e-6f5b-4a57-9f0e-3a1f5d1c2b3a"
    found = read_bounce(report(uuid, returned=returned, recipient="old@example.org"))
    assert (found.notice_id, found.host) == (uuid, "localhost")
    assert found.addresses == {"ana@example.org", "old@example.org"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "delayed"},
        {"action": "relayed"},
        {"code": "4.4.1"},
        {"code": "5.2.2"},
        {"code": "5.7.1"},
        {"code": "none"},
        {"notice": "not-an-id"},
        {"returned": "text/plain"},
    ],
)
def test_report_that_says_nothing_for_good_is_none(wrong):
    uuid = {"notice": "0b5f2a2e-6f5b-4a57-9f0e-3a1f5d1c2b3a"} | wrong
    assert read_bounce(report(uuid.pop("notice"), **uuid)) is None


@pytest.mark.parametrize(
    "raw", [b"", b"\0\xff", b"Subject: hello\n\nhello", b"Content-Type: multipart/report\n\n"]
)
def test_other_mail_is_none(raw):
    assert read_bounce(raw) is None


# --- The command


def test_bounced_mailbox_gets_no_more_mails(cast):
    sent = told(cast.ana)
    sweep(NOON)

    assert "stop" in take_bounce.take(report(sent))
    later, other = told(cast.ana, due_at=NOON + HOUR), told(cast.ben, due_at=NOON + HOUR)
    sweep(NOON + HOUR)

    assert (status(later), status(other)) == (Notice.Status.CANCELLED, Notice.Status.SENT)


def test_what_must_be_told_is_flagged_when_its_mailbox_is_dead(cast):
    Reminders.objects.note_bounce(cast.ana)
    notice = told(cast.ana, kind="test sure")
    sweep(NOON)
    assert status(notice) == Notice.Status.FAILED


def test_push_goes_on_when_the_mailbox_is_dead(cast):
    Reminders.objects.keep(person=cast.ana, push=True, now=NOON)
    Reminders.objects.note_bounce(cast.ana)
    told(cast.ana, channel="push")
    sweep(NOON)
    assert Notice.objects.get().status != Notice.Status.FAILED


@pytest.mark.parametrize(
    "wrong",
    [
        {"notice": "0b5f2a2e-6f5b-4a57-9f0e-3a1f5d1c2b3a"},
        {"host": "elsewhere.example.org"},
        {"to": "ben@example.org", "recipient": "ben@example.org"},
    ],
)
def test_report_of_another_mail_changes_nothing(cast, wrong):
    sent = told(cast.ana)
    sweep(NOON)
    more = {"notice": sent.pk} | wrong
    assert "Nothing changed" in take_bounce.take(report(more.pop("notice"), **more))
    assert not Reminders.objects.exists()


def test_bounce_of_an_invitation_says_nothing_of_its_senders_mailbox(cast):
    sent = told(
        cast.ana, kind="invitation of tests", address="ana@example.org", words={"name": "A"}
    )
    sweep(NOON)
    assert "Nothing changed" in take_bounce.take(report(sent))


def test_command_reads_standard_input_and_names_nobody(cast, capsys):
    sent = told(cast.ana)
    sweep(NOON)
    command = take_bounce.Command()
    command.stdin = io.BytesIO(report(sent))
    call_command(command)
    assert capsys.readouterr().out == "Mails to this mailbox stop, and the app says so.\n"
    assert is_dead(cast.ana)


# --- At SMTP, and back again


def test_mailbox_refused_for_good_at_smtp_gets_no_more_mails(cast, smtp_sink):
    smtp_sink.refuse = "550 No such mailbox"
    first = told(cast.ana)
    sweep(NOON)
    smtp_sink.refuse = ""
    later = told(cast.ana, due_at=NOON + HOUR)
    sweep(NOON + HOUR)
    assert (status(first), status(later)) == (Notice.Status.FAILED, Notice.Status.CANCELLED)


def test_refusal_of_us_all_says_nothing_of_a_mailbox(cast, smtp_sink):
    smtp_sink.refuse = "554 5.7.1 Your address is on a list"
    told(cast.ana)
    sweep(NOON)
    assert not is_dead(cast.ana)


def test_another_mailbox_starts_them_again(cast):
    Reminders.objects.note_bounce(cast.ana)
    cast.ana.email = "new.ana@example.org"
    cast.ana.save(update_fields=["email"])
    notice = told(cast.ana)
    sweep(NOON)
    assert status(notice) == Notice.Status.SENT


def test_mailbox_that_works_again_starts_them_again(client, cast):
    Reminders.objects.note_bounce(cast.ana)
    client.force_login(cast.ana)
    client.post(reverse("checkins:mailbox_return"))
    assert not is_dead(cast.ana)


def test_app_says_so_on_today_and_in_the_settings(client, cast):
    Reminders.objects.note_bounce(cast.ana)
    for person, is_said in ((cast.ana, True), (cast.ben, False)):
        client.force_login(person)
        for name in ("today:today", "checkins:reminders"):
            page = client.get(reverse(name)).content.decode()
            assert ("Mails to your mailbox come back" in page) == is_said
