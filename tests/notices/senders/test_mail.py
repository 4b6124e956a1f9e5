import email
import email.policy

import pytest
from django.core import mail
from django.utils import translation

from tests.cast import NOON
from tests.notices.kinds_for_tests import HOUR, status, told
from tests.servers import free_port
from trustpact.notices.models import Notice
from trustpact.notices.models.notice import FIRST_PAUSE
from trustpact.notices.senders.mail import message_for
from trustpact.notices.sweep import sweep


def mailed(notice):
    """Return the mail of a notice as its reader's mailbox parses it."""
    raw = message_for(notice).message().as_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_mail_says_nothing_about_what_it_is_for(cast):
    message = mailed(told(cast.ana, words={"name": "Ben", "title": "Repair"}))

    assert message["Subject"] == "Something is waiting for you"
    for kind in ("plain", "html"):
        text = message.get_body([kind]).get_content()
        assert not any(word in text.lower() for word in ("ben", "repair", "trust", "check-in"))


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_mail_has_one_link_to_the_page(cast, settings, kind):
    settings.SITE_ADDRESS = "https://example.org/"

    text = mailed(told(cast.ana, kind="test sure")).get_body([kind]).get_content()

    assert text.count("http") == 1
    assert "https://example.org/pages/" in text


def test_mail_is_dated_as_planned_and_known_by_its_notice(cast, settings):
    settings.SITE_ADDRESS = "https://example.org"
    notice = told(cast.ana)

    message = mailed(notice)

    assert message["Message-ID"] == f"<{notice.pk}@example.org>"
    assert message["Date"].datetime == NOON
    assert message["Auto-Submitted"] == "auto-generated"


def test_mail_speaks_the_language_of_its_person(cast):
    cast.ana.language = "de"
    cast.ana.save()

    with translation.override("en"):
        message = mailed(told(cast.ana))

    assert '<html lang="de" dir="ltr">' in message.get_body(["html"]).get_content()


def test_invitation_names_the_inviter_and_how_to_say_no(cast):
    notice = told(
        cast.ana,
        kind="invitation of tests",
        words={"name": "Anne-Marie O'Hara & <b>", "token": "t"},
        address="somebody@example.net",
    )

    message = mailed(notice)

    text = message.get_body(["plain"]).get_content()
    assert message["To"] == "somebody@example.net"
    assert "Anne-Marie O'Hara & <b> invites you" in text
    assert "say no" in text
    assert "O&#x27;Hara &amp; &lt;b&gt;" in message.get_body(["html"]).get_content()


@pytest.mark.parametrize("text", ["a\r\nBcc: all@example.org", "a\nb", "{{ 7*7 }}", "👩‍👩‍👧 שלום"])
def test_words_never_reach_a_header(cast, text):
    message = mailed(told(cast.ana, kind="invitation of tests", words={"name": text}))

    assert message["Bcc"] is None
    assert message["Subject"] == "An invitation for you"
    assert "49" not in message.get_body(["html"]).get_content()


def test_mailbox_with_a_line_break_is_refused_for_good(cast, smtp_sink):
    notice = told(cast.ana, address="a@example.org\nBcc: b@example.org")

    sweep(NOON)

    assert status(notice) == Notice.Status.FAILED
    assert smtp_sink.messages == []


def test_mail_reaches_the_server(cast, smtp_sink):
    notice = told(cast.ana)

    sweep(NOON)

    assert [message["Message-ID"] for message in smtp_sink.messages] == [f"<{notice.pk}@localhost>"]
    assert status(notice) == Notice.Status.SENT


def test_mail_refused_for_now_is_due_again_after_a_pause(cast, smtp_sink):
    notice = told(cast.ana)
    smtp_sink.refuse = "451 Later"
    sweep(NOON)
    assert status(notice) == Notice.Status.DUE

    smtp_sink.refuse = ""
    sweep(NOON)
    assert smtp_sink.messages == []
    sweep(NOON + FIRST_PAUSE)

    assert status(notice) == Notice.Status.SENT


def test_mail_refused_until_its_window_ends_is_flagged(cast, smtp_sink):
    notice = told(cast.ana)
    smtp_sink.refuse = "451 Later"
    sweep(NOON)

    sweep(NOON + 2 * HOUR)

    assert status(notice) == Notice.Status.FAILED
    assert smtp_sink.messages == []


def test_mail_refused_for_good_is_flagged_and_not_tried_again(cast, smtp_sink):
    notice, other = told(cast.ana), told(cast.ben, due_at=NOON + FIRST_PAUSE)
    smtp_sink.refuse = "550 No such mailbox"
    sweep(NOON)
    smtp_sink.refuse = ""
    sweep(NOON + FIRST_PAUSE)

    assert (status(notice), status(other)) == (Notice.Status.FAILED, Notice.Status.SENT)
    assert smtp_sink.to(cast.ana.email) == []


def test_line_cut_after_the_mail_was_taken_leaves_it_unknown(cast, smtp_sink):
    notices = [told(cast.ana), told(cast.ben, due_at=NOON + FIRST_PAUSE)]
    smtp_sink.drop = True
    sweep(NOON)
    smtp_sink.drop = False
    sweep(NOON + FIRST_PAUSE)

    assert [status(notice) for notice in notices] == ["unknown", "sent"]
    assert len(smtp_sink.to(cast.ana.email)) == 1


def test_line_cut_leaves_the_other_mails_of_the_batch_due(cast, smtp_sink):
    for _ in range(3):
        told(cast.ana)
    smtp_sink.drop = True
    sweep(NOON)

    assert sorted(Notice.objects.values_list("status", flat=True)) == ["due", "due", "unknown"]


def test_what_must_be_told_is_sent_again_when_the_line_was_cut(cast, smtp_sink):
    notice = told(cast.ana, kind="test sure")
    smtp_sink.drop = True
    sweep(NOON)
    smtp_sink.drop = False
    sweep(NOON + FIRST_PAUSE)

    assert status(notice) == Notice.Status.SENT
    assert {message["Message-ID"] for message in smtp_sink.messages} == {f"<{notice.pk}@localhost>"}


def test_no_mail_server_puts_everything_off(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    notices = [told(cast.ana) for _ in range(30)]

    sweep(NOON)

    assert {status(notice) for notice in notices} == {Notice.Status.DUE}
    assert not Notice.objects.filter(next_at__lte=NOON).exists()


def test_mail_that_cannot_be_written_stops_no_other(cast, caplog):
    broken = told(cast.ana, kind="test without wording")
    sound = told(cast.ben)

    sweep(NOON)

    assert (status(broken), status(sound)) == (Notice.Status.FAILED, Notice.Status.SENT)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("refuse", ["451 Later ana", "550 No ana@example.org here"])
def test_log_holds_no_address(cast, smtp_sink, caplog, refuse):
    caplog.set_level("INFO", "trustpact")
    told(cast.ana)
    smtp_sink.refuse = refuse

    sweep(NOON)

    assert refuse[:3] in caplog.text
    assert "ana" not in caplog.text
