"""One partner's answer as it stands open to both."""

import uuid

from django.db import models

from checkins.models.occurrence import Occurrence
from trustpact.couples.models import Partner
from trustpact.prepared import prepared
from trustpact.privacy.fields import SealedJSON


@prepared
def _open_of(occurrence, now):
    """What stands open of an occurrence by now, of both partners."""
    shown = OpenedAnswer.objects.filter(occurrence=occurrence, opens_at__lte=now)
    return shown.select_related("partner__person")


class OpenedAnswer(models.Model):
    """
    An answer under the couple's key: written when it may open, shown from `opens_at` on.

    `content` holds the question as it was asked, the value, and the place it was asked in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="opened_answers")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="opened_answers")
    question = models.CharField(max_length=60)
    content = SealedJSON(owner="partner.couple")
    opens_at = models.DateTimeField()
    alone = models.BooleanField(default=False)  # opened by its author, counterpart or not

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "partner", "question"], name="openedanswer_once"
            )
        ]
        indexes = [models.Index(fields=["partner", "opens_at"], name="openedanswer_since")]

    def __str__(self):
        return f"opened answer {self.pk}"

    @classmethod
    def of(cls, occurrence, now):
        """Return what has opened of an occurrence by now, of both partners, in the order asked."""
        return sorted(_open_of(occurrence.pk, now), key=lambda one: (one.place, one.partner.place))

    @property
    def asked(self):
        """The question as its author read it."""
        return self.content["asked"]

    @property
    def value(self):
        """The answer."""
        return self.content["value"]

    @property
    def place(self):
        """Where the question stood among the others."""
        return self.content["place"]

    def is_open(self, now):
        """Say whether it shows by now."""
        return self.opens_at <= now
