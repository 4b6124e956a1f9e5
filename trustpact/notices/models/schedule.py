"""The one row ahead: when a kind of thing is next due for a person."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class ScheduleQuerySet(models.QuerySet):
    """Schedules, in the words of those who plan."""

    def due(self, now):
        """Schedules whose moment has come."""
        return self.filter(next_at__lte=now)

    def flagged(self):
        """Schedules whose planner raised an error the last time, for the operator."""
        return self.filter(flagged=True)

    def plan(self, *, person, kind, subject, next_at, zone):
        """
        Set when `kind` is next due for the person about `subject`; at most one row for the three.

        `next_at` is an aware moment, or None to let it sleep; `zone` an IANA name.
        """
        row = self.model(person=person, kind=kind, subject=subject, next_at=next_at, zone=zone)
        self.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["person", "kind", "subject"],
            update_fields=["next_at", "zone", "flagged", "failures"],
        )
        return self.get(person=person, kind=kind, subject=subject)

    def end(self, *, subject, person=None, kind=None):
        """End what was planned about `subject`; for one person or kind only, where given."""
        given = {"subject": subject, "person": person, "kind": kind}
        return self.filter(**{name: value for name, value in given.items() if value}).delete()[0]


class Schedule(models.Model):
    """When a kind of thing about an opaque subject is next due for one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="schedules",
        db_index=False,  # the unique constraint begins with it
    )
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    next_at = models.DateTimeField(null=True, blank=True)  # null: asleep
    zone = models.CharField(max_length=64)
    flagged = models.BooleanField(default=False)
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)  # on end; of its planner

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "subject"], name="schedule_once"),
        ]
        indexes = [
            # The cost of a tick depends on what is due, not on how many couples there are.
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="schedule_ahead"
            ),
            models.Index(fields=["subject"], name="schedule_subject"),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject}"
