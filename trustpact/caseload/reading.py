"""
What stands in a therapist's pages, read through what is granted now and in no other way.

Every function takes a `Granted`: what is open, of whom. It asks the database only for what is open,
so that what is not looks like what was never written.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Q

from agreements.models.sheet import Sheet
from agreements.models.version import Version
from agreements.terms import utc_day
from checkins import progress
from checkins.answers import FOR_BOTH, WITH_THERAPIST
from checkins.course import shared_since
from checkins.models import (
    CheckIn,
    FollowUp,
    Level,
    OpenedAnswer,
    RepairGuide,
    RepairMessage,
    Topic,
)
from checkins.models.rollup import DONE
from checkins.telling import story
from checkins.wins import ASKED
from checkins.wording import answer_in_words
from trustpact.couples.models import Scope
from trustpact.couples.models.couple import BOTH
from trustpact.curation import memory

CLAUSE, HARD = "clause-", 2  # questions about clauses, and the place of "hard" among their answers


@dataclass
class Note:
    """An answer beside the levels: what was asked, and what its author said."""

    date: date
    question: str
    asked: dict
    value: object

    @property
    def text(self) -> str:
        return self.asked["text"]

    @property
    def words(self) -> str:
        return answer_in_words(self.asked, self.value)

    @property
    def felt_hard(self) -> bool:
        """Whether it says that a clause felt hard."""
        choices = self.asked.get("choices", [])
        is_about_a_clause = self.question.startswith(CLAUSE) and len(choices) > HARD
        return is_about_a_clause and self.value == choices[HARD]


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
    all_notes: list = field(default_factory=list)

    @property
    def wins(self) -> list:
        return [note for note in self.all_notes if note.question in ASKED]

    @property
    def hard(self) -> list:
        return [note for note in self.all_notes if note.felt_hard]

    @property
    def notes(self) -> list:
        """What is neither a win nor about a clause."""
        return [
            note
            for note in self.all_notes
            if note.question not in ASKED and not note.question.startswith(CLAUSE)
        ]


@dataclass
class KeptRitual:
    """How often a ritual was kept by both, of the dates that came round."""

    name: str
    kept: progress.Kept


class Review:
    """Everything since the last session, of both, side by side."""

    def __init__(self, granted, now):
        self.granted, self.now = granted, now
        self.today = granted.couple.local(now).date()
        self.since = granted.therapy.since(self.today)

    @cached_property
    def sides(self) -> list:
        """Both halves, in the order of places."""
        sides = {one.pk: Side(one) for one in self.granted.couple.members}
        open_levels = self._ids(Scope.LEVELS)
        open_notes = self._ids(Scope.NOTES)
        checkins = self._checkins(open_levels | open_notes)
        for partner_id in open_levels & sides.keys():
            sides[partner_id].levels = self._levels(checkins, partner_id)
        for note, partner_id in self._notes(checkins, open_notes):
            sides[partner_id].all_notes.append(note)
        return list(sides.values())

    @property
    def has_any(self) -> bool:
        told = any(side.levels or side.all_notes for side in self.sides)
        return told or bool(self.kept or self.topics or self.follow_ups)

    @cached_property
    def shows_joint(self) -> bool:
        return Scope.RITUALS in self.granted.joint

    @cached_property
    def kept(self) -> list:
        """What both kept: only what opened or was held together counts."""
        if not self.shows_joint:
            return []
        couple = self.granted.couple
        rituals = list(couple.rituals.kept().select_related("template").order_by("slug"))
        shared = shared_since(couple.pk, self.since, self.now) if rituals else []
        start = datetime.combine(self.since, time(0), ZoneInfo(couple.zone))
        found = []
        for ritual in rituals:
            ritual.couple = couple
            slots = [one.date for one in ritual.shared_slots(start, self.now, rituals)]
            planned = [day for day in slots if day < self.today]
            both = [one.date for one in shared if one.ritual_id == ritual.pk]
            if planned:
                found.append(KeptRitual(ritual.name, progress.kept(both, planned)))
        return found

    @cached_property
    def topics(self) -> list:
        """Topics for which both are ready, or that they took up; no word of what was told."""
        if not self.shows_joint:
            return []
        members = self.granted.couple.members
        if not members:
            return []
        read = Topic.objects.filter(couple=self.granted.couple, kind=Topic.Kind.OWN)
        ready = Q(status=Topic.Status.ASKED, ready_count__gte=BOTH)
        taken = Q(status=Topic.Status.TAKEN_UP, closed_on__gte=self.since)
        found = read.as_read_by(members[0], self.today).filter(ready | taken).order_by("asked_on")
        return [self._of_couple(one) for one in found]

    @cached_property
    def follow_ups(self) -> list:
        """What they decided and stands open; what was offered in a repair stays there."""
        if not self.shows_joint:
            return []
        offered = RepairMessage.objects.filter(follow_up__isnull=False).values("follow_up")
        found = FollowUp.objects.filter(couple=self.granted.couple).exclude(pk__in=offered)
        return [self._of_couple(one) for one in found.open()]

    # --- Below.

    def _ids(self, scope) -> set:
        return {one.pk for one in self.granted.authors(scope)}

    def _of_couple(self, row):
        row.couple = self.granted.couple
        return row

    def _checkins(self, partner_ids) -> list:
        """The check-ins that these partners are done with, since the last session."""
        if not partner_ids:
            return []
        found = CheckIn.objects.filter(
            partner__in=partner_ids,
            state__in=DONE,
            occurrence__date__range=(self.since, self.today),
        )
        found = found.select_related("occurrence").order_by("occurrence__date", "pk")
        members = {one.pk: one for one in self.granted.couple.members}
        checkins = list(found)
        for one in checkins:
            one.partner = members[one.partner_id]
        return checkins

    def _levels(self, checkins, partner_id) -> list:
        """A partner's levels, but those that they meant for themselves alone."""
        known = memory.published(Level, self.granted.couple.language)
        values: dict[str, list] = {}
        for checkin in checkins:
            if checkin.partner_id == partner_id:
                meant = {
                    slug: answer
                    for slug, answer in checkin.answers.items()
                    if answer["visibility"] in FOR_BOTH
                }
                names = [level.slug for level in known]
                for slug, value in progress.levels_in(meant, names).items():
                    values.setdefault(slug, []).append(value)
        return [
            LevelTold(level.name, level.words, values[level.slug])
            for level in known
            if level.slug in values
        ]

    def _notes(self, checkins, partner_ids):
        """Yield (note, partner's id): what stands open between the two, and what was marked."""
        levels = {level.slug for level in memory.published(Level, "en")}
        notes = {}
        for checkin in checkins:
            if checkin.partner_id in partner_ids:
                for question in checkin.questions:
                    answer = checkin.answers.get(question["slug"])
                    if answer and answer["visibility"] == WITH_THERAPIST:
                        key = (checkin.partner_id, checkin.occurrence_id, question["slug"])
                        day, value = checkin.occurrence.date, answer["value"]
                        notes[key] = Note(day, question["slug"], question, value)
        for row in self._opened(partner_ids):
            key = (row.partner_id, row.occurrence_id, row.question)
            notes[key] = Note(row.occurrence.date, row.question, row.asked, row.value)
        for (partner_id, _occurrence, slug), note in sorted(
            notes.items(), key=lambda pair: (pair[1].date, str(pair[0][1]), pair[0][2])
        ):
            if slug not in levels and note.value is not None:
                yield note, partner_id

    def _opened(self, partner_ids) -> list:
        if not partner_ids:
            return []
        shown = OpenedAnswer.objects.filter(
            partner__in=partner_ids,
            opens_at__lte=self.now,
            occurrence__date__range=(self.since, self.today),
        )
        found = list(shown.select_related("occurrence"))
        members = {one.pk: one for one in self.granted.couple.members}
        for one in found:
            one.partner = members[one.partner_id]
        return found


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
