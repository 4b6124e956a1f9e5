"""Helplines: who to call when something is not safe, by country."""

from django.db import models

from trustpact.curation.models import Curated


class Helpline(Curated):
    """A telephone number that people in danger can call; known to curators, shown to anyone."""

    TEXT = ("country", "name", "phone")

    country = models.CharField(max_length=2)  # ISO 3166-1, upper case
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    checked_on = models.DateField(null=True, blank=True)  # when a curator last called it

    class Meta(Curated.Meta):
        abstract = False

    @property
    def dial(self):
        """Return the number as a telephone takes it: digits, and a plus in front."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
