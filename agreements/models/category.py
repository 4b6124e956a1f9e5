"""The categories under which clauses stand."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trustpact.curation.models import Curated


class Category(Curated):
    """What a group of clauses is about, such as "Talking safely"."""

    TEXT = ("name", "about")

    name = models.CharField(max_length=80)
    about = models.CharField(max_length=200)

    def kept_by(self):
        """Say that it stays while published clauses stand under it."""
        return holds_clauses(category=self.slug)

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("category"), _("categories")


def holds_clauses(**where):
    """Return the sentence that published clauses stand in this pack or category, or ""."""
    clauses = apps.get_model("agreements", "ClauseTemplate").published.filter(**where)
    return gettext("Published clauses stand in it. Move them first.") if clauses.exists() else ""
