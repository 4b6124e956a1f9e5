"""
What a partner wrote beside the levels, as their therapist reads it: by question, the newest first.

It is read of those who opened their notes, and of nobody else: what stands open between the two,
what was marked for the therapist, and the thanks that they gave. Only what is shown is opened.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case as DatabaseCase
from django.db.models import CharField, F, Q, When, Window
from django.db.models.functions import Cast, RowNumber
from django.utils.translation import gettext as _

from checkins.answers import WITH_THERAPIST
from checkins.models import Appreciation, CheckIn, Level, OpenedAnswer
from checkins.wording import answer_in_words
from trustpact.curation import memory
from trustpact.prepared import prepared

NEWEST = 4  # of each question
CLAUSE, HARD = "clause-", 2  # questions about clauses, and the place of "hard" among their answers
THANKS = "thank you"  # no slug of a question


@dataclass
class Note:
    """An answer beside the levels: what was asked, and what its author said."""

    date: date
    asked: dict
    value: object

    @property
    def words(self) -> str:
        return answer_in_words(self.asked, self.value)

    @property
    def felt_hard(self) -> bool:
        """Whether it says of a clause that it felt hard."""
        choices = self.asked.get("choices", [])
        return len(choices) > HARD and self.value == choices[HARD]


@dataclass
class Passage:
    """What one partner said to one question, newest first; `has_more` where older ones stand behind."""

    question: str
    text: str
    notes: list
    has_more: bool = False

    @property
    def is_of_clause(self) -> bool:
        return self.question.startswith(CLAUSE)

    @property
    def felt_hard(self) -> list:
        """The notes that say of a clause that it felt hard."""
        return [one for one in self.notes if self.is_of_clause and one.felt_hard]


def told_by(authors, checkins, review) -> dict:
    """
    Return by partner's id what each of these wrote since the last session.

    `checkins`: theirs of that time. A query for what stands open, one where somebody said thank
    you, and one where something was marked for the therapist that does not stand open.
    """
    if not authors:
        return {}
    members = {one.pk: one for one in authors}
    written = _marked(members, checkins) | _open(members, review)
    groups: dict = defaultdict(list)
    for one in (*written.values(), *_thanks(members, checkins, review)):
        groups[one.partner_id, one.question].append(one)
    told: dict = {partner_id: [] for partner_id in members}
    shown = {key: _newest(group, key[1], review.newest) for key, group in sorted(groups.items())}
    _bring_questions([one for group in shown.values() for one in group])
    for (partner_id, question), group in shown.items():
        has_more = len(group) < len(groups[partner_id, question])
        told[partner_id] += _passages(question, group, has_more)
    return told


# --- What is read.


@dataclass
class Written:
    """Something that a partner wrote, still closed: `row` holds it."""

    partner_id: UUID
    question: str
    date: date
    row: object

    def opened(self) -> Note:
        """Return it as it reads."""
        if isinstance(self.row, OpenedAnswer):
            return Note(self.date, self.row.asked, self.row.value)
        if isinstance(self.row, Appreciation):
            return Note(self.date, {"kind": "text", "text": _("Thank you")}, self.row.words)
        [asked] = [one for one in self.row.questions if one["slug"] == self.question]
        return Note(self.date, asked, self.row.answers[self.question]["value"])


@prepared
def _newest_open(one, other, day, until, since, now):
    """What stands open of these two by now, but their levels: a few of each question, and of clauses all."""
    shown = _opened_by(one, other, day, until, since, now)
    by_itself = When(question__startswith=CLAUSE, then=Cast("pk", CharField()))
    question = DatabaseCase(by_itself, default=F("question"), output_field=CharField())
    nth = Window(
        RowNumber(), partition_by=[F("partner"), question], order_by=F("occurrence__date").desc()
    )
    return shown.annotate(nth=nth).filter(nth__lte=NEWEST + 1)


@prepared
def _all_open(one, other, day, until, since, now):
    """All that stands open of these two by now, but their levels."""
    return _opened_by(one, other, day, until, since, now)


@prepared
def _thanks_of(one, other, day):
    """What these two thanked for, newest first."""
    given = Appreciation.objects.filter(Q(author=one) | Q(author=other), given_on__gte=day)
    return given.order_by("-given_on", "-number")


def _opened_by(one, other, day, until, since, now):
    shown = OpenedAnswer.objects.filter(
        Q(partner=one) | Q(partner=other),
        opens_at__gte=since,  # by the index
        opens_at__lte=now,
        occurrence__date__gte=day,
        occurrence__date__lte=until,
    )
    shown = shown.exclude(question__in=Level.objects.values("slug"))
    return shown.annotate(date=F("occurrence__date"))


def _open(members, review) -> dict:
    """Return what stands open between the two, by author, date and question."""
    ask = _all_open if review.newest is None else _newest_open
    found = {}
    days = (review.since, review.today, review.began)
    for row in ask(min(members), max(members), *days, review.now):
        row.partner = members[row.partner_id]
        key = (row.partner_id, row.occurrence_id, row.question)
        found[key] = Written(row.partner_id, row.question, row.date, row)
    return found


def _marked(members, checkins) -> dict:
    """Return what was marked for the therapist, by author, date and question."""
    levels = {level.slug for level in memory.published(Level, "en")}
    return {
        (one.partner_id, one.occurrence_id, slug): Written(one.partner_id, slug, one.date, one)
        for one in checkins
        if one.partner_id in members
        for slug, answer in one.answers.items()
        if answer["visibility"] == WITH_THERAPIST
        and answer["value"] is not None
        and slug not in levels
    }


def _thanks(members, checkins, review) -> list:
    """Return what these thanked for: words of their own, that stand open to whom they were sent."""
    if checkins and not checkins[0].has_thanks:
        return []
    found = _thanks_of(min(members), max(members), review.since)
    for one in found:
        one.author, one.couple = members[one.author_id], review.granted.couple
    return [Written(one.author_id, THANKS, one.given_on, one) for one in found]


def _newest(group, question, newest):
    """Return what is shown of a group, newest first: of clauses all, for what is hard is rare."""
    ordered = sorted(group, key=lambda one: (one.date, str(one.row.pk)), reverse=True)
    return ordered if newest is None or question.startswith(CLAUSE) else ordered[:newest]


def _bring_questions(written) -> None:
    """Read, once for all, the questions of the check-ins of which something marked is shown."""
    rows = {one.row.pk: one.row for one in written if isinstance(one.row, CheckIn)}
    if rows:
        for read in CheckIn.objects.filter(pk__in=rows).only("questions"):
            rows[read.pk].__dict__["questions"] = read.__dict__["questions"]


def _passages(question, written, has_more) -> list[Passage]:
    """Put together what was asked in the same words; what was asked otherwise stands by itself."""
    by_text: dict = {}
    for one in written:
        note = one.opened()
        if note.value is not None:
            by_text.setdefault(note.asked["text"], []).append(note)
    passages = [Passage(question, text, notes) for text, notes in by_text.items()]
    if passages:
        passages[-1].has_more = has_more
    return passages
