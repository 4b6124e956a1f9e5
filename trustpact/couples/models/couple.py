"""A couple: the unit that everything shared belongs to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from trustpact.couples.moments import tell_of_end, tell_of_language
from trustpact.notices.models import CalendarFeed, PushSubscription
from trustpact.people.zones import DEFAULT_ZONE, zone_changed
from trustpact.privacy.owners import KeyOwner

BOTH = 2


class OpeningHour(models.TextChoices):
    """When answers that both gave for both open (product.md, R6)."""

    MORNING = "morning", _("At 07:00 the next morning")
    EVENING = "evening", _("At 22:00 the same evening")
    BOTH_DONE = "both_done", _("As soon as both are done")


class Couple(KeyOwner):
    """Two partners who joined, or one who started and waits; it ends when either leaves."""

    zone = models.CharField(max_length=64, default=DEFAULT_ZONE)
    currency = models.CharField(max_length=3, default="EUR")
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    opening_hour = models.CharField(
        max_length=16, choices=OpeningHour.choices, default=OpeningHour.MORNING
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    _members = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="couple_ends_after_it_started",
            )
        ]

    def __str__(self):
        return f"couple {self.pk}"

    @classmethod
    @transaction.atomic
    def start(cls, person, *, now: datetime, **shared) -> "Couple":
        """
        Begin a couple with one person in it; RuleBroken when they already belong to one.

        `shared`: zone and language (the person's own, unless given), currency, opening_hour.
        """
        shared = {"zone": person.zone, "language": person.language} | shared
        couple = cls.objects.create(started_on=person.local(now).date(), **shared)
        couple.partners.model.join(couple, person, now=now)
        return couple

    def lock(self) -> None:
        """
        Hold this couple's row until the transaction ends: the first line of every verb that
        changes what the two share. On SQLite the transaction's own write lock does it.

        What the words of an agreement depend on is read anew with it.
        """
        held = type(self).objects.select_for_update(no_key=True).only("currency", "language")
        row = held.get(pk=self.pk)
        self.currency, self.language = row.currency, row.language

    def partners_now(self):
        """Return the partners who belong to this couple now, in the order in which they joined."""
        return self.partners.current().order_by("place")

    def bring(self, members):
        """Keep the partners with whom this couple was read, for the length of a request."""
        self._members = members

    @property
    def members(self):
        """The partners who belonged to it when it was read, in the order in which they joined."""
        if self._members is None:
            return list(self.partners_now().select_related("person"))
        return self._members

    def beside(self, partner):
        """Return the member beside this one as they were read with the couple, or None."""
        return next((one for one in self.members if one.pk != partner.pk), None)

    def other(self, partner):
        """Return the partner beside this one, or None while there is none."""
        return self.partners_now().exclude(pk=partner.pk).select_related("person").first()

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment on the couple's shared clock."""
        return moment.astimezone(ZoneInfo(self.zone))

    @transaction.atomic
    def change(self, *, currency: str, zone: str, now: datetime) -> None:
        """Set what both see of money and shared times; either partner may."""
        self.lock()
        self.refresh_from_db()
        moved = zone != self.zone
        self.currency, self.zone = currency, zone
        self.save(update_fields=["currency", "zone"])
        if moved:
            for partner in self.partners_now().select_related("person"):
                zone_changed(person=partner.person, now=now)

    @transaction.atomic
    def write_in(self, language: str, *, asked_by, now: datetime) -> None:
        """
        Choose the language in which the two write. One who is alone chooses it; of two it becomes
        the one that both have asked for, and until then each keeps their wish to themselves.
        """
        self.lock()
        self.refresh_from_db()
        partners = self.partners_now()
        wish = "" if language == self.language else language  # the present one: no wish any more
        asked = partners.filter(pk=asked_by.pk).update(asks_language=wish)
        if wish and asked and not partners.exclude(asks_language=wish).exists():
            partners.update(asks_language="")
            self.language = wish
            self.save(update_fields=["language"])
            tell_of_language(self, now)

    @transaction.atomic
    def open_at(self, hour: str, *, asked_by) -> None:
        """
        Choose when answers open. Morning and evening are for either partner to choose; "as soon
        as both are done" begins when both have asked for it, and until then each keeps their wish
        to themselves (product.md, R6).
        """
        self.lock()
        self.refresh_from_db()
        wishes_both_done = hour == OpeningHour.BOTH_DONE
        self.partners_now().filter(pk=asked_by.pk).update(asks_both_done=wishes_both_done)
        if not wishes_both_done:
            if self.opening_hour == OpeningHour.BOTH_DONE:  # next time both ask anew
                self.partners_now().update(asks_both_done=False)
            self.opening_hour = hour
        elif self.partners_now().filter(asks_both_done=True).count() == BOTH:
            self.opening_hour = OpeningHour.BOTH_DONE
        self.save(update_fields=["opening_hour"])

    @transaction.atomic
    def end(self, *, now: datetime) -> None:
        """
        End what the two share, for both at once and in the same way, whoever asked for it.

        Invitations, both calendar feeds, and whatever the apps above registered
        (`couples.moments`), end in this transaction. No mail tells of it. Twice does no harm.
        """
        self.lock()
        self.refresh_from_db()
        if self.ended_on is not None:
            return
        self.invitations.close_open(now=now)
        self.therapist_invitations.close_open(now=now)
        for partner in self.partners_now().select_related("person"):
            CalendarFeed.objects.end_for(partner.person)
        tell_of_end(self, now)
        self.ended_on = max(self.local(now).date(), self.started_on)
        self.save(update_fields=["ended_on"])
        PushSubscription.objects.end_for(self.partners_now().values("person"))
        self.partners_now().update(left_on=self.ended_on)
