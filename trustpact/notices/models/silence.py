"""Keeping quiet: a person's silence, and the end of what is due."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, OuterRef, Q

from trustpact.notices.models.notice import Notice
from trustpact.notices.models.schedule import Schedule
from trustpact.privacy.retention import SILENCES


class SilenceQuerySet(models.QuerySet):
    """Silences, in the words of those who ask for quiet."""

    def between(self, begin, end):
        """Silences that hold at any moment from the one to the other."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=begin), from_at__lte=end)

    def over(self, *, person, subject, series):
        """Silences over one subject or its series, or over everything; values or `OuterRef`."""
        return self.filter(Q(subject=None) | Q(subject=subject) | Q(subject=series), person=person)

    def over_notice(self, now, end=None):
        """The silences that hold over the notice of an outer query, for `Exists`; now or by `end`."""
        outer = {name: OuterRef(name) for name in ("person", "subject", "series")}
        return self.between(now, end or now).over(**outer)

    @transaction.atomic
    def begin(self, *, person, from_at, until_at=None, subject=None, key=None, now):
        """
        Be quiet between two moments (aware; None: until it ends), about one subject or all.
        `key` is its id where its author wants to find it again.

        Once this transaction has committed, nothing that is held back leaves: a reminder that a
        worker has in hand is either sent before, or not at all.
        """
        silence = self.create(
            pk=key or uuid.uuid4(),
            person=person,
            subject=subject,
            from_at=from_at,
            until_at=until_at,
        )
        if from_at <= now:
            _open_reminders(person, subject).filter(due_at__lte=now).cancel()
        return silence

    def end(self, *, person, subject=None, now):
        """End the silences over one subject, or the one over everything, from now on."""
        running = self.filter(Q(until_at=None) | Q(until_at__gt=now), person=person)
        ended = running.filter(subject=subject)
        ended.filter(from_at__gte=now).delete()
        return ended.update(until_at=now)

    def forget(self, now):
        """Delete the silences that ended long ago."""
        return self.filter(until_at__lte=now - SILENCES.kept_for).delete()[0]


class Silence(models.Model):
    """While it holds, a person gets no reminder about a subject, a series of them, or anything."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="silences"
    )
    subject = models.UUIDField(null=True, blank=True)  # null: about everything
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)  # null: until it is ended

    objects = SilenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=F("from_at")),
                name="silence_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"silence {self.id}"


@transaction.atomic
def cancel_for(person, subject=None):
    """
    End what is planned for a person and cancel what is due, about one subject or everything.

    Called inside the transaction of leaving, stopping or withdrawing. Once that has committed
    nothing of it is sent: this waits for a mail that is leaving at this instant.
    """
    planned = Schedule.objects.filter(person=person)
    if subject is not None:
        planned = planned.filter(subject=subject)
    planned.delete()  # first: waits for a sweep that is writing notices from them
    Notice.objects.filter(person=person).about(subject).standing().cancel()


def _open_reminders(person, subject):
    reminders = Notice.objects.filter(person=person, urgency=Notice.Urgency.REMINDER)
    return reminders.about(subject).open()
