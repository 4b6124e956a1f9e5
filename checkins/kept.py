"""
What a person keeps of the talks of a space that ended: their own words and answers, and the words
that the other opened or sent to them.

The other's levels and choices are not among it. They are measures of whoever gave them and go with
them at once, so a copy that held them would tell, by losing them, that the other erased an account.
What is read here stays the same whatever the other does after the end.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from checkins import wording
from checkins.answers import OWN_WORDS, is_answered
from checkins.models import (
    Appreciation,
    CheckIn,
    Disclosure,
    FollowUp,
    OpenedAnswer,
    Repair,
    RepairGuide,
    Topic,
)
from checkins.telling import story
from checkins.wins import month_after
from trustpact.couples.kept import both_as_kept


@dataclass
class Answer:
    """An answer in words, and whose it was."""

    partner: object
    text: str
    words: str


@dataclass
class Day:
    """What stands of one date of a ritual."""

    date: date
    name: str
    answers: list[Answer] = field(default_factory=list)


@dataclass
class Line:
    """Something that was said by itself, with its day."""

    date: date
    partner: object
    words: str


class KeptMonth:
    """One month of a space that ended, as `place` keeps it; nothing of other months is opened."""

    def __init__(self, place, month: date):
        self.place, self.first = place, month
        self.last = month_after(month) - timedelta(days=1)
        self.names = both_as_kept(place)

    @property
    def has_any(self) -> bool:
        return bool(self.days or self.lines or self.decided or self.repairs)

    @property
    def days(self) -> list[Day]:
        """The dates on which the reader answered or the other's words opened, oldest first."""
        found: dict = defaultdict(list)
        occurrences = {}
        for occurrence, answer in (*self._own(), *self._opened()):
            occurrences[occurrence.pk] = occurrence
            found[occurrence.pk].append(answer)
        days = [Day(one.date, one.ritual.name, found[one.pk]) for one in occurrences.values()]
        return sorted(days, key=lambda day: (day.date, day.name))

    @property
    def lines(self) -> list[Line]:
        """Thanks, topics and news that stayed, oldest first."""
        return sorted((*self._thanks(), *self._topics(), *self._news()), key=lambda one: one.date)

    @property
    def decided(self) -> list:
        """What the two noted for both."""
        rows = FollowUp.objects.filter(couple=self.place.couple, noted_on__range=self._days)
        return list(rows.select_related("couple").order_by("noted_on", "pk"))

    @property
    def repairs(self) -> list:
        """Pairs of a repair that was opened in this month and all that was said in it."""
        rows = Repair.objects.filter(couple=self.place.couple, opened_on__range=self._days)
        found = list(rows.select_related("couple").order_by("opened_on", "pk"))
        guide = RepairGuide.read_in(self.place.couple.language) if found else None
        return [(one, self._said(one, guide)) for one in found]

    # --- Below.

    @property
    def _days(self):
        return self.first, self.last

    def _own(self):
        rows = CheckIn.objects.filter(partner=self.place, occurrence__date__range=self._days)
        for row in rows.select_related("occurrence__ritual__template"):
            row.partner, row.occurrence.ritual.couple = self.place, self.place.couple
            for question in filter(is_answered, row.questions):
                if given := row.answers.get(question["slug"]):
                    words = wording.answer_in_words(question, given["value"])
                    yield row.occurrence, Answer(self._me, question["text"], words)

    def _opened(self):
        rows = OpenedAnswer.objects.filter(partner__couple=self.place.couple)
        rows = rows.filter(occurrence__date__range=self._days).exclude(partner=self.place)
        rows = list(rows.select_related("occurrence__ritual__template", "partner"))
        for row in rows:
            row.partner.couple = row.occurrence.ritual.couple = self.place.couple
        for row in sorted(rows, key=lambda one: one.place):
            if row.asked.get("kind") in OWN_WORDS:
                words = wording.answer_in_words(row.asked, row.value)
                yield row.occurrence, Answer(self.names[row.partner_id], row.asked["text"], words)

    def _thanks(self):
        given = Appreciation.objects.filter(couple=self.place.couple, given_on__range=self._days)
        given = (
            given.read_by(self.place).select_related("couple").order_by("author__place", "number")
        )
        return [Line(one.given_on, self.names[one.author_id], one.words) for one in given]

    def _topics(self):
        asked = Topic.objects.filter(couple=self.place.couple, kind=Topic.Kind.OWN)
        asked = asked.filter(asked_on__range=self._days).select_related("couple").order_by("pk")
        return [Line(one.asked_on, self.names[one.author_id], one.words) for one in asked]

    def _news(self):
        """What was told to the reader and became theirs; an infection or a pregnancy is in no copy."""
        told = Disclosure.objects.filter(couple=self.place.couple, gone_on__isnull=True)
        told = told.filter(sent_on__range=self._days).exclude(author=self.place)
        told = told.select_related("couple").order_by("pk")
        return [
            Line(one.sent_on, self.names[one.author_id], f"{one.said}\n{one.words}".strip())
            for one in told
        ]

    def _said(self, repair, guide):
        return [replace(one, author=self.names[one.author.pk]) for one in story(repair, guide)]

    @property
    def _me(self):
        return self.names[self.place.pk]


def months_of(place) -> tuple[date, date]:
    """
    Return the first days of the months in which a space began and ended for one of the two.

    All months between them can be read, so that which there are tells of nobody.
    """
    first = min(place.couple.started_on, place.joined_on, place.left_on)
    return first.replace(day=1), place.left_on.replace(day=1)
