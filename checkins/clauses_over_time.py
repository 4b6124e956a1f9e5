"""How each clause in force has felt over time, to one partner; and what of it opened."""

from dataclasses import dataclass, field

from checkins.models import CheckIn, OpenedAnswer
from checkins.models.questions import clauses_in_force
from checkins.models.rollup import DONE

PREFIX = "clause-"
SHOWN = 6  # of the latest, for each of the two


@dataclass
class FeltClause:
    """A clause: what it asks, how it felt to the reader, and the other's words that stand open."""

    id: str
    text: str
    mine: list = field(default_factory=list)  # (date, word), newest first
    others: list = field(default_factory=list)

    @property
    def latest(self):
        return self.mine[:SHOWN]

    @property
    def latest_of_other(self):
        return self.others[:SHOWN]


def felt(partner, now):
    """
    Return the clauses in force with how each felt; what the other kept to themselves adds nothing.
    """
    day = partner.couple.local(now).date()
    found = {
        f"{PREFIX}{clause_id}": FeltClause(clause_id, text)
        for clause_id, text in clauses_in_force(partner.couple, day)
    }
    if not found:
        return []
    for date, slug, word in _mine(partner):
        if slug in found:
            found[slug].mine.append((date, word))
    rows = OpenedAnswer.objects.filter(
        partner__couple=partner.couple_id, question__in=found, opens_at__lte=now
    ).exclude(partner=partner)
    rows = rows.select_related("occurrence", "partner").order_by("-occurrence__date")
    for row in rows:
        found[row.question].others.append((row.occurrence.date, row.value))
    return list(found.values())


def _mine(partner):
    asking = [
        ritual.pk
        for ritual in partner.couple.rituals.select_related("template")
        if ritual.template
        and any(question.get("kind") == "clauses" for question in ritual.template.questions)
    ]
    kept = CheckIn.objects.filter(partner=partner, state__in=DONE, occurrence__ritual__in=asking)
    for checkin in kept.select_related("occurrence").order_by("-occurrence__date"):
        checkin.partner = partner
        for slug, answer in checkin.answers.items():
            if slug.startswith(PREFIX):
                yield checkin.occurrence.date, slug, answer["value"]
