"""A therapist's list of couples: who, when next, and whether there is something new."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case as DatabaseCase
from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, Least

from agreements.models.version import Version
from checkins.models import Appreciation, Level, OpenedAnswer, Repair
from trustpact.couples.models import JOINT, OWN, Grant, Partner, Scope, Therapy
from trustpact.couples.models.therapy import LOOK_BACK
from trustpact.people.models import Person
from trustpact.prepared import prepared
from trustpact.privacy import keys

PER_PAGE = 50
DAY = timedelta(days=1)
FIRST_PAGE, EVERY = slice(0, PER_PAGE), slice(None)


@dataclass
class Case:
    """One couple of a therapist; `pk` is the therapy's."""

    pk: UUID
    next_on: date | None
    is_open: bool
    has_new: bool
    names: list = field(default_factory=list)

    @property
    def searched(self) -> str:
        return " ".join(self.names).casefold()


# --- What is read: rows of one page, however many couples there are.


def _couples(therapist, today, long_ago, now, places):
    """
    A therapist's couples at some places of the list, and until when something is open, and new.

    Of joint data a day counts for both; what is new counts only as long as it is open.
    """
    mine = Therapy.objects.active().filter(therapist=therapist)
    count = mine.order_by().values("therapist").annotate(count=Count("pk")).values("count")
    given = Grant.objects.filter(therapy=OuterRef("pk"), partner__left_on__isnull=True)
    own, joint = given.filter(scope__in=OWN), _by_both(given.filter(scope__in=JOINT))
    new_own = _with_since(own, today, long_ago).filter(_has_new_of_author(now))
    new_joint = _with_since(joint, today, long_ago).filter(_has_new_of_both())
    shown = Therapy.objects.filter(pk__in=_ordered(mine, today)[places].values("pk")).annotate(
        zone=F("couple__zone"),
        count=Subquery(count),
        own_until=Subquery(own.order_by("-ends_on").values("ends_on")[:1]),
        joint_until=Subquery(joint.order_by("-until").values("until")[:1]),
        own_new_until=Subquery(new_own.order_by("-ends_on").values("ends_on")[:1]),
        joint_new_until=Subquery(new_joint.order_by("-until").values("until")[:1]),
    )
    return _ordered(shown.only("couple", "next_on", "began_on"), today)


def _people(therapist, today, places):
    """The people of these couples, each with the couple's id; their names are sealed."""
    mine = Therapy.objects.active().filter(therapist=therapist)
    couples = Therapy.objects.filter(pk__in=_ordered(mine, today)[places].values("pk")).values(
        "couple"
    )
    there = Partner.objects.current().filter(couple__in=couples).values("pk")
    people = Person.objects.filter(partnerships__in=there).only("name")
    return people.annotate(of=F("partnerships__couple")).order_by("partnerships__place")


@prepared
def _first_couples(therapist, today, long_ago, now):
    """The first page of the list."""
    return _couples(therapist, today, long_ago, now, FIRST_PAGE)


@prepared
def _first_people(therapist, today):
    """The people of the first page."""
    return _people(therapist, today, FIRST_PAGE)


def _ordered(therapies, today):
    """The next session first, then those without a day, the longest known first."""
    coming = DatabaseCase(When(next_on__gte=today, then=F("next_on")))
    return therapies.order_by(coming.asc(nulls_last=True), "began_on", "pk")


def _with_since(grants, today, long_ago):
    """With the day of a therapy's last session, as `Therapy.since` has it, and the one before it."""
    past = DatabaseCase(When(therapy__next_on__lt=today, then=F("therapy__next_on")))
    since = Coalesce(past, F("therapy__last_on"), long_ago, output_field=DateField())
    before = ExpressionWrapper(F("since") - DAY, output_field=DateTimeField())
    return grants.annotate(since=since).annotate(day_before=before)


def _by_both(grants):
    """Grants of joint data beside which the other's stands, and until when both do."""
    other = Grant.objects.filter(
        therapy=OuterRef("therapy"), scope=OuterRef("scope"), partner__left_on__isnull=True
    )
    other = other.exclude(partner=OuterRef("partner")).values("ends_on")[:1]
    beside = grants.annotate(beside=Subquery(other)).filter(beside__isnull=False)
    return beside.annotate(until=Least("ends_on", "beside"))


def _has_new_of_author(now):
    """Whether its author has something new of what a grant opens: levels, notes, thanks."""
    opened = OpenedAnswer.objects.filter(
        partner=OuterRef("partner"),
        opens_at__gte=OuterRef("day_before"),  # by the index, wherever on earth their day began
        opens_at__lte=now,
        occurrence__date__gte=OuterRef("since"),
    )
    levels = Level.objects.values("slug")
    thanks = Appreciation.objects.filter(
        author=OuterRef("partner"), given_on__gte=OuterRef("since")
    )
    return Q(Exists(opened.filter(question__in=levels)), scope=Scope.LEVELS) | Q(
        Q(Exists(opened.exclude(question__in=levels))) | Q(Exists(thanks)), scope=Scope.NOTES
    )


def _has_new_of_both():
    """Whether there is something new of what both opened: an agreement, a repair that goes on."""
    couple, since = OuterRef("therapy__couple"), OuterRef("since")
    versions = Version.objects.in_force().filter(
        agreement__couple=couple, in_force_since__gte=since
    )
    repairs = Repair.objects.filter(couple=couple, status=Repair.Status.OPEN, opened_on__gte=since)
    return Q(Exists(versions), scope=Scope.AGREEMENT) | Q(Exists(repairs), scope=Scope.REPAIRS)


# --- What a page shows.


@dataclass
class Caseload:
    """Some of a therapist's couples in the order of the list, and how many there are of all."""

    cases: list[Case]
    count: int

    @classmethod
    def at(cls, places, therapist, now) -> "Caseload":
        """Return the couples at some places of the list (a slice); two queries."""
        today = now.date()
        by_day = (therapist.pk, today, today - LOOK_BACK, now)
        if places == FIRST_PAGE:
            rows, people = _first_couples(*by_day), _first_people(therapist.pk, today)
        else:
            rows, people = _couples(*by_day, places), _people(therapist.pk, today, places)
        local: dict[str, date] = {}
        cases = {}
        for row in rows:
            if row.zone not in local:
                local[row.zone] = now.astimezone(ZoneInfo(row.zone)).date()
            cases[row.couple_id.int] = _case(row, local[row.zone])
        keys.load([person.pk for person in people])
        for person in people:
            if case := cases.get(person.of.int):  # not of one that came in between the two queries
                case.names.append(person.name)
        return cls(list(cases.values()), rows[0].count if rows else 0)


def matching(cases: list[Case], looked_for: str) -> list[Case]:
    """Return those in whose names the words stand; names are sealed, so all of them are read."""
    words = looked_for.casefold().split()
    return [one for one in cases if all(word in one.searched for word in words)]


def _case(row, today):
    """Return a row as its page shows it; the couple's own clock says what day it is there."""
    open_until = max(row.own_until or today, row.joint_until or today)
    new_until = max(row.own_new_until or today, row.joint_new_until or today)
    coming = row.next_on if row.next_on and row.next_on >= today else None
    return Case(row.pk, coming, open_until > today, new_until > today)
