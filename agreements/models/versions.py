"""Versions, asked for in the words of the agreement: how they stand, and what waits for whom."""

from datetime import timedelta

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from agreements.models.review import ReviewDelay
from agreements.terms import utc_day
from trustpact.prepared import prepared

OPEN_FOR = timedelta(days=14)  # how long a version waits for both, once signing has opened


class Status(models.TextChoices):
    """How a version stands."""

    PROPOSED = "proposed", _("put forward")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("replaced by a later version")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("ended without both signatures")


class VersionQuerySet(models.QuerySet):
    """Versions, in the words of the agreement."""

    def proposed(self):
        return self.filter(status=Status.PROPOSED)

    def open(self, now):
        """Versions put forward whose time has not run out."""
        return self.proposed().filter(signing_opens_at__gt=now - OPEN_FOR)

    def in_force(self):
        return self.filter(status=Status.IN_FORCE)

    def current(self):
        """The version that is put forward and the one in force, as far as there are any."""
        return self.filter(status__in=(Status.PROPOSED, Status.IN_FORCE))

    def signed(self):
        """Versions that are or were in force, the last one first."""
        return self.filter(in_force_since__isnull=False).order_by("-number")

    def to_look_at(self, partner, now):
        """Versions in force whose day to look at them again has come, and not put off by this partner."""
        day = utc_day(now)
        put_off = ReviewDelay.objects.filter(version=OuterRef("pk"), partner=partner, until__gt=day)
        return self.in_force().filter(~Exists(put_off), review_on__lte=day)


@prepared
def current_versions(agreement):
    """The version that an agreement has put forward and the one in force, with their texts."""
    return apps.get_model("agreements", "Version").objects.current().filter(agreement=agreement)
