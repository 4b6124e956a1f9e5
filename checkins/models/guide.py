"""The words of a repair: what is asked of each alone, the roles, the answers, the steps."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checkins import mending
from trustpact.curation import memory
from trustpact.curation.models import Curated
from trustpact.curation.shapes import OneOf

BY = OneOf(mending.HURT, mending.OTHER, "either", "both")
COUNTS = {"roles": 2, "answers": 3}  # how many there are of each, by their places
CHOICES = {mending.UNDERSTOOD: 3, mending.FOLLOW_THROUGH: 4}


class RepairGuide(Curated):
    """One revision of the words that lead through a repair; `checkins/mending.py` knows the order."""

    TEXT = ("screen", "opening", "roles", "answers", "steps", "rests_by_itself_after_days")
    SHAPES = {
        "roles": [str],
        "answers": [str],
        "steps": [{"slug": OneOf(*mending.STEPS), "by": BY, "text": str, "choices?": [str]}],
    }
    ALONE = "repair"

    screen = models.CharField(max_length=200)
    opening = models.CharField(max_length=200)
    roles = models.JSONField()
    answers = models.JSONField()
    steps = models.JSONField()
    rests_by_itself_after_days = models.PositiveSmallIntegerField(default=30)

    def faults(self):
        """Return what keeps it from being published: its form, or places that mean something else."""
        if found := super().faults():
            return found
        found = [
            gettext("“%(field)s” needs exactly %(count)d.") % {"field": name, "count": count}
            for name, count in COUNTS.items()
            if len(getattr(self, name)) != count
        ]
        if tuple(step["slug"] for step in self.steps) != mending.STEPS:
            steps = ", ".join(mending.STEPS)
            found.append(gettext("The steps are these, each once: %(steps)s") % {"steps": steps})
        found += [
            gettext("“%(field)s” needs exactly %(count)d.") % {"field": name, "count": count}
            for name, count in CHOICES.items()
            if len(self.choices(name)) != count
        ]
        return found

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("repair guide"), _("repair guides")

    @classmethod
    def read_in(cls, language):
        """Return the words in a language, or in English."""
        return memory.published(cls, language)[0]

    def text(self, step):
        """Return what a step asks."""
        if step == mending.OPENING:
            return self.opening
        return self._step(step).get("text", "")

    def choices(self, step):
        """Return the words of the choices of a step, by their places."""
        return self.answers if step == mending.ANSWER else self._step(step).get("choices", [])

    def _step(self, slug):
        return next((one for one in self.steps if one["slug"] == slug), {})
