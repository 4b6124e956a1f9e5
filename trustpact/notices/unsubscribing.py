"""The signed link by which one ends the mails about one thing, without signing in (RFC 8058)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

SALT = "trustpact.notices.unsubscribing"  # its own: no other signed link of ours opens this
LONGEST = 400  # characters


@dataclass(frozen=True)
class Ends:
    """What a link ends: the mails of one kind, about one subject, to one person."""

    person_id: UUID
    kind: str
    subject: UUID


def address_for(notice):
    """Return the whole address that ends the mails of which this notice is one; it never expires."""
    subject = notice.series or notice.subject
    told = notice.person_id.bytes + subject.bytes + notice.kind.encode()
    token = Signer(salt=SALT).sign(urlsafe_b64encode(told).decode().rstrip("="))
    return settings.SITE_ADDRESS.rstrip("/") + reverse("notices:quiet", args=[token])


def read(token):
    """Return what a link ends, or None where it was cut, changed, or signed for something else."""
    if len(token) > LONGEST:
        return None
    try:
        packed = Signer(salt=SALT).unsign(token)
        told = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        return Ends(UUID(bytes=told[:16]), told[32:].decode(), UUID(bytes=told[16:32]))
    except (BadSignature, ValueError):
        return None
