"""What one partner opens to a therapist, and until when; and what is open now because of it."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.couples.models.couple import BOTH
from trustpact.couples.models.partner import Partner
from trustpact.people.consents import Purpose
from trustpact.people.models import Consent
from trustpact.rules import RuleBroken

HOLDS_FOR = timedelta(days=90)
ASKED_BEFORE = timedelta(days=14)  # before it lapses


class Scope(models.TextChoices):
    """What can be opened: own data by its author alone, joint data by both."""

    LEVELS = "levels", gettext_lazy("Your levels")
    NOTES = "notes", gettext_lazy("Your notes")
    AGREEMENT = "agreement", gettext_lazy("The agreement")
    RITUALS = "rituals", gettext_lazy("Check-ins kept, topics, follow-ups")
    REPAIRS = "repairs", gettext_lazy("Repairs")

    @property
    def is_own(self) -> bool:
        """Whether its author alone opens it."""
        return self in OWN


OWN = (Scope.LEVELS, Scope.NOTES)
JOINT = (Scope.AGREEMENT, Scope.RITUALS, Scope.REPAIRS)


@dataclass(frozen=True)
class Granted:
    """
    What is open to a therapist now, and nothing else of it: who gave what does not stand here.

    `own`: scope to the partners who opened theirs. `joint`: the scopes that both opened. `also`:
    scopes that are open besides, of which a page that does not list them can show nothing. `listed`:
    what of it stands in today's list of views, as (scope, partner's id, or None for joint data).
    """

    therapy: object
    own: dict = field(default_factory=dict)
    joint: frozenset = frozenset()
    also: frozenset = frozenset()
    listed: frozenset = frozenset()

    @classmethod
    def of(cls, therapy, given, today) -> "Granted":
        """
        Return what is open on a day: joint data only where both agree.

        `given`: one row a partner and grant, or a partner without any, in the order of places, with
        `scope`, `ends_on` and `is_listed`. They become the couple's members.
        """
        members: dict = {}
        for one in given:
            if one.left_on is None:
                members.setdefault(one.pk, one)
        therapy.couple.bring(list(members.values()))
        own, joint, listed = {scope: [] for scope in OWN}, {scope: set() for scope in JOINT}, set()
        for one in given:
            if one.pk not in members or one.ends_on is None or one.ends_on <= today:
                continue
            if one.scope in OWN:
                own[Scope(one.scope)].append(members[one.pk])
            else:
                joint[Scope(one.scope)].add(one.pk)
            if one.is_listed:
                listed.add((one.scope, one.pk if one.scope in OWN else None))
        both = frozenset(scope for scope, partners in joint.items() if len(partners) == BOTH)
        return cls(therapy, own, both, listed=frozenset(listed))

    @property
    def couple(self):
        return self.therapy.couple

    @property
    def has_any(self) -> bool:
        return any(self.own.values()) or bool(self.joint)

    def authors(self, scope) -> list:
        """Return the partners whose own data of this scope is open."""
        return self.own.get(scope, [])

    def opens(self, scope) -> bool:
        """Whether anything of this scope is open."""
        return scope in self.joint or bool(self.authors(scope))

    def among(self, scopes) -> "Granted":
        """Return what is open of these scopes."""
        own = {scope: partners for scope, partners in self.own.items() if scope in scopes}
        besides = frozenset(scope for scope in Scope if self.opens(scope) and scope not in scopes)
        return Granted(self.therapy, own, self.joint & set(scopes), besides, self.listed)

    @classmethod
    def as_if(cls, therapy, partner, scopes) -> "Granted":
        """Return what would be open: a partner's own half of these scopes, and what is joint."""
        own = {scope: [partner] for scope in scopes if scope in OWN}
        return cls(therapy, own, frozenset(scope for scope in scopes if scope in JOINT))


class GrantQuerySet(models.QuerySet):
    """Grants, in the words of those who give them."""

    def to_renew(self, partner, today):
        """A partner's own grants that lapse soon, the first one first."""
        mine = self.live(today).filter(partner=partner, therapy__ended_on__isnull=True)
        return mine.filter(ends_on__lte=today + ASKED_BEFORE).order_by("ends_on")

    def close(self, *, now):
        """End these; whoever has nothing open any more consents to nothing any more."""
        partners = {one.partner for one in self.select_related("partner__person")}
        self.delete()
        for partner in partners:
            if not Grant.objects.filter(partner__person=partner.person_id).exists():
                Consent.objects.end(partner.person, Purpose.THERAPIST, now=now)

    def live(self, today):
        """Those that have not lapsed, of partners who are there."""
        return self.filter(ends_on__gt=today, partner__left_on__isnull=True)


class Grant(models.Model):
    """
    One partner's yes to one scope, for one therapist, until it lapses after 90 days.

    It is its author's alone. A yes to joint data opens only while the other's stands beside it, and
    ending one leaves the other as it is, so that neither can tell what the other said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey("couples.Therapy", on_delete=models.CASCADE, related_name="grants")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="grants")
    scope = models.CharField(max_length=12, choices=Scope)
    given_on = models.DateField()
    ends_on = models.DateField()

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapy", "partner", "scope"], name="grant_once_a_scope"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("given_on")), name="grant_lapses_later"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=[*OWN, *JOINT]), name="grant_of_a_known_scope"
            ),
        ]

    def __str__(self):
        return f"grant {self.pk}"

    def asks_to_renew(self, today) -> bool:
        """Whether it lapses soon."""
        return today >= self.ends_on - ASKED_BEFORE

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def give(cls, therapy, partner, scopes, *, now) -> None:
        """
        Open these scopes for 90 days from today; what is open already is renewed.

        RuleBroken where the therapist, or this partner, is not there any more.
        """
        couple = _locked(therapy, partner)
        today = couple.local(now).date()
        for scope in scopes:
            cls.objects.update_or_create(
                therapy=therapy,
                partner=partner,
                scope=Scope(scope),
                defaults={"given_on": today, "ends_on": today + HOLDS_FOR},
            )
        if scopes:
            ends_on = today + HOLDS_FOR
            Consent.objects.give(partner.person, Purpose.THERAPIST, now=now, ends_on=ends_on)

    @classmethod
    @transaction.atomic
    def end(cls, therapy, partner, scopes=tuple(Scope), *, now) -> None:
        """Close these scopes, alone and at once; ending what was never open changes nothing."""
        partner.couple.lock()
        cls.objects.filter(therapy=therapy, partner=partner, scope__in=scopes).close(now=now)


def end_grants_of(person, now):
    """Close everything that a person opened to anybody: they withdrew their consent."""
    for partner in Partner.objects.filter(person=person, grants__isnull=False).distinct():
        partner.couple.lock()
        partner.grants.all().close(now=now)


def _locked(therapy, partner):
    """Lock the couple and return it; RuleBroken where somebody is gone."""
    couple = partner.couple
    couple.lock()
    there = couple.partners_now().filter(pk=partner.pk).exists()
    active = couple.therapies.active().filter(pk=therapy.pk).exists()
    if not (there and active):
        raise RuleBroken(_("This therapist is not with you any more. Nothing was opened."))
    return couple
