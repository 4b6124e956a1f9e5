"""What curators write of agreements: clauses, packs, categories, the floor."""

from django import forms
from django.contrib import admin
from django.db.models import Count

from agreements.models import Category, ClauseTemplate, Floor, Pack, WatchWords
from agreements.models.draft import Clause
from trustpact.curation.desk import desk
from trustpact.curation.desk.forms import LABELS
from trustpact.curation.desk.pages import CuratedPages


@admin.register(ClauseTemplate, site=desk)
class ClausePages(CuratedPages):
    """The clauses of the library."""

    list_display = ("named", "spoken", "pack", "state", "position")
    list_filter = ("language", "status", "pack", "category")
    preview_template = "agreements/template_to_take.html"
    preview_as = "template"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Offer the packs and categories that are published."""
        shelf = {"pack": Pack, "category": Category}.get(db_field.name)
        if shelf is None:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        rows = shelf.published.read_in("en")
        choices = [("", "–"), *((row.slug, row.name) for row in rows)]
        return forms.ChoiceField(choices=choices, label=LABELS[db_field.name])

    def couples_using(self, row):
        """Return how many agreements hold this clause."""
        held = Clause.objects.filter(template__slug=row.slug)
        return held.aggregate(couples=Count("agreement", distinct=True))["couples"]


@admin.register(Pack, Category, WatchWords, site=desk)
class ShelfPages(CuratedPages):
    """Packs, categories and the words of check-ins."""


@admin.register(Floor, site=desk)
class FloorPages(CuratedPages):
    """What always holds."""

    preview_template = "agreements/floor.html"
    preview_as = "floor"
