"""A therapist's list of couples: who, when next, and whether there is something new."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

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
    """One couple of a therapist; `pk` is the therapy's."""

    pk: UUID
    couple_id: UUID
    began_on: date
    today: date
    next_on: date | None = None
    partners: list = field(default_factory=list)
    is_open: bool = False
    has_new: bool = False

    @property
    def names(self) -> str:
        return " ".join(one.name for one in self.partners)


def cases(therapist, now) -> list[Case]:
    """
    Return a therapist's couples, the next session first, without their names; one query.

    A couple's own clock says what day it is there. Rows, not models: two hundred stay fast.
    """
    found = Therapy.objects.active().filter(therapist=therapist)
    rows = found.values_list("pk", "couple", "began_on", "couple__zone", "next_on")
    listed = []
    for pk, couple_id, began_on, zone, next_on in rows:
        today = now.astimezone(ZoneInfo(zone)).date()
        coming = next_on if next_on and next_on >= today else None
        listed.append(Case(pk, couple_id, began_on, today, coming))
    return sorted(listed, key=lambda one: (one.next_on or date.max, one.began_on, one.pk))


def named(listed: list[Case]) -> list[Case]:
    """Read the names of these couples; two queries."""
    by_couple = {case.couple_id: case for case in listed}
    partners = Partner.objects.current().filter(couple__in=by_couple).select_related("person")
    for partner in partners.only("couple", "place", "person__name").order_by("place"):
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
    by_therapy = {case.pk: case for case in listed}
    given: dict = {}
    rows = _grants(by_therapy, now).values_list("therapy", "scope", "ends_on", "has_new")
    for therapy_id, scope, ends_on, has_new in rows:
        if ends_on > by_therapy[therapy_id].today:
            given.setdefault((therapy_id, scope), []).append(has_new)
    for (therapy_id, scope), news in given.items():
        if scope not in JOINT or len(news) == BOTH:
            by_therapy[therapy_id].is_open = True
            by_therapy[therapy_id].has_new |= any(news)
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
