"""What one partner put off for a while."""

import uuid
from datetime import datetime, time, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from checkins.models.ritual import KIND, SNOOZED, Ritual
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice, Reminders
from trustpact.rules import RuleBroken

EVENING, MORNING = time(20), time(9)


class Later(models.TextChoices):
    """For how long something can be put off, in one tap."""

    HOUR = "hour"
    EVENING = "evening"
    TOMORROW = "tomorrow"


class Snooze(models.Model):
    """
    That a date of a ritual waits until a moment, for one partner alone; one row for a ritual.

    Nothing of it shows to the other, and nothing of it is about them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ritual = models.ForeignKey(Ritual, models.CASCADE, related_name="snoozes")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="snoozes")
    date = models.DateField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ritual", "partner"], name="snooze_one_a_ritual")
        ]

    def __str__(self):
        return f"snooze {self.pk}"

    @staticmethod
    def choices_for(occurrence, partner, now) -> dict:
        """Return {Later: moment} of what fits into the partner's window of an occurrence."""
        person = partner.person
        local = person.local(now)

        def at(day, wall):
            return datetime.combine(day, wall, local.tzinfo)

        moments = {
            Later.HOUR: now + timedelta(hours=1),
            Later.EVENING: at(local.date(), EVENING),
            Later.TOMORROW: at(local.date() + timedelta(days=1), MORNING),
        }
        first, end = now + timedelta(minutes=30), occurrence.window_ends(partner)
        return {later: moment for later, moment in moments.items() if first <= moment < end}

    @classmethod
    @transaction.atomic
    def put_off(cls, occurrence, partner, later, *, now):
        """Let an occurrence wait, for this partner alone; a mail reminds again where one would."""
        occurrence.couple.lock()
        until = cls.choices_for(occurrence, partner, now).get(later)
        if until is None:
            raise RuleBroken(_("That would be too late for this one. Choose a shorter time."))
        ritual = occurrence.ritual
        cls.end(occurrence, partner)
        cls.objects.update_or_create(
            ritual=ritual, partner=partner, defaults={"date": occurrence.date, "until": until}
        )
        due = Notice.objects.filter(person_id=partner.person_id, kind=KIND)
        due.filter(subject=occurrence.pk).open().cancel()
        book = Reminders.objects.book(persons=[partner.person_id], subjects=[ritual.pk])
        for channel in book.of(partner.person_id, ritual.pk).channels:
            cls._remind_again(occurrence, partner, until, channel)
        return until

    @classmethod
    def end(cls, occurrence, partner):
        """Let it wait no longer: it is put off anew, or over."""
        cls.objects.filter(
            ritual=occurrence.ritual_id, partner=partner, date=occurrence.date
        ).delete()
        again = Notice.objects.filter(person_id=partner.person_id, kind=SNOOZED)
        again.filter(series=occurrence.ritual_id).open().cancel()

    @staticmethod
    def _remind_again(occurrence, partner, until, channel):
        Notice.objects.tell(
            person=partner.person,
            kind=SNOOZED,
            subject=uuid.uuid5(occurrence.pk, until.isoformat()),
            series=occurrence.ritual_id,
            channel=channel,
            due_at=until,
            until=occurrence.window_ends(partner),
            words={"occurrence": str(occurrence.pk)},
        )
