"""What curators write of check-ins: rituals, levels, words, exercises, repairs, the journal."""

from django.contrib import admin
from django.db.models import Count

from checkins import vocabulary
from checkins.forms.checkin import Row
from checkins.forms.journal import EntryForm
from checkins.models import Exercise, Ritual, RitualTemplate
from checkins.models.guide import RepairGuide
from checkins.models.journal import JournalPrompt
from checkins.models.questions import in_words
from checkins.models.template import Level, WordList
from trustpact.curation.desk import desk
from trustpact.curation.desk.pages import CuratedPages

SAMPLE = ("00000000-0000-0000-0000-000000000000", "…")  # stands for a clause of a couple


class AsksPages(CuratedPages):
    """Whatever becomes a question of a check-in."""

    preview_template = "admin/seen/questions.html"

    def preview(self, row):
        """Show what it asks, as a check-in does."""
        return {"rows": [_row(one) for one in self.asked(row)]}


@admin.register(RitualTemplate, site=desk)
class RitualPages(AsksPages):
    """The rituals that couples can begin."""

    preview_template = "admin/seen/ritual.html"
    counts_couples = True

    def asked(self, row):
        """Return its questions; none while something is missing between them."""
        if any(vocabulary.needs(row.questions)):
            return []
        return in_words(row.questions, row.language, clauses=[SAMPLE])

    def preview(self, row):
        """Show it as it is offered, and what it asks."""
        return super().preview(row) | {"template": row}

    def couples_using(self, row):
        """Return how many couples keep this ritual."""
        kept = Ritual.objects.kept().filter(template__slug=row.slug)
        return kept.aggregate(couples=Count("couple", distinct=True))["couples"]


@admin.register(Level, site=desk)
class LevelPages(AsksPages):
    """Levels with their five words."""

    def asked(self, row):
        """Return the question that rates it."""
        return [row.text_fields | {"slug": row.slug, "kind": "level", "text": row.question}]


@admin.register(WordList, site=desk)
class ListPages(AsksPages):
    """Words to pick from."""

    def asked(self, row):
        """Return a question that picks from it."""
        return [row.text_fields | {"slug": row.slug, "kind": "words", "text": "…"}]


@admin.register(Exercise, site=desk)
class ExercisePages(CuratedPages):
    """Exercises, step by step."""

    preview_template = "admin/seen/exercise.html"

    def preview(self, row):
        """Show how it begins and each of its steps."""
        paces = row.pace if len(row.pace) == len(row.steps) else [0] * len(row.steps)
        return {"exercise": row, "steps": list(zip(row.steps, paces, strict=True))}


@admin.register(RepairGuide, site=desk)
class RepairPages(CuratedPages):
    """The words of a repair."""

    preview_template = "admin/seen/repair.html"

    def preview(self, row):
        """Show what is asked of each alone, and what each step asks."""
        return {"guide": row}


@admin.register(JournalPrompt, site=desk)
class PromptPages(CuratedPages):
    """Sentences with which a page of the journal can begin."""

    preview_template = "admin/seen/prompt.html"

    def preview(self, row):
        """Show it where somebody does not know how to begin."""
        return {"form": EntryForm(prompts=[row])}


def _row(question):
    start = question.get("visibility", "me")
    return Row(question, visibility=None if question.get("private") else start)
