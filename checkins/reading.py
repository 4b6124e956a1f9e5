"""What one partner reads on a page: own answers, what opened between the two, what is kept."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from checkins import planning, reminders_in_words, wording
from checkins.answers import ME, is_answered
from checkins.models import (
    CheckIn,
    Level,
    Occurrence,
    OpenedAnswer,
    OwnQuestions,
    Ritual,
    Session,
    Snooze,
)
from checkins.models.snooze import Later

DATES_AHEAD = 3
WEEK = timedelta(days=7)


@dataclass
class Said:
    """One partner's opened answer, in words."""

    partner: object
    words: str


@dataclass
class Opened:
    """A question and what both said to it, side by side."""

    text: str
    said: list = field(default_factory=list)


def opened_side_by_side(rows):
    """Return the questions of which something stands open, with each partner's answer."""
    questions: dict[str, Opened] = {}
    for row in rows:
        question = questions.setdefault(row.question, Opened(row.asked["text"]))
        question.said.append(Said(row.partner, wording.answer_in_words(row.asked, row.value)))
    return list(questions.values())


@dataclass
class Mine:
    """An own answer, who sees it, and what can be done about that."""

    slug: str
    text: str
    words: str
    is_open: bool
    is_for_both: bool
    can_open: bool


def own_answers(checkin, open_slugs, now):
    """Return a partner's own answers; who else answered makes no difference to them."""
    mine = []
    for question in filter(is_answered, checkin.questions):
        slug = question["slug"]
        if slug not in checkin.answers:
            continue
        answer = checkin.answers[slug]
        is_open = slug in open_slugs
        mine.append(
            Mine(
                slug=slug,
                text=question["text"],
                words=wording.answer_in_words(question, answer["value"]),
                is_open=is_open,
                is_for_both=answer["visibility"] != ME,
                can_open=not is_open and checkin.may_open_alone(slug, now),
            )
        )
    return mine


@dataclass
class Kept:
    """A ritual that a couple keeps, as one partner reads it."""

    ritual: Ritual
    name: str
    often: str
    next_time: str
    resting_until: date | None
    put_off_until: str


def kept_rituals(partner, rituals, now):
    """Return a couple's rituals in the order in which they next come round for a partner."""
    today = partner.couple.local(now).date()
    kept = []
    for ritual in rituals:
        slot = ritual.next_slot(partner, now, rituals)
        resting = ritual.rest_until if ritual.rest_until and ritual.rest_until > today else None
        kept.append(
            (
                slot.moment.timestamp() if slot else float("inf"),
                Kept(
                    ritual=ritual,
                    name=ritual.name,
                    often=wording.cadence_in_words(ritual.cadence),
                    next_time=slot and wording.moment_in_words(slot.moment, partner.person, now),
                    resting_until=resting,
                    put_off_until=_put_off(partner, ritual, now),
                ),
            )
        )
    return [one for _moment, one in sorted(kept, key=lambda pair: pair[0])]


@dataclass
class Reminded:
    """A ritual, and in one sentence how a partner is reminded of it."""

    ritual: Ritual
    sentence: str
    is_own: bool


def reminders_of(partner, rituals, book, now):
    """Return how a partner is reminded of these rituals; `book` is theirs, so no query more."""
    reminded = []
    for ritual in rituals:
        wish, slot = book.of(partner.person_id, ritual.pk), ritual.next_slot(partner, now, rituals)
        words = reminders_in_words.of_one(wish, slot and slot.moment, ZoneInfo(partner.person.zone))
        reminded.append(Reminded(ritual, words, book.has_own(partner.person_id, ritual.pk)))
    return reminded


def _put_off(partner, ritual, now):
    until = getattr(ritual, "snoozed_until", None)
    return wording.moment_in_words(until, partner.person, now) if until and until > now else ""


def own_questions(ritual):
    """Return what an own ritual asks, as it was last written, in words."""
    questions = OwnQuestions.latest(ritual).questions
    levels = {}
    if any(question["kind"] == "level" for question in questions):
        library = Level.published.read_in(ritual.couple.language)
        levels = {level.slug: level.question for level in library}
    texts = [question.get("text") or levels.get(question["slug"]) for question in questions]
    return [text for text in texts if text]


@dataclass
class Due:
    """A date that can be answered now, and until when it can be put off."""

    occurrence: Occurrence
    ritual: Ritual
    date: date
    later: list = field(default_factory=list)


def due_cards(partner, rituals, now):
    """Return what a partner can answer now, each with the times until which it can be put off."""
    return [
        Due(one, one.ritual, one.date, later_choices(one, partner, now))
        for one in planning.due_for(partner, rituals, now)
    ]


def later_choices(occurrence, partner, now):
    """Return (value, words) for each time until which an occurrence can be put off in one tap."""
    words = {
        Later.HOUR: _("In an hour"),
        Later.EVENING: _("This evening"),
        Later.TOMORROW: _("Tomorrow"),
    }
    return [(later.value, words[later]) for later in Snooze.choices_for(occurrence, partner, now)]


def in_a_week(couple, now):
    """Return the day on which everything goes on that rests for a week from today."""
    return couple.local(now).date() + WEEK


def dates_ahead(partner, ritual, rituals, now):
    """Return the next dates of a ritual for a partner, in words; saved or not yet."""
    ahead, after = [], now
    while len(ahead) < DATES_AHEAD and (slot := ritual.next_slot(partner, after, rituals)):
        ahead.append(wording.moment_in_words(slot.moment, partner.person, now))
        after = slot.moment
    return ahead


def past_dates(partner, now):
    """
    Return the occurrences that say something to this partner, newest first: answered by them, or
    with something open, or held together. What the other did alone adds none.
    """
    mine = CheckIn.objects.filter(partner=partner).values("occurrence")
    shown = OpenedAnswer.objects.filter(partner__couple=partner.couple, opens_at__lte=now)
    over = Session.objects.over().filter(occurrence__ritual__couple=partner.couple_id)
    either = Q(pk__in=shown.values("occurrence")) | Q(pk__in=over.values("occurrence"))
    found = Occurrence.objects.filter(Q(pk__in=mine) | either)
    return found.select_related("ritual__template").order_by("-date", "ritual__slug")


@dataclass
class Felt:
    """How a clause felt to one partner, on one date."""

    date: date
    partner: object
    words: str


def felt(partner, clause_id, now):
    """
    Return how a clause felt: to this partner, all they said, and to both, what opened; newest first.

    What the other kept to themselves adds nothing, and neither do their dates.
    """
    slug = f"clause-{clause_id}"
    asking = [
        ritual.pk
        for ritual in partner.couple.rituals.select_related("template")
        if ritual.template
        and any(question.get("kind") == "clauses" for question in ritual.template.questions)
    ]
    kept = partner.checkins.filter(occurrence__ritual__in=asking).select_related("occurrence")
    mine = []
    for checkin in kept.order_by("-occurrence__date"):
        checkin.partner = partner
        if answer := checkin.answers.get(slug):
            mine.append(Felt(checkin.occurrence.date, partner, answer["value"]))
    rows = OpenedAnswer.objects.filter(question=slug, opens_at__lte=now)
    rows = rows.filter(occurrence__ritual__couple=partner.couple_id)
    rows = rows.select_related("occurrence", "partner__person").order_by(
        "-occurrence__date", "partner__place"
    )
    return mine, [Felt(row.occurrence.date, row.partner, row.value) for row in rows]
