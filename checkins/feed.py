"""What a partner's rituals put into their own calendar feed."""

from dataclasses import replace
from itertools import takewhile

from checkins import recurrence
from checkins.rrule import to_rrule
from trustpact.couples.models import Partner
from trustpact.notices.calendar import Entry
from trustpact.notices.models import Reminders

MINUTES_OF_OWN = 15  # nobody says how long an own one takes


def entries(person, since, until):
    """
    Return what a person's rituals put between two dates, at their own times: those that they want
    in their calendar.

    Read from the plan alone: who answered, left out or wrote anything makes no difference.
    """
    partner = Partner.objects.of(person)
    if partner is None:
        return []
    rituals = list(partner.couple.rituals.kept().with_plan())
    book = Reminders.objects.book(persons=[person.pk])
    wanted = [ritual for ritual in rituals if book.of(person.pk, ritual.pk).calendar]
    found = (entry_of(ritual, partner, rituals, since, until) for ritual in wanted)
    return [entry for entry in found if entry]


def entry_of(ritual, partner, rituals, since, until):
    """
    Return a ritual as this partner's calendar shows it between two dates, or None if it has none.

    Dates on which another ritual takes its place are left out. So are those whose wall time is
    skipped that night: calendars disagree about when that is, so the moment stands by itself.
    """
    at, zone, cadence = ritual.at_for(partner), ritual.zone_for(partner), ritual.cadence
    taken = ritual.weeks_taken(rituals, since, until)
    planned = list(takewhile(lambda day: day <= until, recurrence.dates(cadence, since)))
    kept = [day for day in planned if recurrence.monday_of(day) not in taken]
    moments = {day: recurrence.moment(day, at, zone) for day in kept}
    plain = [day for day in kept if recurrence.shows(moments[day], day, at, zone)]
    if not kept:
        return None
    return Entry(
        id=ritual.pk,
        zone=zone,
        at=at,
        minutes=ritual.template.minutes if ritual.template else MINUTES_OF_OWN,
        first=plain[0] if plain else None,
        rule=to_rrule(replace(cadence, end=plain[-1]), at, zone) if len(plain) > 1 else "",
        left_out=_between(plain, planned),
        besides=tuple(moments[day] for day in kept if day not in set(plain)),
    )


def _between(plain, planned):
    """Return the dates inside of the rule that it would have and that are none of its plain ones."""
    if not plain:
        return ()
    inside = [day for day in planned if plain[0] <= day <= plain[-1]]
    return tuple(sorted(set(inside) - set(plain)))
