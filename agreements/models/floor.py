"""What always holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trustpact.curation import memory
from trustpact.curation.models import Curated


class Floor(Curated):
    """
    What stands on every agreement and holds without a signature.

    `lines` is a list of sentences; `banner` says what the agreement is not; `note` what it cannot
    promise.
    """

    SLUG = "floor"
    TEXT = ("title", "lines", "banner", "note")
    SHAPES = {"lines": [str]}
    ALONE = "floor"

    title = models.CharField(max_length=80)
    lines = models.JSONField()
    banner = models.CharField(max_length=200)
    note = models.CharField(max_length=300)

    class Meta(Curated.Meta):
        verbose_name, verbose_name_plural = _("floor"), _("floor")

    @classmethod
    def shown_in(cls, language):
        """Return the floor to be read beside a draft: what held a minute ago at the earliest."""
        return next(iter(memory.published(cls, language)), None)

    @classmethod
    def in_language(cls, language):
        """Return the floor that holds now, in this language, or None before the library is loaded."""
        return cls.published.read_in(language).first()
