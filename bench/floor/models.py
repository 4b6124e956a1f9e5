"""What the floor page lists."""

from django.db import models


class Line(models.Model):
    """A row with a few words."""

    words = models.CharField(max_length=80)

    def __str__(self):
        return self.words
