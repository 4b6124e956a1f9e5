"""
The mail that a development machine wrote instead of sending it; mounted only when DEBUG is on.

Django's file backend writes one file a connection under `var/mail`, and parts the messages in it
by a line of 79 dashes.
"""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trustpact.access.guards import open_to_all

NEWEST = 50  # messages on the page
BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    """One message as the page shows it; `text` is its plain text."""

    to: str
    subject: str
    date: str
    text: str


@require_safe
@open_to_all
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the newest messages, so that codes and links can be followed without a mail server."""
    return render(request, "web/mailbox.html", {"letters": newest(Path(settings.EMAIL_FILE_PATH))})


def newest(folder: Path, limit: int = NEWEST) -> list[Letter]:
    """Return the letters in the folder, newest first, at most `limit`; none if it is not there."""
    letters: list[Letter] = []
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files:
        letters += reversed(in_file(file.read_bytes()))
        if len(letters) >= limit:
            break
    return letters[:limit]


def in_file(content: bytes) -> list[Letter]:
    """Return the letters that one file holds, in the order in which they were written."""
    parts = [part.strip() for part in content.split(BETWEEN)]
    return [letter(part) for part in parts if part]


def letter(content: bytes) -> Letter:
    """Read one message; what cannot be read is left empty."""
    message = email.message_from_bytes(content, EmailMessage, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    return Letter(
        to=str(message.get("To", "")),
        subject=str(message.get("Subject", "")),
        date=str(message.get("Date", "")),
        text=body.get_content().strip() if body else "",
    )
