"""
What stands in a therapist's pages, read through what is granted now and in no other way.

Every function takes a `Granted`: what is open, of whom. It asks the database only for what is open,
so that what is not looks like what was never written.
"""

from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Q

from agreements.models.sheet import Sheet
from agreements.models.version import Version
from agreements.terms import utc_day
from checkins import progress
from checkins.answers import FOR_BOTH
from checkins.course import shared_since
from checkins.models import (
    Appreciation,
    CheckIn,
    FollowUp,
    Level,
    RepairGuide,
    RepairMessage,
    Ritual,
    Topic,
)
from checkins.models.rollup import DONE
from checkins.telling import story
from checkins.topics import words_of_clauses
from checkins.wins import ASKED
from trustpact.caseload import notes
from trustpact.caseload.notes import NEWEST, Passage
from trustpact.couples.models import Scope
from trustpact.couples.models.couple import BOTH
from trustpact.curation import memory
from trustpact.prepared import prepared


@prepared
def _done_by(one, other, day, until):
    """
    The check-ins that these two are done with, without the questions, oldest first; each says
    beforehand whether one of the two said thank you since.
    """
    thanks = Appreciation.objects.filter(Q(author=one) | Q(author=other), given_on__gte=day)
    done = CheckIn.objects.filter(
        Q(partner=one) | Q(partner=other),
        state__in=DONE,
        occurrence__date__gte=day,
        occurrence__date__lte=until,
    )
    done = done.defer("questions").annotate(date=F("occurrence__date"), has_thanks=Exists(thanks))
    return done.order_by("date", "pk")


@prepared
def _kept_by(couple, day):
    """A couple's rituals, and whether there is a topic or something decided to read of as well."""
    topics = Topic.objects.filter(couple=couple).filter(
        Q(status=Topic.Status.ASKED) | Q(status=Topic.Status.TAKEN_UP, closed_on__gte=day)
    )
    decided = FollowUp.objects.open().order_by().filter(couple=couple)
    kept = Ritual.objects.kept().filter(couple=couple).order_by("slug")
    return kept.annotate(has_topics=Exists(topics), has_follow_ups=Exists(decided))


@dataclass
class LevelTold:
    """One level of one partner since the last session: the latest, and from where to where."""

    name: str
    scale: list
    values: list  # numbers from 1 to 5, oldest first

    @property
    def latest(self) -> str:
        return self.scale[self.values[-1] - 1]

    @property
    def lowest(self) -> str:
        return self.scale[min(self.values) - 1]

    @property
    def highest(self) -> str:
        return self.scale[max(self.values) - 1]

    @property
    def varies(self) -> bool:
        return min(self.values) != max(self.values)


@dataclass
class Side:
    """One partner's half: empty where nothing is open, and where nothing was written."""

    partner: object
    levels: list = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    @property
    def wins(self) -> list[Passage]:
        """What went well, in their own words: thanks, and what was noticed."""
        return [one for one in self.passages if one.question in (notes.THANKS, *ASKED)]

    @property
    def hard(self) -> list:
        """The clauses that felt hard, each with its dates."""
        return [one for one in self.passages if one.felt_hard]

    @property
    def notes(self) -> list[Passage]:
        """What is neither a win nor about a clause."""
        wins = (notes.THANKS, *ASKED)
        return [one for one in self.passages if one.question not in wins and not one.is_of_clause]

    @property
    def has_any(self) -> bool:
        return bool(self.levels or self.passages)

    @property
    def has_more(self) -> bool:
        """Whether something older stands behind what is shown."""
        return any(one.has_more for one in self.passages)


@dataclass
class KeptRitual:
    """How often a ritual was kept by both, of the dates that came round."""

    name: str
    kept: progress.Kept


@dataclass
class TopicTold:
    """Something the two are ready to talk about, or took up: in their words, or a clause."""

    words: str
    is_ready: bool


