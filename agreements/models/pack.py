"""The packs in which the library offers its clauses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.category import holds_clauses
from trustpact.curation.models import Curated


class Pack(Curated):
    """Some clauses that go well together, to be added one by one or all at once."""

    TEXT = ("name", "about", "source")

    name = models.CharField(max_length=80)
    about = models.CharField(max_length=200)
    source = models.CharField(max_length=200)

    def kept_by(self):
        """Say that it stays while published clauses stand in it."""
        return holds_clauses(pack=self.slug)

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("pack"), _("packs")
