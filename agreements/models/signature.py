"""One partner's yes to one exact text."""

import uuid

from django.db import models

from trustpact.privacy.fields import SealedText


class Signature(models.Model):
    """
    A partner's signature of a version.

    Until both have signed it is its author's alone: the other sees neither it nor that it exists,
    its author takes it back without a trace, and it goes when the version ends unsigned. Only
    when the version comes into force does it enter the history.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        "agreements.Version", on_delete=models.CASCADE, related_name="signatures"
    )
    partner = models.ForeignKey(
        "couples.Partner", on_delete=models.PROTECT, related_name="signatures"
    )
    digest = models.CharField(max_length=64)
    signed_on = models.DateField()  # the UTC day
    auth = models.CharField(max_length=16)
    moment = SealedText(owner="partner.person")  # the exact time, for its author alone

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "partner"], name="signature_once")
        ]

    def __str__(self):
        return f"signature of {self.version_id}"
