"""What one partner reads on a page: own answers, what opened between the two, what is kept."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from checkins import wording
from checkins.answers import ME, is_answered
from checkins.models import CheckIn, Occurrence, OpenedAnswer, Ritual, RitualTemplate

OFFERED_AT_ONCE = 3


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


def opened_side_by_side(occurrence, now):
    """Return the questions of which something stands open by now, with each partner's answer."""
    questions: dict[str, Opened] = {}
    for row in occurrence.opened(now):
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
                    name=ritual.template.name,
                    often=wording.cadence_in_words(ritual.cadence),
                    next_time=slot and wording.moment_in_words(slot.moment, partner.person, now),
                    resting_until=resting,
                ),
            )
        )
    return [one for _moment, one in sorted(kept, key=lambda pair: pair[0])]


def offers(couple, rituals, now):
    """Return the starter rituals to offer: those that are timely, a few at most, and the others."""
    held = {ritual.slug for ritual in rituals}
    templates = [
        template
        for template in RitualTemplate.published.read_in(couple.language)
        if template.can_begin_now and template.slug not in held
    ]
    today = couple.local(now).date()
    timely = [template for template in templates if template.is_timely(couple, today)]
    first = timely[:OFFERED_AT_ONCE]
    return first, [template for template in templates if template not in first]


def past_dates(partner, now):
    """
    Return the occurrences that say something to this partner, newest first: answered by them, or
    with something open. What the other did alone adds none.
    """
    mine = CheckIn.objects.filter(partner=partner).values("occurrence")
    shown = OpenedAnswer.objects.filter(partner__couple=partner.couple, opens_at__lte=now)
    found = Occurrence.objects.filter(Q(pk__in=mine) | Q(pk__in=shown.values("occurrence")))
    return found.select_related("ritual__template").order_by("-date", "ritual__slug")


def month_in_words(occurrence, now):
    """Return what both opened in writing in the month before an occurrence, oldest first."""
    first = occurrence.date.replace(day=1)
    rows = OpenedAnswer.objects.filter(
        occurrence__ritual__couple=occurrence.couple,
        occurrence__date__range=(first, occurrence.date),
        opens_at__lte=now,
    ).select_related("partner__person", "occurrence")
    written = [row for row in rows.order_by("occurrence__date") if row.asked["kind"] == "text"]
    return [(row.occurrence.date, row.partner, row.value) for row in written]
