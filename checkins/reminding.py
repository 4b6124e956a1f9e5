"""
Which dates of a ritual a partner is reminded of: by their settings, and by their own answers alone.

Nothing here looks at what the other partner did.
"""

from datetime import date, timedelta
from itertools import takewhile

from django.db.models import OuterRef, Subquery

from checkins import rarer
from checkins.models import CheckIn, Ritual, Session
from checkins.recurrence import dates, monday_of
from trustpact.notices.models.reminders import Often

DAY = timedelta(days=1)


def took_part_on(rituals):
    """
    Return the last date for which each partner wrote anything, or that both met for, by (ritual,
    partner); one query.
    """
    wrote = CheckIn.objects.filter(
        occurrence__ritual=OuterRef("pk"), partner=OuterRef("couple__partners")
    )
    wrote = wrote.order_by("-occurrence__date").values("occurrence__date")[:1]
    met = Session.objects.over().filter(occurrence__ritual=OuterRef("pk"))
    met = met.order_by("-occurrence__date").values("occurrence__date")[:1]
    pairs = Ritual.objects.filter(pk__among=rituals)
    pairs = pairs.annotate(wrote_on=Subquery(wrote), met_on=Subquery(met))
    rows = pairs.values_list("pk", "couple__partners", "wrote_on", "met_on")
    return {(ritual, partner): latest(*days) for ritual, partner, *days in rows}


def latest(*days):
    """Return the latest of these dates, or None where there is none."""
    return max(filter(None, days), default=None)


def is_reminded(ritual, partner, book, wrote, day):
    """Say whether a partner is reminded of this date of a ritual, the latest one."""
    wish = book.of(partner.person_id, ritual.pk)
    if not wish.sends or not _wants(ritual, wish, day):
        return False
    return rarer.is_reminded(_unanswered(ritual, partner, book, wrote, day), day)


def has_grown_quiet(ritual, partner, book, wrote, day):
    """Say whether reminders of a ritual ended by themselves by this date: then one is asked."""
    if not book.of(partner.person_id, ritual.pk).sends:
        return False
    return rarer.has_stopped(_unanswered(ritual, partner, book, wrote, day))


def _unanswered(ritual, partner, book, wrote, until):
    """Yield the dates up to this one for which the partner, as they wished it, answered nothing."""
    wish = book.of(partner.person_id, ritual.pk)
    asked_on = book.asked_on(partner.person_id, ritual.pk)
    since = max(partner.joined_on, asked_on or date.min, wrote + DAY if wrote else date.min)
    ahead = takewhile(lambda day: day <= until, dates(ritual.cadence, since))
    return (day for day in ahead if _wants(ritual, wish, day))


def _wants(ritual, wish, day):
    """Say whether the settings take this date: its weekday, and the first of its week where rarer."""
    if day.weekday() not in wish.days:
        return False
    if wish.often != Often.WEEKLY:
        return True
    of_week = takewhile(lambda one: one <= day, dates(ritual.cadence, monday_of(day)))
    return next((one for one in of_week if one.weekday() in wish.days), None) == day
