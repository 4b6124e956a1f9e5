"""Helplines: who to call when something is not safe, by country."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trustpact.curation.models import Curated
from trustpact.people.countries import COUNTRIES

CHECKED_FOR = timedelta(days=183)  # after that, somebody calls the number anew


class Helpline(Curated):
    """A telephone number that people in danger can call; known to curators, shown to anyone."""

    TEXT = ("country", "name", "phone", "checked_on")

    country = models.CharField(max_length=2)  # ISO 3166-1, upper case
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    checked_on = models.DateField(null=True, blank=True)  # when a curator last called it

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("helpline"), _("helplines")

    def faults(self):
        """Return what keeps it from being published: an unknown country, no number to call."""
        found = super().faults()
        if self.country not in COUNTRIES:
            found.append(gettext("The country “%(code)s” is not known.") % {"code": self.country})
        if not any(sign.isdigit() for sign in self.phone):
            found.append(gettext("A number to call has digits."))
        return found

    @classmethod
    def to_check(cls, *, today):
        """Return the published lines whose number nobody has called for half a year, or ever."""
        return [
            line
            for line in cls.published.order_by("country", "slug", "language")
            if line.checked_on is None or line.checked_on <= today - CHECKED_FOR
        ]

    @property
    def dial(self):
        """Return the number as a telephone takes it: digits, and a plus in front."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
