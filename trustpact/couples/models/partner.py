"""A partner: a person's place in a couple."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from trustpact.couples.models.couple import Couple
from trustpact.rules import RuleBroken

PLACES = (1, 2)


class PartnerQuerySet(models.QuerySet):
    def current(self):
        """Partners who have not left, in couples that have not ended."""
        return self.filter(left_on__isnull=True)

    def of(self, person) -> "Partner | None":
        """Return this person's place in their active couple, or None; one query."""
        return self.current().filter(person=person).select_related("couple", "person").first()


class Partner(models.Model):
    """One person's membership of one couple: one of its two places, from joining to leaving."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="partners")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="partnerships"
    )
    place = models.PositiveSmallIntegerField()
    # Stands for the person in what is signed: random, and not the id of the account.
    party_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "place"], name="partner_one_a_place"),
            models.UniqueConstraint(fields=["couple", "person"], name="partner_joins_once"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(left_on__isnull=True),
                name="partner_of_one_couple_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(place__in=PLACES), name="partner_place_is_one_or_two"
            ),
        ]

    def __str__(self):
        return f"partner {self.place} of {self.couple_id}"

    @classmethod
    @transaction.atomic
    def join(cls, couple: Couple, person, *, now: datetime) -> "Partner":
        """Give a person the couple's free place; RuleBroken when there is none, or they have one."""
        couple.lock()
        if cls.objects.current().filter(person=person).exists():
            raise RuleBroken(_("You already share a space with a partner. Leave it first."))
        taken = set(couple.partners.values_list("place", flat=True))
        free = [place for place in PLACES if place not in taken]
        if not free:
            raise RuleBroken(_("This space is for two people, and both places are taken."))
        return cls.objects.create(
            couple=couple, person=person, place=free[0], joined_on=person.local(now).date()
        )

    @property
    def name(self) -> str:
        """The name that both see."""
        return self.person.name

    @property
    def mark(self) -> str:
        """The shape that stands for this partner on every page, with its colour."""
        return "circle" if self.place == PLACES[0] else "square"

    @property
    def other(self) -> "Partner | None":
        """The partner beside this one, or None while there is none; one query."""
        return self.couple.partners.current().exclude(pk=self.pk).select_related("person").first()
