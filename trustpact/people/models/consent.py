"""A consent: that a person agreed to something, in which words, from which day until which."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from trustpact.notices.models import Reminders
from trustpact.people.consents import TEXTS, Purpose, end_what_rests_on
from trustpact.rules import RuleBroken


class ConsentQuerySet(models.QuerySet):
    """Consents, in the words of those who give and withdraw them."""

    def standing(self, person, purpose):
        """Return those of a purpose that were not withdrawn: one, or none."""
        return self.filter(person=person, purpose=purpose, withdrawn_on=None)

    @transaction.atomic
    def give(self, person, purpose, *, now, ends_on=None) -> "Consent":
        """
        Write down that a person agrees, from today on; twice is once.

        Where it stands in older words, or ended by itself (`ends_on`: a day), another one begins.
        """
        today, version = person.local(now).date(), TEXTS[purpose].version
        held = self.standing(person, purpose).first()
        if held and not (held.text_version == version and held.holds(today)):
            held.end(min(today, held.ends_on or today))
            held = None
        if held is None:
            fresh = {"text_version": version, "language": person.language, "given_on": today}
            held, _made = self.get_or_create(
                person=person, purpose=purpose, withdrawn_on=None, defaults=fresh
            )
        if ends_on and ends_on != held.ends_on:
            held.ends_on = ends_on
            held.save(update_fields=["ends_on"])
        return held

    def end(self, person, purpose, *, now) -> None:
        """Write down that it is over; what rested on it has ended already."""
        for held in self.standing(person, purpose):
            held.end(person.local(now).date())

    @transaction.atomic
    def withdraw(self, person, purpose, *, now) -> None:
        """
        Withdraw at once, and end what rests on it; twice changes nothing.

        RuleBroken for what the whole place rests on: that is withdrawn by erasing the account.
        """
        if purpose == Purpose.INTIMATE:
            raise RuleBroken(_("Everything here rests on this. Erasing your account withdraws it."))
        end_what_rests_on(purpose, person, now)
        if purpose == Purpose.MAIL:
            Reminders.objects.stop_every_mail(person=person, now=now)
        self.end(person, purpose, now=now)


class Consent(models.Model):
    """
    One consent of one person. There are days in it, no times of day; it is its person's alone.

    `ends_on` is the day on which it ends by itself, where it does: what is open to a therapist.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    text_version = models.CharField(max_length=12)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    given_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_on=None),
                name="consent_one_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="consent_of_a_known_purpose"
            ),
        ]

    def __str__(self):
        return f"consent {self.pk}"

    def holds(self, today) -> bool:
        """Whether it stands on this day."""
        return self.withdrawn_on is None and (self.ends_on is None or self.ends_on > today)

    def end(self, day) -> None:
        """Write down the day of its end."""
        self.withdrawn_on = max(day, self.given_on)
        self.save(update_fields=["withdrawn_on"])
