"""The curated library: rituals with their questions, levels with their words, lists of words."""

from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checkins import asking, recurrence, vocabulary
from trustpact.curation import memory, shapes
from trustpact.curation.models import Curated
from trustpact.curation.starter import FALLBACK_LANGUAGE


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


LEVEL_WORDS = 5
RHYTHM = _(
    "How often is daily, weekly, monthly, or as in “every 2 weeks”; the day is as in “friday” or "
    "“last friday”, and nothing where it is counted in days."
)
NEEDED = {
    vocabulary.SLUG: _("The question “%(slug)s” needs a short name of a to z, digits and hyphens."),
    vocabulary.TWICE: _("Two questions have the short name “%(slug)s”."),
    vocabulary.TEXT: _("The question “%(slug)s” has no text."),
    vocabulary.CHOICES: _("The question “%(slug)s” needs two choices or more."),
    vocabulary.TIME: _("The minutes of “%(slug)s” are none of 0 to 240."),
}


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
    SHAPES = {"questions": [vocabulary.QUESTION]}
    READ = ("questions",)

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
        said = [sentence for _name, sentences in self.readings() for sentence in sentences]
        return [
            *self._faults_of_cadence(),
            *(NEEDED[need] % {"slug": slug} for slug, need in vocabulary.needs(self.questions)),
            *self._faults_of_names(),
            *said,
        ]

    def _faults_of_cadence(self):
        try:
            fields = self.cadence
            if fields["unit"] == recurrence.Unit.MONTH and "nth" not in fields:
                fields |= {"day": 1}  # the day of the month on which it begins
            recurrence.Cadence(start=date.min, **fields)
        except ValueError:
            words = f"{self.often} · {self.on}"
            return [gettext("“%(words)s” is no rhythm. %(how)s") % {"words": words, "how": RHYTHM}]
        return []

    def _faults_of_names(self):
        """Return which levels, lists of words and rituals it names that nobody can read."""
        named = [
            (Level, vocabulary.levels_of(self.questions)),
            (WordList, vocabulary.lists_of(self.questions)),
            (RitualTemplate, {self.replaces} - {""}),
        ]
        return [
            gettext("“%(slug)s” names nothing in the library under “%(many)s”.")
            % {"slug": slug, "many": model._meta.verbose_name_plural}
            for model, slugs in named
            for slug in sorted(slugs - {row.slug for row in memory.published(model, "en")})
        ]

    def readings(self):
        """Return what its questions demand that nobody has to tell."""
        if shapes.fault(self.questions, self.SHAPES["questions"]):
            return []
        words = (said for question in self.questions for said in vocabulary.words_of(question))
        demands = (asking.demand(said, self.language) for said in words)
        found = [
            gettext("“%(words)s” asks for what nobody has to tell.") % {"words": one.words}
            for one in demands
            if one
        ]
        return [("questions", found)] if found else []

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

    def kept_by(self):
        """Say that it stays while a published ritual asks for it."""
        return super().kept_by() or _asked_by(self, vocabulary.levels_of)

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("level"), _("levels")


class WordList(Curated):
    """Words to pick from, such as feelings; `at_first` of them show at once."""

    TEXT = ("words", "at_most", "at_first")
    SHAPES = {"words": [str]}

    words = models.JSONField()
    at_most = models.PositiveSmallIntegerField(default=3)
    at_first = models.PositiveSmallIntegerField(default=8)

    def kept_by(self):
        """Say that it stays while a published ritual picks from it."""
        return super().kept_by() or _asked_by(self, vocabulary.lists_of)

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("list of words"), _("lists of words")


def _asked_by(row, named_in):
    """Return the sentence that says which published ritual asks for a row, or ""."""
    if row.language != FALLBACK_LANGUAGE:  # where it is missing, the English one is read
        return ""
    rituals = RitualTemplate.published.filter(language=FALLBACK_LANGUAGE)
    name = next((one.name for one in rituals if row.slug in named_in(one.questions)), "")
    return name and gettext("“%(ritual)s” asks for this. Change that ritual first.") % {
        "ritual": name
    }
