"""Wrong codes, counted in the database so that no restart and no flush forgets them."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from trustpact.couples.codes import digest
from trustpact.privacy.retention import WRONG_CODES

MOST_WRONG_CODES = 10
WITHIN = WRONG_CODES.kept_for


class WrongCodeQuerySet(models.QuerySet):
    def too_many(self, tries_of: list[str], *, now: datetime) -> bool:
        """Whether an account or an address tried too many wrong codes within the hour."""
        recent = self.filter(tried_at__gt=now - WITHIN)
        return any(recent.filter(who=who).count() >= MOST_WRONG_CODES for who in tries_of)

    def note(self, tries_of: list[str], *, now: datetime) -> None:
        """Count one wrong code, and forget those that count no more."""
        self.forget(now)
        self.bulk_create(self.model(who=who, tried_at=now) for who in tries_of)

    def forget(self, now: datetime) -> int:
        """Delete those that count no more; returns how many."""
        return self.filter(tried_at__lte=now - WITHIN).delete()[0]


class WrongCode(models.Model):
    """One wrong code by one account or network address, known by a keyed digest, for an hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    who = models.CharField(max_length=64)
    tried_at = models.DateTimeField(db_index=True)

    objects = WrongCodeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["who", "tried_at"], name="wrong_code_of_whom")]

    def __str__(self):
        return f"wrong code {self.pk}"


def tries_of(*, address: str, person=None) -> list[str]:
    """
    Return under which digests a try is counted: the network address, and the account if any.

    `address` is whatever stands for the network address; the account's pages give a pseudonym.
    """
    who = [f"address {address}"] + ([f"person {person.pk}"] if person is not None else [])
    return [digest(one, purpose="try", key=settings.SECRET_KEY) for one in who]
