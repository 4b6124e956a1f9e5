"""
The small wins of some days, as one partner reads them: what went well between the two.

Thanks, what opened as one in check-ins, what was held together, agreements signed and renewed.
Repairs stand nowhere here, and neither does what was decided: done and let go read the same. There
are dates and no times, and nothing is counted.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.models import HistoryEntry, Version
from checkins.models import Appreciation, OpenedAnswer, Session
from trustpact.couples.models import Partner

# The questions of the library that ask for something good; an answer to them is a small win.
ASKED = ("noticed", "thanks", "went-well", "proud")


@dataclass(frozen=True)
class Win:
    """One line: its day, what kind it is, and by kind whose words, or of what."""

    date: date
    kind: str  # given | said | held | signed | renewed
    words: str = ""
    partner: Partner | None = None
    given: Appreciation | None = None


def of_month(partner, month, now):
    """Return the wins of the month that a date lies in; five queries."""
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return of_days(partner, month.replace(day=1), last, now)


def months_of(couple, now):
    """Return the first days of the month in which a couple began, and of the present one."""
    last = couple.local(now).date().replace(day=1)
    return min(couple.started_on.replace(day=1), last), last


def month_before(month):
    """Return the first day of the month before the one that begins on a date."""
    return (month - timedelta(days=1)).replace(day=1)


def month_after(month):
    """Return the first day of the month after the one that begins on a date."""
    return (month + timedelta(days=31)).replace(day=1)


def of_days(partner, first, last, now):
    """Return the wins from one day to another, both included, oldest first; five queries."""
    couple, days = partner.couple, (first, last)
    wins = [*_given(partner, days), *_said(couple, days, now)]
    wins += [*_held(couple, days), *_signed(couple, days), *_renewed(couple, days)]
    return sorted(wins, key=lambda win: win.date)


def _given(partner, days):
    for one in Appreciation.between(partner, *days):
        yield Win(one.given_on, "given", one.words, one.author, one)


def _said(couple, days, now):
    rows = OpenedAnswer.objects.filter(
        occurrence__ritual__couple=couple,
        occurrence__date__range=days,
        question__in=ASKED,
        opens_at__lte=now,
    ).select_related("occurrence", "partner__person", "partner__couple")
    for row in rows.order_by("occurrence__date", "question", "partner__place"):
        if row.asked["kind"] == "text":
            yield Win(row.occurrence.date, "said", row.value, row.partner)


def _held(couple, days):
    held = Session.objects.held().filter(occurrence__ritual__couple=couple, ended_on__range=days)
    for one in held.select_related("template").order_by("ended_on", "template__slug"):
        yield Win(one.ended_on, "held", one.template.name)


def _signed(couple, days):
    signed = Version.objects.signed().filter(agreement__couple=couple, in_force_since__range=days)
    for day in sorted(signed.values_list("in_force_since", flat=True)):
        yield Win(day, "signed")


def _renewed(couple, days):
    first, last = days
    renewed = HistoryEntry.objects.filter(agreement__couple=couple, kind="renew")
    for day in sorted({one.day for one in renewed.only("statement")}):
        if first <= day <= last:
            yield Win(day, "renewed")
