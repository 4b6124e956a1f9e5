"""`manage.py take_bounce < mail`: what a mail server says came back, so that mails stop."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from trustpact.notices.bounces import read_bounce
from trustpact.notices.models import Notice, Reminders

MOST = 2_000_000  # bytes


class Command(BaseCommand):
    """
    Read one delivery status notification from standard input.

    It ends with 0 whatever it was given, so that no mail server sends a bounce of a bounce. Only
    who was sent a mail knows its id, so an invented report stops nothing.
    """

    help = "Reads a delivery status notification; mails to a mailbox that is gone stop."

    def handle(self, *_args, **_options):
        """Say what it was, without an address."""
        raw = getattr(self, "stdin", sys.stdin.buffer).read(MOST)
        self.stdout.write(take(raw))


def take(raw):
    """Stop the mails to the mailbox that this report tells of; returns what it was, in a sentence."""
    try:
        bounce = read_bounce(raw)
    except Exception:  # noqa: BLE001 (whatever a stranger sent, it is no report)
        bounce = None
    if bounce is None:
        return "This is no report of a mail that came back for good. Nothing changed."
    mails = Notice.objects.filter(pk=bounce.notice_id, channel=Notice.Channel.MAIL)
    notice = mails.select_related("person").first()
    if notice is None or bounce.host != urlsplit(settings.SITE_ADDRESS).hostname:
        return "This mail was not ours, or is forgotten by now. Nothing changed."
    if notice.address or notice.person.email.lower() not in bounce.addresses:
        return "This mail went to a mailbox that nobody has here now. Nothing changed."
    Reminders.objects.note_bounce(notice.person)
    return "Mails to this mailbox stop, and the app says so."
