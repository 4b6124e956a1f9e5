"""
What a mail server says when a mailbox takes no mail: at once, or later by a mail of its own. PURE.

Source: RFC 3464 (delivery status notifications), RFC 3463 (status codes).
"""

import email
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default as POLICY  # noqa: N812
from email.utils import parseaddr

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_FULL_OR_TOO_LONG = {"2", "3"}  # 5.2.2 and 5.2.3: it passes, or it is about this one mail
_NO_SUCH_MAILBOX = {550, 551, 553}
_OUR_ID = re.compile(r"<([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})@([^<>\s]{1,253})>")


@dataclass(frozen=True)
class Bounce:
    """One mail that came back for good: the id it was sent with, and to which addresses."""

    notice_id: str
    host: str
    addresses: frozenset[str]


def is_about_the_mailbox(code: int, words: str) -> bool:
    """
    Whether a refusal at SMTP says that the mailbox is not there, and not that a server or a mail
    is unwelcome: of the latter every mailbox would seem gone.
    """
    if code < 500:
        return False
    found = _ENHANCED.search(words)
    return _is_gone(found[0]) if found else code in _NO_SUCH_MAILBOX


def read_bounce(raw: bytes) -> Bounce | None:
    """Return what a delivery status notification says came back for good; None for any other mail."""
    message = email.message_from_bytes(raw, policy=POLICY)
    if message.get_content_type() != "multipart/report":
        return None
    status = _first(message, "message/delivery-status")
    original = _original(message)
    if status is None or original is None:
        return None
    failed = [block for block in _blocks(status) if _has_failed(block)]
    ours = _OUR_ID.fullmatch(str(original.get("Message-ID", "")).strip())
    if not failed or not ours:
        return None
    told = [
        _address(block, name)
        for block in failed
        for name in ("Final-Recipient", "Original-Recipient")
    ]
    told.append(parseaddr(str(original.get("To", "")))[1])
    return Bounce(ours[1], ours[2], frozenset(one.strip().lower() for one in told if one))


def _is_gone(status: str) -> bool:
    family, subject, detail = status.strip().split(".")
    return family == "5" and (
        subject == "1" or (subject == "2" and detail not in _FULL_OR_TOO_LONG)
    )


def _has_failed(block: EmailMessage) -> bool:
    status = _ENHANCED.search(str(block.get("Status", "")))
    is_failure = str(block.get("Action", "")).strip().lower() == "failed"
    return is_failure and status is not None and _is_gone(status[0])


def _address(block: EmailMessage, name: str) -> str:
    kind, _semicolon, address = str(block.get(name, "")).partition(";")
    return address.strip().strip("<>") if kind.strip().lower() == "rfc822" else ""


def _first(message: EmailMessage, content_type: str) -> EmailMessage | None:
    return next((one for one in message.walk() if one.get_content_type() == content_type), None)


def _blocks(status: EmailMessage) -> list[EmailMessage]:
    return [one for one in status.walk() if one is not status]


def _original(message: EmailMessage) -> EmailMessage | None:
    whole = _first(message, "message/rfc822")
    if whole is not None and whole.is_multipart():
        inside: list[EmailMessage] = [one for one in whole.walk() if one is not whole]
        return inside[0]
    headers = _first(message, "text/rfc822-headers") or _first(message, "message/rfc822-headers")
    if headers is None:
        return None
    raw = headers.get_payload(decode=True)
    return email.message_from_bytes(raw if isinstance(raw, bytes) else b"", policy=POLICY)
