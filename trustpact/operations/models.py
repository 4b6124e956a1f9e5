"""What an installation keeps of itself."""

from django.db import models


class Chore(models.Model):
    """A task of the beat that has failed since it last went well; with that the row is gone."""

    name = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    error = models.CharField(max_length=80)  # its type alone: its words may hold content

    def __str__(self):
        return self.name
