"""A therapist's list of couples: who, when next, and whether there is something new."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case as DatabaseCase
from django.db.models import DateField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from agreements.models.version import Version
from checkins.models import OpenedAnswer
from checkins.models.rollup import known_levels
from trustpact.couples.models import JOINT, Grant, Partner, Scope, Therapy
from trustpact.couples.models.couple import BOTH
from trustpact.couples.models.therapy import LOOK_BACK
from trustpact.privacy import keys


@dataclass
class Case:
    """One couple of a therapist."""

    therapy: Therapy
    partners: list = field(default_factory=list)
    next_on: date | None = None
    is_open: bool = False
    has_new: bool = False

    @property
    def names(self) -> str:
        return " ".join(one.name for one in self.partners)


def cases(therapist, now) -> list[Case]:
    """
    Return a therapist's couples, the next session first, without their names; one query.

    A couple's own clock says what day it is there.
    """
    found = Therapy.objects.active().filter(therapist=therapist).select_related("couple")
    listed = []
    for therapy in found:
        listed.append(Case(therapy, next_on=therapy.coming(therapy.couple.local(now).date())))
    return sorted(
        listed, key=lambda one: (one.next_on or date.max, one.therapy.began_on, one.therapy.pk)
    )


def named(listed: list[Case]) -> list[Case]:
    """Read the names of these couples; two queries."""
    by_couple = {case.therapy.couple_id: case for case in listed}
    partners = Partner.objects.current().filter(couple__in=by_couple).select_related("person")
    for partner in partners.order_by("place"):
        by_couple[partner.couple_id].partners.append(partner)
    keys.load(one.person_id for case in listed for one in case.partners)
    return listed


def matching(listed: list[Case], looked_for: str) -> list[Case]:
    """Return those in whose names the words stand; names are sealed, so all of them are read."""
    words = looked_for.casefold().split()
    return [case for case in named(listed) if all(word in case.names.casefold() for word in words)]


def with_news(listed: list[Case], now) -> list[Case]:
    """
    Say of these couples what is open and whether it has something new; one query.

    Only what is open now counts: that somebody wrote what is not leaves no trace here.
    """
    by_therapy = {case.therapy.pk: case for case in listed}
    given: dict = {}
    for grant in _grants(by_therapy, now):
        case = by_therapy[grant.therapy_id]
        if grant.ends_on > case.therapy.couple.local(now).date():
            given.setdefault(grant.therapy_id, {}).setdefault(grant.scope, []).append(grant)
    for therapy_id, scopes in given.items():
        case = by_therapy[therapy_id]
        is_open = {
            scope: grants
            for scope, grants in scopes.items()
            if scope not in JOINT or len(grants) == BOTH
        }
        case.is_open = bool(is_open)
        case.has_new = any(grant.has_new for grants in is_open.values() for grant in grants)
    return listed


def _grants(therapy_ids, now):
    """The grants of these, each with whether what it opens has something new."""
    shown = OpenedAnswer.objects.filter(
        partner=OuterRef("partner"), opens_at__lte=now, occurrence__date__gte=OuterRef("since")
    )
    levels = shown.filter(question__in=known_levels())
    notes = shown.exclude(question__in=known_levels())
    versions = Version.objects.in_force().filter(
        agreement__couple=OuterRef("therapy__couple"), in_force_since__gte=OuterRef("since")
    )
    grants = Grant.objects.filter(therapy__in=therapy_ids, partner__left_on__isnull=True)
    return grants.annotate(since=_since(now)).annotate(
        has_new=Q(scope=Scope.LEVELS) & Exists(levels)
        | Q(scope=Scope.NOTES) & Exists(notes)
        | Q(scope=Scope.AGREEMENT) & Exists(versions)
    )


def _since(now):
    """The day of a therapy's last session, as `Therapy.since` has it, for the database."""
    past = DatabaseCase(When(therapy__next_on__lt=now.date(), then=F("therapy__next_on")))
    return Coalesce(past, F("therapy__last_on"), Value(now.date() - LOOK_BACK, DateField()))
