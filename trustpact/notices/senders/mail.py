"""
Mail that says nothing about what it is for, and one connection to send many.

Neutral sender, subject and body, one link, which opens a page and signs nobody in. The id of a
message follows from its notice, so that a mail sent twice is known as the same by its reader's
mailbox; its date is the planned one.
"""

import logging
import smtplib
from email.utils import format_datetime
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.template import Engine
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import translation

from trustpact.notices import kinds, unsubscribing
from trustpact.notices.bounces import is_about_the_mailbox
from trustpact.notices.models import Notice, Reminders
from trustpact.notices.senders import Outcome
from trustpact.notices.senders.letters import Letter, letter

logger = logging.getLogger(__name__)


class MailSender:
    """One connection to the mail server, opened when the first mail needs it."""

    def __init__(self):
        self.connection = None
        self.is_gone = False

    def close(self):
        """Say goodbye to the mail server."""
        if self.connection is None:
            return
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException) as error:
            logger.info("The mail server did not say goodbye: %s", type(error).__name__)

    def message_for(self, notice, _now):
        """Return the mail of a notice, as bytes where it goes to a mail server and can be."""
        letter = letter_for(notice) if isinstance(self.connection, EmailBackend) else None
        return letter or message_for(notice)

    def open(self):
        """Connect, once, and say whether the mail server is there."""
        if self.connection is None:
            connection = get_connection()
            try:
                connection.open()
            except OSError as error:  # smtplib's errors are OSErrors
                logger.warning("The mail server takes no connection: %s", type(error).__name__)
                return False
            self.connection = connection
        return True

    def send(self, message):
        """Send one message and return its Outcome; never raises for what the server answers."""
        try:
            if isinstance(message, Letter):
                server = self.connection.connection
                server.sendmail(message.sender, [message.mailbox], message.content)
            else:
                self.connection.send_messages([message])
        except Exception as error:  # noqa: BLE001 (every one has its outcome)
            outcome, code = _outcome_of(error)
            self.is_gone = outcome == Outcome.UNSURE or code == 421
            logger.warning("A mail was not sent: %s %s", type(error).__name__, code or "")
            return outcome
        return Outcome.SENT

    def learn(self, outcomes):
        """Remember the mailboxes that are gone: no more mails go there."""
        for notice, outcome in outcomes.items():
            if outcome == Outcome.GONE and not notice.address:
                Reminders.objects.note_bounce(notice.person)


def _outcome_of(error):
    """Return the Outcome that an error of sending means, and the server's code (0: none)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        replies = [(error.smtp_code, error.smtp_error)]
    elif isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Outcome.NEVER, 0  # refused before anything was sent: a header, an address
    else:
        return Outcome.UNSURE, 0
    code, words = replies[0]
    if code < 500:
        return Outcome.LATER, code
    is_about_us = isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError)
    is_gone = not is_about_us and is_about_the_mailbox(code, _readable(words))
    return (Outcome.GONE if is_gone else Outcome.NEVER), code


def _readable(words):
    return words.decode("ascii", "replace") if isinstance(words, bytes) else str(words)


def message_for(notice):
    """Return the mail of a notice, in its person's language."""
    context = _context(notice)
    wording = kinds.get(notice.kind).wording
    message = _write(wording, notice.person.language, context, context)
    message.to = [notice.mailbox]
    message.extra_headers = _headers(notice)
    return message


def letter_for(notice):
    """Return the same mail as bytes, or None where it must be built as a message."""
    return letter(
        _write,
        wording=kinds.get(notice.kind).wording,
        language=notice.person.language,
        context=_context(notice),
        headers=_headers(notice),
        mailbox=notice.mailbox,
    )


def _write(wording, language, text, html):
    """Build a mail to nobody yet; `text` and `html` are the contexts of its two parts."""
    with translation.override(language):
        message = EmailMultiAlternatives(
            subject=" ".join(_plain(f"notices/{wording}.subject.txt", text).split()),
            body=_plain(f"notices/{wording}.txt", text).strip() + "\n",
        )
        page = render_to_string(f"notices/{wording}.html", html)
    message.attach_alternative(page, "text/html")
    return message


def _context(notice):
    """Return what its wording may say: the words that came with it, and where its page is."""
    return {**notice.words, "link": settings.SITE_ADDRESS.rstrip("/") + notice.path}


def _headers(notice):
    host = urlsplit(settings.SITE_ADDRESS).hostname
    return _way_out(notice) | {
        "Message-ID": f"<{notice.pk}@{host}>",
        "Date": format_datetime(notice.due_at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _way_out(notice):
    """Return the headers by which its reader ends such mails in one press (RFC 8058)."""
    if notice.urgency == Notice.Urgency.SURE or notice.address:
        return {}  # what must be told has no such way, nor has an invitation: it comes once
    return {
        "List-Unsubscribe": f"<{unsubscribing.address_for(notice)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _plain(template, context):
    text = Context(context, autoescape=False)
    return _engine_for_text().get_template(template).render(text)


@cache
def _engine_for_text():
    """Templates of plain text: nothing is escaped, for nothing would read it as HTML."""
    html = Engine.get_default()
    return Engine(dirs=html.dirs, autoescape=False, libraries={"i18n": "django.templatetags.i18n"})
