"""Exercises of the curated library: conversations, role-play, visualisations, practices."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checkins.models.second_look import second_looks
from trustpact.curation.models import Curated


class Kind(models.TextChoices):
    """What one does in an exercise."""

    CONVERSATION = "conversation", _("Conversation")
    ROLE_PLAY = "role-play", _("Role-play")
    VISUALISATION = "visualisation", _("Visualisation")
    PRACTICE = "practice", _("Practice")


class Exercise(Curated):
    """
    One revision of an exercise. Nothing is kept of who held it: how far one is stands in the path.

    `pace` holds the minutes of each step, 0 where a clock would disturb. A `careful` one asks to be
    left by whoever is afraid, and shows the way to help on every step.
    """

    TEXT = ("name", "kind", "minutes", "together", "careful", "steps", "pace")
    SHAPES = {"steps": [str], "pace": [int]}
    READ = ("steps",)

    Kind = Kind

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    minutes = models.PositiveSmallIntegerField()
    together = models.BooleanField()
    careful = models.BooleanField(default=False)
    steps = models.JSONField()
    pace = models.JSONField()

    def faults(self):
        """Return what keeps it from being published: its form, a step without a pace."""
        if found := super().faults():
            return found
        if len(self.steps) == len(self.pace) and min(self.pace) >= 0:
            return []
        return [gettext("Each step needs its minutes; 0 where a clock would disturb.")]

    def readings(self):
        """Return which steps read like what no agreement may ask; that alone keeps none back."""
        steps = self.steps if self.has_its_form else []
        found = [one for step in steps for one in second_looks(step, self.language)]
        return [("steps", found)] if found else []

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("exercise"), _("exercises")

    @classmethod
    def named(cls, slug, language):
        """Return what is published under this name, in this language or English, or None."""
        return cls.published.read_in(language).filter(slug=slug).first()

    def seconds_of(self, number):
        """Return the time of a step, counted from 1; 0 where it has none."""
        return 60 * self.pace[number - 1]