class Review:
    """
    Everything since the last session, of both, side by side.

    Of what was written again and again, the newest of each question; with `newest=None`, all.
    """

    def __init__(self, granted, now, newest=NEWEST):
        self.granted, self.now, self.newest = granted, now, newest
        self.today = granted.couple.local(now).date()
        self.since = granted.therapy.since(self.today)
        self.began = datetime.combine(self.since, time(0), ZoneInfo(granted.couple.zone))

    @cached_property
    def sides(self) -> list:
        """Both halves, in the order of places; two queries, one for what was marked, one for thanks."""
        sides = {one.pk: Side(one) for one in self.granted.couple.members}
        levels, authors = (self.granted.authors(one) for one in (Scope.LEVELS, Scope.NOTES))
        checkins = self._checkins({one.pk: one for one in (*levels, *authors)})
        for one in levels:
            sides[one.pk].levels = self._levels(checkins, one.pk)
        told = notes.told_by(authors, checkins, self)
        for partner_id, passages in told.items():
            sides[partner_id].passages = passages
        return list(sides.values())

    @property
    def has_any(self) -> bool:
        told = any(side.has_any for side in self.sides)
        return told or bool(self.kept or self.topics or self.follow_ups)

    @property
    def has_more(self) -> bool:
        """Whether something older stands behind what is shown."""
        return any(side.has_more for side in self.sides)

    @cached_property
    def shows_joint(self) -> bool:
        return Scope.RITUALS in self.granted.joint and bool(self.granted.couple.members)

    @cached_property
    def kept(self) -> list:
        """What both kept: only what opened or was held together counts."""
        couple, rituals = self.granted.couple, self._rituals
        shared = shared_since(couple.pk, self.since, self.now) if rituals else []
        found = []
        for ritual in rituals:
            slots = [one.date for one in ritual.shared_slots(self.began, self.now, rituals)]
            planned = [day for day in slots if day < self.today]
            both = [one.date for one in shared if one.ritual_id == ritual.pk]
            if planned:
                found.append(KeptRitual(ritual.name, progress.kept(both, planned)))
        return found

    @cached_property
    def topics(self) -> list[TopicTold]:
        """
        Topics for which both are ready, or that they took up: asked ones, and parked clauses that
        are back. No word of what was told at once.
        """
        if not self._may_have("has_topics"):
            return []
        couple = self.granted.couple
        read = Topic.objects.filter(couple=couple).exclude(kind=Topic.Kind.SLIP)
        ready = Q(status=Topic.Status.ASKED, ready_count__gte=BOTH)
        taken = Q(status=Topic.Status.TAKEN_UP, closed_on__gte=self.since)
        found = read.as_read_by(couple.members[0], self.today).filter(ready | taken)
        found = list(found.order_by("asked_on", "pk"))
        clauses = {}
        if any(one.clause for one in found):
            clauses = words_of_clauses(couple.members[0], self.now)
        told = []
        for one in found:
            one.couple = couple
            waits = one.status == Topic.Status.ASKED
            words = clauses.get((one.clause, waits)) if one.clause else one.words
            if words:
                told.append(TopicTold(words, waits))
        return told

    @cached_property
    def follow_ups(self) -> list:
        """What they decided and stands open; what was offered in a repair stays there."""
        if not self._may_have("has_follow_ups"):
            return []
        offered = RepairMessage.objects.filter(follow_up__isnull=False).values("follow_up")
        decided = FollowUp.objects.filter(couple=self.granted.couple).exclude(pk__in=offered)
        found = list(decided.open())
        for one in found:
            one.couple = self.granted.couple
        return found

    # --- Below.

    @cached_property
    def _rituals(self) -> list:
        if not self.shows_joint:
            return []
        rituals = _kept_by(self.granted.couple.pk, self.since)
        for one in rituals:
            one.couple = self.granted.couple
        Ritual.know_templates(rituals)
        return rituals

    def _may_have(self, what) -> bool:
        """Whether there can be topics or decisions: no query where the rituals say there is none."""
        return self.shows_joint and (not self._rituals or getattr(self._rituals[0], what))

    def _checkins(self, authors) -> list:
        """The check-ins that these partners are done with, since the last session."""
        if not authors:
            return []
        found = _done_by(min(authors), max(authors), self.since, self.today)
        for one in found:
            one.partner = authors[one.partner_id]
        return found

    def _levels(self, checkins, partner_id) -> list:
        """A partner's levels, but those that they meant for themselves alone."""
        known = memory.published(Level, self.granted.couple.language)
        values: dict[str, list] = {level.slug: [] for level in known}
        for checkin in checkins:
            if checkin.partner_id == partner_id:
                meant = {
                    slug: answer
                    for slug, answer in checkin.answers.items()
                    if slug in values and answer["visibility"] in FOR_BOTH
                }
                for slug, value in progress.levels_in(meant, meant).items():
                    values[slug].append(value)
        return [
            LevelTold(level.name, level.words, values[level.slug])
            for level in known
            if values[level.slug]
        ]


def agreement(granted, now) -> Sheet | None:
    """Return the sheet of what is in force, where both opened the agreement; None without one."""
    if Scope.AGREEMENT not in granted.joint:
        return None
    versions = Version.objects.filter(agreement__couple=granted.couple).in_force()
    version = versions.select_related("agreement__couple").first()
    return version and Sheet(version, on=utc_day(now))


def repairs(granted, now) -> list:
    """Return (repair, what was said) of what goes on, where both opened it."""
    if Scope.REPAIRS not in granted.joint:
        return []
    couple = granted.couple
    going_on = couple.repairs.open_on(couple.local(now).date()).with_people()
    return [
        (repair, story(repair, RepairGuide.read_in(couple.language)))
        for repair in going_on.order_by("opened_on", "pk")
    ]
