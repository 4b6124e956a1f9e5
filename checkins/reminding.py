"""
Which dates of a ritual a partner is reminded of: by their settings, and by their own answers alone.

Nothing here looks at what the other partner did.
"""

from datetime import date, timedelta
from itertools import takewhile

from django.db.models import OuterRef, Subquery

from checkins import rarer
from checkins.models import CheckIn, Session
from checkins.recurrence import dates, monday_of
from trustpact.couples.models import Partner
from trustpact.notices.models.reminders import Often

DAY = timedelta(days=1)


def took_part_on(rituals, partners):
    """
    Return the last date for which each of these partners wrote anything, or that both met for, by
    (ritual, partner); one query.
    """
    wrote = CheckIn.objects.filter(
        occurrence__ritual=OuterRef("couple__rituals"), partner=OuterRef("pk")
    )
    wrote = wrote.order_by("-occurrence__date").values("occurrence__date")[:1]
    met = Session.objects.over().filter(occurrence__ritual=OuterRef("couple__rituals"))
    met = met.order_by("-occurrence__date").values("occurrence__date")[:1]
    pairs = Partner.objects.filter(pk__among=partners, couple__rituals__among=rituals)
    pairs = pairs.annotate(wrote_on=Subquery(wrote), met_on=Subquery(met))
    rows = pairs.values_list("couple__rituals", "pk", "wrote_on", "met_on")
    return {(ritual, partner): latest(*days) for ritual, partner, *days in rows}


def latest(*days):
    """Return the latest of these dates, or None where there is none."""
    return max(filter(None, days), default=None)


def silent_since(joined_on, asked_on, wrote):
    """Return the first date that counts as unanswered: after all that they did, and were asked."""
    return max(joined_on, asked_on or date.min, wrote + DAY if wrote else date.min)


def is_reminded(cadence, wish, since, day):
    """Say whether one who is silent since a date is reminded of this one, the latest."""
    if not wish.sends or not _wants(cadence, wish, day):
        return False
    return rarer.is_reminded(_unanswered(cadence, wish, since, day), day)


def has_grown_quiet(cadence, wish, since, day):
    """Say whether reminders ended by themselves by this date: then one is asked."""
    return wish.sends and rarer.has_stopped(_unanswered(cadence, wish, since, day))


def _unanswered(cadence, wish, since, until):
    """Yield the dates up to this one for which the partner, as they wished it, answered nothing."""
    ahead = takewhile(lambda day: day <= until, dates(cadence, since))
    return (day for day in ahead if _wants(cadence, wish, day))


def _wants(cadence, wish, day):
    """Say whether the settings take this date: its weekday, and the first of its week where rarer."""
    if not wish.takes(day):
        return False
    if wish.often != Often.WEEKLY:
        return True
    of_week = takewhile(lambda one: one <= day, dates(cadence, monday_of(day)))
    return next(filter(wish.takes, of_week), None) == day
