"""Looking at a version in force again: a prompt from its day on, which each may put off."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from agreements.terms import utc_day
from trustpact.rules import RuleBroken


class ReviewDelay(models.Model):
    """That one partner put looking at a version off until a day; theirs alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey("agreements.Version", models.CASCADE, related_name="delays")
    partner = models.ForeignKey("couples.Partner", models.CASCADE, related_name="+")
    until = models.DateField()  # a UTC day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "partner"], name="reviewdelay_once")
        ]

    def __str__(self):
        return f"review of {self.version_id} put off"

    @classmethod
    @transaction.atomic
    def put_off(cls, version, *, partner, days, now):
        """
        Let the prompt of this partner rest for so many days; the other's stays.

        RuleBroken where the version is not in force, or its day has not come.
        """
        version.lock(partner)
        if version.status != version.Status.IN_FORCE or utc_day(now) < version.review_on:
            raise RuleBroken(_("There is nothing to put off: this version does not ask for you."))
        until = utc_day(now) + timedelta(days=days)
        cls.objects.update_or_create(version=version, partner=partner, defaults={"until": until})
