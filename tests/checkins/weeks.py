"""Weeks of a made-up couple, and what stands open of them by an independent reading."""

from collections import defaultdict
from datetime import timedelta

from checkins import course, progress
from checkins.models import CheckIn, Occurrence, OpenedAnswer
from tests.cast import NOON
from tests.checkins.conftest import answered, us

LEVELS = ("trust", "comfort", "desire", "connection", "energy")


def day_at(number, hour=19):
    """Return a moment, a number of days after the first day."""
    return NOON + timedelta(days=number, hours=hour - 12)


def both_answer(ritual, cast, number, given, other=None):
    """Let both answer a date in time."""
    at, date = day_at(number), day_at(number).date()
    answered(ritual, cast.ana_partner, given, at=at, date=date)
    answered(ritual, cast.ben_partner, other or given, at=at, date=date)


def levels(trust, **others):
    """Return answers for both of them."""
    return {"trust": us(trust)} | {name: us(value) for name, value in others.items()}


def date_of(ritual, number):
    return Occurrence.on(ritual, day_at(number).date())


def course_of(partner, now, by=progress.BY_WEEK, span="all"):
    """Return the levels over time as a partner's page has them."""
    partner = type(partner).objects.of(partner.person)
    return course.Course.of(partner, now, by=by, span=span)


def plain(lines):
    """Return the lines of a course as {level: {first day of the period: (mean, count)}}."""
    return {
        chart.slug: {
            chart.periods[point.place]: (round(point.level, 9), point.answers) for point in points
        }
        for chart, points in lines
        if points
    }


def own_line(found):
    return plain((chart, chart.own) for chart in found.charts)


def other_line(found):
    return plain((chart, chart.other) for chart in found.charts)


def stands_open(partner, now, by=progress.BY_WEEK):
    """Return the same of what a partner opened, counted answer by answer from the rows alone."""
    rows = OpenedAnswer.objects.filter(partner=partner).select_related("occurrence", "partner")
    return _means(
        (row.question, row.occurrence.date, row.content["value"])
        for row in rows
        if row.opens_at <= now
    )[by]


def is_done(partner, by=progress.BY_WEEK):
    """Return the same of all that a partner is done with."""
    rows = CheckIn.objects.filter(partner=partner, done_on__isnull=False)
    return _means(
        (slug, row.occurrence.date, answer["value"])
        for row in rows.select_related("occurrence", "partner")
        for slug, answer in row.answers.items()
    )[by]


def _means(answers):
    values = {"week": defaultdict(list), "month": defaultdict(list)}
    for slug, date, value in answers:
        if slug in LEVELS and value in (1, 2, 3, 4, 5):
            year, week, _day = date.isocalendar()
            values["week"][slug, date.fromisocalendar(year, week, 1)].append(value)
            values["month"][slug, date.replace(day=1)].append(value)
    told = {}
    for by, found in values.items():
        told[by] = defaultdict(dict)
        for (slug, day), given in found.items():
            told[by][slug][day] = (round(sum(given) / len(given), 9), len(given))
    return told
