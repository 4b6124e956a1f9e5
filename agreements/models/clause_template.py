"""The clauses of the library, and the words in which a check-in asks about them."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import wording
from agreements.models.category import Category
from agreements.models.pack import Pack
from agreements.models.refusals import objections
from trustpact.curation import memory, shapes
from trustpact.curation.models import Curated, PublishedManager
from trustpact.curation.sentences import none_of
from trustpact.curation.shapes import OneOf


class BlankKind(models.TextChoices):
    """What may stand in a blank."""

    TEXT = "text"
    MONEY = "money"  # a whole amount in the couple's currency
    NUMBER = "number"
    PARTNER = "partner"  # each of us, or one of the two


class PublishedTemplates(PublishedManager):
    """The clauses that the library offers."""

    def of_pack(self, pack):
        """Return all clauses of a pack in its language, those of the floor too."""
        return self.read_in(pack.language).filter(pack=pack.slug)

    def to_choose(self, pack):
        """Return the clauses of a pack that can be put into a draft: all but the floor's."""
        return self.of_pack(pack).filter(floor=False)


class ClauseTemplate(Curated):
    """
    One clause of the library.

    `blanks` maps the name of each blank in `text` to its label, kind (BlankKind) and suggestion.
    `ask` opens the conversation about the clause; `watch` is what a check-in may ask about it.
    """

    TEXT = ("pack", "category", "text", "ask", "watch", "blanks", "floor", "intrusive")
    READ = ("text",)
    SHAPES = {
        "blanks": {"*": {"label": str, "kind": OneOf(*BlankKind.values), "suggest": str}},
    }

    pack = models.SlugField(max_length=60)
    category = models.SlugField(max_length=60)
    text = models.CharField(max_length=1000)
    ask = models.CharField(max_length=300)
    watch = models.CharField(max_length=300, blank=True, default="")
    blanks = models.JSONField(blank=True, default=dict)
    floor = models.BooleanField(default=False)  # always holds: never asked, signed or withdrawn
    intrusive = models.BooleanField(default=False)  # names whom it concerns, and lapses

    published = PublishedTemplates()

    @property
    def parts(self):
        """The words, each blank with what is suggested for it, as the library shows them."""
        suggested = {name: blank["suggest"] for name, blank in self.blanks.items()}
        return wording.parts(self.text, self.blanks, suggested)

    @property
    def text_as_suggested(self):
        """The clause with its blanks as suggested; that is what has to be within the limits."""
        return "".join(part.text for part in self.parts)

    def faults(self):
        """Return what keeps this clause from being published: its form, its places, the limits."""
        if found := super().faults():
            return found
        said = [sentence for _name, sentences in self.readings() for sentence in sentences]
        return [*self._faults_of_blanks(), *self._faults_of_place(), *said]

    def _faults_of_blanks(self):
        unused = self.blanks.keys() - set(wording.blanks_in(self.text, self.blanks))
        return [
            _("The blank “%(name)s” does not stand in the text.") % {"name": name}
            for name in sorted(unused)
        ]

    def _faults_of_place(self):
        found = []
        for slug, model, where in (
            (self.pack, Pack, _("Pack")),
            (self.category, Category, _("Category")),
        ):
            published = [row.slug for row in memory.published(model, self.language)]
            if slug not in published:
                found.append(f"{where}: {none_of(slug, published)}")
        if self.floor and self.intrusive:
            found.append(_("What always holds cannot be intrusive."))
        return found

    def readings(self):
        """Return what the limits say of the clause, its blanks as suggested."""
        if shapes.fault(self.blanks, self.SHAPES["blanks"]):
            return []
        found = objections(self.text_as_suggested, self.language)
        return [("text", found)] if found else []

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("clause"), gettext_lazy("clauses")
        constraints = [
            *Curated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(floor=True, intrusive=True),
                name="clausetemplate_floor_is_not_intrusive",
            ),
        ]


class WatchWords(Curated):
    """The words with which a check-in's question about a clause is answered, the best first."""

    TEXT = ("words",)
    SHAPES = {"words": [str]}
    ALONE = "watch"

    words = models.JSONField()

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = (
            gettext_lazy("words for asking"),
            gettext_lazy("words for asking"),
        )
