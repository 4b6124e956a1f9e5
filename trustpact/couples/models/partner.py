"""A partner: a person's place in a couple."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils.translation import gettext as _

from trustpact.couples.models.couple import Couple
from trustpact.couples.moments import tell_of_join
from trustpact.notices.models import Reminders
from trustpact.people.consents import Purpose
from trustpact.people.models import Consent
from trustpact.prepared import prepared
from trustpact.rules import RuleBroken

PLACES = (1, 2)


@prepared
def _members_with(person):
    """Both partners of a person's active couple, with the couple and each one's person."""
    theirs = Partner.objects.current().filter(
        couple__partners__person=person, couple__partners__left_on__isnull=True
    )
    from trustpact.couples.models.therapy import Therapy  # noqa: PLC0415 (it points here)

    there = Therapy.objects.active().filter(couple=models.OuterRef("couple"))
    theirs = theirs.annotate(has_therapist=models.Exists(there))
    # "pause" is of an app above: each page says whether one is on, and asks for nothing more.
    return theirs.select_related("couple", "person", "pause").order_by("place")


class PartnerQuerySet(models.QuerySet):
    def current(self):
        """Partners who have not left, in couples that have not ended."""
        return self.filter(left_on__isnull=True)

    def past_of(self, person):
        """A person's own places in couples of theirs that ended, the last one first."""
        past = self.filter(person=person, left_on__isnull=False).select_related("couple", "person")
        return past.order_by("-left_on", "-joined_on")

    def ended(self, person) -> "Partner | None":
        """Return this person's place in the couple of theirs that ended last, or None."""
        return self.past_of(person).first()

    def of(self, person) -> "Partner | None":
        """Return this person's place in their active couple, or None; one query brings both."""
        members = _members_with(person.pk)
        for partner in members:
            partner.couple = members[0].couple
            partner.couple.bring(members)
        return next((partner for partner in members if partner.person_id == person.pk), None)


class Partner(models.Model):
    """One person's membership of one couple: one of its two places, from joining to leaving."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.PROTECT, related_name="partners")
    # None once this person has erased their account: then the place is all that is left of them.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="partnerships"
    )
    place = models.PositiveSmallIntegerField()
    # Stands for the person in what is signed: random, and not the id of the account.
    party_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    # Private until both ask: then answers open as soon as both are done.
    asks_both_done = models.BooleanField(default=False)
    # Private until both ask for the same: the language in which the two write; "" is no wish.
    asks_language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, blank=True, default=""
    )
    # Whether the calm page that tells of the end was put away; shown to nobody else.
    knows_of_end = models.BooleanField(default=False)

    objects = PartnerQuerySet.as_manager()
    has_therapist = False  # as `Partner.objects.of` found it

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
        """Give a person the free place; RuleBroken when there is none, or they have one."""
        couple.lock()
        # One person can be joining two couples in this very moment: they take turns here.
        get_user_model().objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
        if cls.objects.current().filter(person=person).exists():
            raise RuleBroken(_("You already share a space with a partner. Leave it first."))
        couple.refresh_from_db(fields=["ended_on"])
        if couple.ended_on is not None:
            raise RuleBroken(_("This space has ended."))
        taken = set(couple.partners.values_list("place", flat=True))
        free = [place for place in PLACES if place not in taken]
        if not free:
            raise RuleBroken(_("This space is for two people, and both places are taken."))
        partner = cls.objects.create(
            couple=couple, person=person, place=free[0], joined_on=person.local(now).date()
        )
        Consent.objects.give(person, Purpose.INTIMATE, now=now)
        if Reminders.objects.book(persons=[person.pk]).of(person.pk).mail:
            Consent.objects.give(person, Purpose.MAIL, now=now)
        tell_of_join(couple, now)
        return partner

    @transaction.atomic
    def leave(self, *, now: datetime, block: bool = False) -> None:
        """
        End this couple at once: alone, without a reason, and without a mail (product.md, J8).

        With `block` the other cannot invite this person again, and never learns of it.
        """
        self.couple.end(now=now)
        if block:
            self.block()

    def block(self) -> None:
        """Ask not to be invited again by the one beside this partner; no one learns of it."""
        former = self.former  # former, too, where both leave at one time
        if former and former.person_id:  # whoever is erased invites nobody
            self.person.blocks.get_or_create(blocked_person=former.person)

    @property
    def barrier(self):
        """What keeps the former partner from inviting this one again, or None."""
        former = self.former
        return former and self.person.blocks.filter(blocked_person=former.person_id).first()

    def put_away(self) -> None:
        """Remember that this person has read that the couple ended."""
        self.knows_of_end = True
        self.save(update_fields=["knows_of_end"])

    @property
    def former(self) -> "Partner | None":
        """The partner beside this one in a couple that has ended, or None; one query."""
        return self.couple.partners.exclude(pk=self.pk).select_related("person").first()

    @property
    def name(self) -> str:
        """The name that both see."""
        return self.person.name if self.person_id else _("former partner")

    @property
    def mark(self) -> str:
        """The shape that stands for this partner on every page, with its colour."""
        return "circle" if self.place == PLACES[0] else "square"

    @property
    def other(self) -> "Partner | None":
        """The partner beside this one, or None while there is none; one query."""
        return self.couple.other(self)
