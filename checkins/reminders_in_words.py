"""What will happen, in one sentence: "A mail at 19:30, on weekdays"."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from trustpact.notices.models.reminders import EVERY_DAY, Lead, Often

ON_WEEKDAYS, AT_THE_WEEKEND = "01234", "56"


def of_everything(wish):
    """Return the sentence on how one is reminded of everything."""
    if not wish.sends:
        return _("Nothing is sent. What comes round stands on Today.")
    when = {
        Lead.NOW: _("when something comes round"),
        Lead.TEN: _("10 minutes before something comes round"),
        Lead.HOUR: _("an hour before something comes round"),
        Lead.EVENING: _("at 19:00 the evening before something comes round"),
    }[wish.lead]
    return _sentence(wish, when) + _quiet(wish)


def of_one(wish, moment, zone):
    """Return the sentence for one ritual that next comes round at this moment (None: not again)."""
    if not wish.sends:
        return _("Nothing is sent. It stands on Today.")
    if moment is None:
        return of_everything(wish)
    at = wish.reminded_at(moment, zone)
    until = wish.quiet_until(at)
    if until:
        when = _("at %(time)s, when your quiet hours are over") % {"time": _clock(until, zone)}
    elif wish.lead == Lead.EVENING:
        when = _("at %(time)s the evening before") % {"time": _clock(at, zone)}
    else:
        when = _("at %(time)s") % {"time": _clock(at, zone)}
    return _sentence(wish, when)


def _sentence(wish, when):
    way = {
        (True, False): _("A mail"),
        (False, True): _("A push"),
        (True, True): _("A mail and a push"),
    }[wish.mail, wish.push]
    parts = [_("%(way)s %(when)s") % {"way": way, "when": when}]
    parts += [part for part in (_days(wish.weekdays), _often(wish.often)) if part]
    return ", ".join(parts) + "."


def _days(weekdays):
    if weekdays == EVERY_DAY:
        return ""
    if weekdays == ON_WEEKDAYS:
        return _("on weekdays")
    if weekdays == AT_THE_WEEKEND:
        return _("at the weekend")
    names = [str(WEEKDAYS[int(day)]) for day in weekdays]
    if len(names) == 1:
        return _("on %(day)s") % {"day": names[0]}
    most, last = ", ".join(names[:-1]), names[-1]
    return _("on %(days)s and %(day)s") % {"days": most, "day": last}


def _often(often):
    return _("once a week at most") if often == Often.WEEKLY else ""


def _quiet(wish):
    if wish.quiet_from is None:
        return ""
    told = {"start": f"{wish.quiet_from:%H:%M}", "end": f"{wish.quiet_end:%H:%M}"}
    return " " + _("Quiet from %(start)s to %(end)s.") % told


def _clock(moment, zone):
    return f"{moment.astimezone(zone):%H:%M}"
