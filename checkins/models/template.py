"""The curated library: rituals with their questions, levels with their words, lists of words."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from checkins import recurrence
from trustpact.curation.models import Curated


class Clock(models.TextChoices):
    """By whose clock a ritual comes round."""

    OWN = "own", _("Each at their own time")
    SHARED = "shared", _("Together")


class Suggest(models.TextChoices):
    """When a ritual is offered."""

    AT_ONCE = "at once", _("From the start")
    TWO_WEEKS = "after two weeks", _("Good after two weeks")
    MONTH = "after a month", _("Good after a month")
    CALM_MONTH = "after a calm month", _("Good after a calm month")
    SIGNING = "at signing", _("Good once you have signed")
    TESTING = "with the testing clause", _("Good with a clause about testing")
    BOTH_ASK = "when both ask for it", _("When both of you ask for it")


class RitualTemplate(Curated):
    """One revision of a ritual that couples can begin; `questions` are as `answers.asked` takes."""

    TEXT = (
        "name",
        "about",
        "often",
        "on",
        "at",
        "clock",
        "minutes",
        "suggest",
        "replaces",
        "guided",
        "stop",
        "questions",
    )

    name = models.CharField(max_length=80)
    about = models.CharField(max_length=300)
    often = models.CharField(max_length=40)
    on = models.CharField(max_length=40, blank=True, default="")
    at = models.TimeField()
    clock = models.CharField(max_length=8, choices=Clock)
    minutes = models.PositiveSmallIntegerField()
    suggest = models.CharField(max_length=30, choices=Suggest)
    replaces = models.SlugField(max_length=60, blank=True, default="")
    guided = models.BooleanField(default=False)  # held in guided steps and in no other way
    stop = models.CharField(max_length=200, blank=True, default="")
    questions = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta(Curated.Meta):
        pass

    @property
    def cadence(self):
        """The fields of a cadence, but for its dates."""
        return recurrence.read_cadence(self.often, self.on)

    @property
    def can_begin_now(self):
        """Whether one partner can begin it for both."""
        return not self.waits_for_both

    @property
    def waits_for_both(self):
        """Whether it begins only once each of the two has asked for it."""
        return self.suggest == Suggest.BOTH_ASK


class Level(Curated):
    """Something that is rated from 1 to 5, with a word for each."""

    TEXT = ("name", "question", "words", "note")

    name = models.CharField(max_length=40)
    question = models.CharField(max_length=120)
    words = models.JSONField()
    note = models.CharField(max_length=120, blank=True, default="")

    class Meta(Curated.Meta):
        pass


class WordList(Curated):
    """Words to pick from, such as feelings; `at_first` of them show at once."""

    TEXT = ("words", "at_most", "at_first")

    words = models.JSONField()
    at_most = models.PositiveSmallIntegerField(default=3)
    at_first = models.PositiveSmallIntegerField(default=8)

    class Meta(Curated.Meta):
        pass
