"""
A batch of schedules that are due becomes occurrences and reminders, and moves on.

The sweep of `notices` calls `plan_many`. It takes no lock: a person who saves answers holds the
couple's row, and a sweep must not wait for people. What a batch is about is read as plain rows: in a
busy minute there are twenty thousand, and a model for each thing costs more than all the rest.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from checkins import answers, recurrence, reminding
from checkins.models import Occurrence, Ritual, RitualTime
from checkins.models.ritual import KIND, cadence_of
from checkins.models.template import Clock
from checkins.planning import LONGEST_WINDOW
from checkins.recurrence import Cadence, Slot
from trustpact.couples.models import Partner
from trustpact.notices import many
from trustpact.notices.models import Notice, Reminders


def plan_many(schedules, now):
    """
    Write the occurrence and the reminders of each due schedule; return their next moments.

    What was missed while nothing ran is passed over: only the latest slot is told of, and only
    until the next one comes or its window ends.
    """
    plans = {(plan.ritual, plan.person): plan for plan in _plans(schedules)}
    book = Reminders.objects.book(
        persons={person for _ritual, person in plans},
        subjects={ritual for ritual, _person in plans},
    )
    instead = _instead(plans.values())
    due, ahead = [], []
    for schedule in schedules:
        plan = plans.get((schedule.subject, schedule.person_id))
        one, next_at = plan.come_round(schedule, book, instead, now) if plan else (None, None)
        ahead.append(next_at)
        if one:
            due.append(one)
    _tell(due, book, now)
    return ahead


class Plan(NamedTuple):
    """A ritual and one of the two who keep it: all that reminding needs to know, as columns."""

    couple: UUID
    partner: UUID
    person: UUID
    joined_on: date
    own_zone: str
    couple_zone: str
    own_at: time | None
    ritual: UUID
    slug: str
    clock: str
    at: time
    unit: str
    started_on: date
    every: int
    weekdays: str
    day: int
    nth: int
    ends_on: date | None
    ended_on: date | None
    rest_until: date | None

    def come_round(self, schedule, book, instead, now):
        """
        Return the latest slot whose reminder came since the schedule's moment, or None, and when
        the next reminder comes, or None.

        Reminders come in the order of their slots, so that one walk finds both.
        """
        wish, zone, come = book.of(self.person, self.ritual), ZoneInfo(self.own_zone), None
        since = max(schedule.next_at, now - LONGEST_WINDOW) - timedelta(microseconds=1)
        cadence = cadence_of(self)
        for slot in self._slots_after(since, cadence, instead):
            moment = wish.reminded_at(slot.moment, zone)
            if moment > now:
                return come and Due(self, cadence, *come, slot), moment
            if moment > since:
                come = slot, moment
        return come and Due(self, cadence, *come, None), None

    def _slots_after(self, since, cadence, instead):
        is_shared = self.clock == Clock.SHARED
        at = self.at if is_shared else self.own_at or self.at
        zone = ZoneInfo(self.couple_zone if is_shared else self.own_zone)
        return recurrence.slots_after(cadence, at, zone, since, instead[self.couple, self.slug])


class Due(NamedTuple):
    """A slot of which a partner is to be reminded now, and the slot after it."""

    plan: Plan
    cadence: Cadence
    slot: Slot
    moment: datetime  # of the reminder
    following: Slot | None


def _plans(schedules):
    """Read what a batch of schedules is about: what is kept, by partners who are there; one query."""
    there = Partner.objects.current().filter(
        person__among={schedule.person_id for schedule in schedules},
        couple__rituals__among={schedule.subject for schedule in schedules},
        couple__rituals__ended_on__isnull=True,
    )
    own = RitualTime.objects.filter(ritual=OuterRef("couple__rituals"), partner=OuterRef("pk"))
    of_the_ritual = Plan._fields[Plan._fields.index("slug") :]
    rows = there.values_list(
        *("couple", "pk", "person", "joined_on", "person__zone", "couple__zone"),
        Subquery(own.values("at")[:1]),
        *("couple__rituals", *(f"couple__rituals__{name}" for name in of_the_ritual)),
    )
    return map(Plan._make, rows)


def _instead(plans):
    """Return the cadences that take the place of others, by couple and the slug of these; one query."""
    beside = Ritual.objects.kept().filter(couple__among={plan.couple for plan in plans})
    instead = defaultdict(list)
    for ritual in beside.exclude(replaces=""):
        instead[ritual.couple_id, ritual.replaces].append(ritual.cadence)
    return instead


def _tell(due, book, now):
    occurrences = [
        many.row(
            Occurrence,
            id=Occurrence.id_on(one.plan.ritual, one.slot.date),
            ritual_id=one.plan.ritual,
            date=one.slot.date,
        )
        for one in due
    ]
    many.insert_missing(Occurrence, occurrences)
    took_part = reminding.took_part_on(
        rituals={one.plan.ritual for one in due}, partners={one.plan.partner for one in due}
    )
    notices = []
    for occurrence, one in zip(occurrences, due, strict=True):
        plan, day = one.plan, one.slot.date
        until = answers.window_ends(day, ZoneInfo(plan.own_zone))
        until = min(until, one.following.moment) if one.following else until
        wish, asked_on = book.of(plan.person, plan.ritual), book.asked_on(plan.person, plan.ritual)
        last = took_part.get((plan.ritual, plan.partner))
        since = reminding.silent_since(plan.joined_on, asked_on, last)
        if until > now and reminding.is_reminded(one.cadence, wish, since, day):
            notices += _reminders(occurrence, one, wish, until)
    Notice.objects.tell_many(notices)


def _reminders(occurrence, one, wish, until):
    """Return one reminder a channel; the key is the same whatever the lead, so none comes twice."""
    return [
        Notice.objects.about_to_tell(
            person_id=one.plan.person,
            kind=KIND,
            subject=occurrence.pk,
            series=one.plan.ritual,
            channel=channel,
            due_at=one.moment,
            until=until,
        )
        for channel in wish.channels
    ]
