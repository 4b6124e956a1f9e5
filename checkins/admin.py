"""What curators write of check-ins: rituals, levels, words, exercises, repairs, the journal."""

from django.contrib import admin
from django.db.models import Count

from checkins.models import Exercise, Ritual, RitualTemplate
from checkins.models.guide import RepairGuide
from checkins.models.journal import JournalPrompt
from checkins.models.template import Level, WordList
from trustpact.curation.desk import desk
from trustpact.curation.desk.pages import CuratedPages


@admin.register(RitualTemplate, site=desk)
class RitualPages(CuratedPages):
    """The rituals that couples can begin."""

    preview_template = "checkins/offer.html"
    preview_as = "template"

    def couples_using(self, row):
        """Return how many couples keep this ritual."""
        kept = Ritual.objects.kept().filter(template__slug=row.slug)
        return kept.aggregate(couples=Count("couple", distinct=True))["couples"]


@admin.register(Level, WordList, Exercise, RepairGuide, JournalPrompt, site=desk)
class WordsPages(CuratedPages):
    """Levels, words to pick from, exercises, repairs and sentences to begin with."""
