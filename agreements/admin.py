"""What curators write of agreements: clauses, packs, categories, the floor."""

from django import forms
from django.contrib import admin
from django.db.models import Count

from agreements.models import Category, ClauseTemplate, Floor, Pack, WatchWords
from agreements.models.draft import Clause
from trustpact.curation.desk import desk
from trustpact.curation.desk.forms import LABELS
from trustpact.curation.desk.pages import CuratedPages

SOME = 3  # clauses below a heading


@admin.register(ClauseTemplate, site=desk)
class ClausePages(CuratedPages):
    """The clauses of the library."""

    list_display = ("named", "spoken", "pack", "state", "position")
    list_filter = ("language", "status", "pack", "category")
    preview_template = "admin/seen/clause.html"
    counts_couples = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Offer the packs and categories that are published."""
        shelf = {"pack": Pack, "category": Category}.get(db_field.name)
        if shelf is None:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        rows = shelf.published.read_in("en")
        choices = [("", "–"), *((row.slug, row.name) for row in rows)]
        return forms.ChoiceField(choices=choices, label=LABELS[db_field.name])

    def preview(self, row):
        """Show it as the library offers it."""
        return {"template": row}

    def couples_using(self, row):
        """Return how many agreements hold this clause."""
        held = Clause.objects.filter(template__slug=row.slug)
        return held.aggregate(couples=Count("agreement", distinct=True))["couples"]


@admin.register(Pack, site=desk)
class PackPages(CuratedPages):
    """The packs of the library."""

    preview_template = "admin/seen/pack.html"

    def preview(self, row):
        """Show it on its shelf, and its page with the clauses that are published in it."""
        row.size = ClauseTemplate.published.to_choose(row).count()
        return {"pack": row, "clauses": ClauseTemplate.published.of_pack(row)}


@admin.register(Category, site=desk)
class CategoryPages(CuratedPages):
    """The headings under which clauses stand."""

    preview_template = "admin/seen/category.html"

    def preview(self, row):
        """Show it above some of its clauses."""
        clauses = ClauseTemplate.published.read_in(row.language).filter(category=row.slug)
        return {"category": row, "clauses": clauses[:SOME]}


@admin.register(WatchWords, site=desk)
class WatchPages(CuratedPages):
    """The words with which a check-in asks about a clause."""

    preview_template = "admin/seen/watch.html"

    def preview(self, row):
        """Show them below what a clause asks."""
        clauses = ClauseTemplate.published.read_in(row.language).exclude(watch="")
        return {"clauses": clauses[:1], "choices": row.words}


@admin.register(Floor, site=desk)
class FloorPages(CuratedPages):
    """What always holds."""

    preview_template = "agreements/floor.html"

    def preview(self, row):
        """Show it as it stands on every agreement."""
        return {"floor": row}
