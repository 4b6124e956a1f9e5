"""Answers, cadences and opening hours in words, for pages."""

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.answers import RATHER_NOT
from checkins.recurrence import Unit
from trustpact.couples.models import OpeningHour

SHORTEST_MONTH = 28  # days


def answer_in_words(question, value):
    """Return an answer as it reads."""
    if value == RATHER_NOT:
        return _("Rather not say")
    if question["kind"] == "level":
        return question["words"][value - 1]
    if question["kind"] == "words":
        return ", ".join(value)
    if question["kind"] == "yes-no":
        return _("Yes") if value == "yes" else _("No")
    return value


def cadence_in_words(cadence):
    """Return how often and on which days, such as "Every 2 weeks, on Friday"."""
    often = how_often(cadence.unit, cadence.every)
    if cadence.unit == Unit.DAY:
        return often
    return _("%(often)s, %(day)s") % {"often": often, "day": _which_day(cadence)}


def how_often(unit, count):
    """Return a count of days, weeks or months, such as "Every 2 weeks"."""
    if unit == Unit.DAY:
        words = ngettext("Every day", "Every %(count)d days", count)
    elif unit == Unit.WEEK:
        words = ngettext("Every week", "Every %(count)d weeks", count)
    else:
        words = ngettext("Every month", "Every %(count)d months", count)
    return words % {"count": count}


def _which_day(cadence):
    if cadence.day > SHORTEST_MONTH:
        last = _("on day %(day)d, or the last day of a shorter month")
        return last % {"day": cadence.day}
    if cadence.day:
        return _("on day %(day)d") % {"day": cadence.day}
    days = get_text_list([str(WEEKDAYS[weekday]) for weekday in cadence.weekdays], _("and"))
    on = {
        0: _("on %(days)s"),
        1: _("on the first %(days)s"),
        2: _("on the second %(days)s"),
        3: _("on the third %(days)s"),
        4: _("on the fourth %(days)s"),
        -1: _("on the last %(days)s"),
    }
    return on[cadence.nth] % {"days": days}


def opening_in_words(couple):
    """Return one sentence on how answers open to both; the same whatever anybody did."""
    if couple.opening_hour == OpeningHour.MORNING:
        return _("What you both answer for both of you opens at 07:00 the next morning.")
    if couple.opening_hour == OpeningHour.EVENING:
        return _("What you both answer for both of you opens at 22:00 the same evening.")
    return _("What you both answer for both of you opens as soon as both are done.")


def moment_in_words(moment, person, now):
    """Return a planned moment on a person's own clock, such as "today, 19:30"."""
    local, today = person.local(moment), person.local(now).date()
    away = (local.date() - today).days
    day = {0: _("today"), 1: _("tomorrow")}.get(away) or date_format(local, _("l, j F"))
    return _("%(day)s at %(time)s") % {"day": day, "time": local.strftime("%H:%M")}
