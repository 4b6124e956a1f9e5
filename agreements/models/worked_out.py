"""Rows that are read more often than they change."""

from functools import cache

from django.db import models
from django.utils.functional import cached_property


class WorkedOut(models.Model):
    """A row whose cached properties are worked out anew after it was saved or read again."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save the row; what was worked out of its old values is forgotten."""
        super().save(*args, **kwargs)
        self.work_out_anew()

    def refresh_from_db(self, *args, **kwargs):
        """Read the row again; what was worked out of its old values is forgotten."""
        super().refresh_from_db(*args, **kwargs)
        self.work_out_anew()

    def work_out_anew(self):
        """Forget what was worked out, because what it was worked out of is another now."""
        for name in _cached_properties(type(self)):
            self.__dict__.pop(name, None)


@cache
def _cached_properties(model):
    return [
        name
        for each in model.__mro__
        for name, what in vars(each).items()
        if isinstance(what, cached_property)
    ]
