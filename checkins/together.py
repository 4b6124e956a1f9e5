"""What goes together in one partner's own answers: for their own eyes, in plain words."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from checkins import progress
from checkins.models import CheckIn, Level
from checkins.models.rollup import DONE
from trustpact.curation import memory

LOOK_BACK = timedelta(days=365)


@dataclass
class Told:
    """One pattern in words: what it says, and how sure it is."""

    words: str
    sure: str
    may_be_chance: bool


@dataclass
class Patterns:
    """What was found, and from how many days."""

    told: list
    days: int
    fewest: int = progress.FEWEST_DAYS

    @property
    def likely(self) -> list:
        """Return those that are likely more than chance."""
        return [one for one in self.told if not one.may_be_chance]

    @property
    def maybe(self) -> list:
        """Return those that may be chance: shown when they are asked for."""
        return [one for one in self.told if one.may_be_chance]


def patterns_of(partner, now):
    """Return what goes together in a partner's own answers of the last year; one query."""
    since = now.date() - LOOK_BACK
    kept = CheckIn.objects.filter(partner=partner, state__in=DONE, occurrence__date__gte=since)
    names = levels_of(partner)
    days = []
    for checkin in kept.defer("questions").order_by("occurrence__date"):
        checkin.partner = partner
        if levels := progress.levels_in(checkin.answers, names):
            days.append(levels)
    found = progress.patterns(days, names)
    return Patterns([_told(one, names) for one in found], len(days))


def levels_of(partner):
    """Return the names of the levels by slug, in the couple's language."""
    return {level.slug: level.name for level in memory.published(Level, partner.couple.language)}


def _told(pattern, names):
    counts = {
        "first": names[pattern.first],
        "second": names[pattern.second],
        "days": max(pattern.together, pattern.against),
        "others": min(pattern.together, pattern.against),
    }
    if pattern.is_opposite:
        words = _(
            "%(first)s and %(second)s: when one was higher, the other was lower (%(days)d days "
            "against %(others)d).",
        )
    else:
        words = _(
            "%(first)s and %(second)s: when one was higher, so was the other (%(days)d days "
            "against %(others)d).",
        )
    return Told(words % counts, _how_sure(pattern), pattern.may_be_chance)


def _how_sure(pattern):
    share, low, high = pattern.interval
    if pattern.is_opposite:
        low, high = 1 - high, 1 - low
    if pattern.may_be_chance:
        words = _("This may be chance: such days could be from %(low)d to %(high)d in 100.")
    else:
        words = _(
            "Likely more than chance, and it can still be chance: such days could be from %(low)d "
            "to %(high)d in 100."
        )
    return words % {"low": round(100 * low), "high": round(100 * high)}
