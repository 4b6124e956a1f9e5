"""The categories under which clauses stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trustpact.curation.models import Curated


class Category(Curated):
    """What a group of clauses is about, such as "Talking safely"."""

    TEXT = ("name", "about")

    name = models.CharField(max_length=80)
    about = models.CharField(max_length=200)

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("category"), _("categories")
