"""A private address from which a calendar app reads what is planned for one person."""

import secrets
import uuid
from hashlib import sha256

from django.conf import settings
from django.db import models

TOKEN_BYTES = 32


class CalendarFeedQuerySet(models.QuerySet):
    """Feeds, in the words of those who subscribe."""

    def make(self, person, *, now):
        """
        Make a person's feed, or give it a new address, and return the token of that address.

        The token is kept nowhere and shown once; the address before it stops in this moment.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        fresh = {"token_digest": digest(token), "made_on": person.local(now).date()}
        self.update_or_create(person=person, defaults=fresh)
        return token

    def by_token(self, token):
        """Return the feed whose address this is, of a person whose account is open, or None."""
        open_to = self.filter(person__is_active=True).select_related("person")
        return open_to.filter(token_digest=digest(token)).first()

    def end_for(self, person):
        """End a person's feed at once; its address is then like one that never was."""
        return self.filter(person=person).delete()[0]


class CalendarFeed(models.Model):
    """
    That a person has a feed. Its token has 256 bits, so a plain hash of it hides it; no key is
    needed that could change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self):
        return f"calendar feed {self.id}"


def digest(token: str) -> str:
    """Return the digest under which a token is found: 64 hexadecimal digits."""
    return sha256(f"notices.calendar\0{token}".encode()).hexdigest()
