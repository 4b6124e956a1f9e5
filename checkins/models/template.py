"""The curated library: rituals with their questions, levels with their words, lists of words."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checkins import asking, recurrence
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


WHOSE = (str, {"*": str})
QUESTION = {"slug": str, "kind": str, "text?": str, "visibility?": WHOSE}
QUESTION |= {"one_of?": [str], "words?": [str], "choices?": [str], "replies?": [str]}
QUESTION |= {"folded?": bool, "private?": bool, "turns?": bool, "aloud?": bool, "dark?": bool}
QUESTION |= {"between?": bool, "only_shared?": bool, "amends?": bool, "minutes?": int}
QUESTION |= {"rule?": str, "or?": str, "then?": str, "round?": str, "by?": str}
LEVEL_WORDS = 5


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
    SHAPES = {"questions": [QUESTION]}

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
        verbose_name, verbose_name_plural = _("ritual"), _("rituals")

    def faults(self):
        """Return what keeps it from being published: form, cadence, what it asks for, the limits."""
        if found := super().faults():
            return found
        return [*self._faults_of_cadence(), *self._faults_of_levels(), *self._demands()]

    def _faults_of_cadence(self):
        try:
            _cadence = self.cadence
        except ValueError as error:
            return [
                gettext("How often it comes round cannot be read: %(error)s") % {"error": error}
            ]
        return []

    def _faults_of_levels(self):
        named = {
            name
            for question in self.questions
            if question["kind"] == "level"
            for name in question.get("one_of") or [question["slug"]]
        }
        known = set(Level.published.filter(slug__in=named).values_list("slug", flat=True))
        return [
            gettext("There is no published level “%(slug)s”.") % {"slug": slug}
            for slug in sorted(named - known)
        ]

    def _demands(self):
        texts = [question.get("text", "") for question in self.questions]
        found = (asking.demand(text, self.language) for text in texts if text)
        return [
            gettext("“%(words)s” asks for what nobody has to tell.") % {"words": one.words}
            for one in found
            if one
        ]

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
    SHAPES = {"words": [str]}

    name = models.CharField(max_length=40)
    question = models.CharField(max_length=120)
    words = models.JSONField()
    note = models.CharField(max_length=120, blank=True, default="")

    def faults(self):
        """Return what keeps it from being published: its form, a word too many or too few."""
        if found := super().faults():
            return found
        if len(self.words) == LEVEL_WORDS:
            return []
        return [gettext("A level has five words, from the lowest to the highest.")]

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("level"), _("levels")


class WordList(Curated):
    """Words to pick from, such as feelings; `at_first` of them show at once."""

    TEXT = ("words", "at_most", "at_first")
    SHAPES = {"words": [str]}

    words = models.JSONField()
    at_most = models.PositiveSmallIntegerField(default=3)
    at_first = models.PositiveSmallIntegerField(default=8)

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("list of words"), _("lists of words")
