"""What one partner reads of how it goes: levels over time, what was kept, how clauses felt."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins import progress
from checkins.models import CheckIn, Level, Occurrence, OpenedAnswer, Ritual, Session
from checkins.models.rollup import DONE, RollUp, first_week, opened_weeks, own_weeks
from checkins.progress import BY_MONTH, BY_WEEK, WEEK
from trustpact.curation import memory
from trustpact.prepared import prepared
from trustpact.web import charts

SHORT, LONG = "half", "all"  # how far back: half a year, or everything
SHORT_WEEKS, SHORT_MONTHS = 26, 12
KEPT_DAYS = 28  # over which is counted what was kept
MIDDLE = 8  # from so many periods on, the one in the middle has its date, too


@prepared
def _done_since(partner, day):
    """A partner's own check-ins that they are done with, from a date on, without the questions."""
    kept = CheckIn.objects.filter(partner=partner, state__in=DONE, occurrence__date__gte=day)
    return kept.select_related("occurrence").defer("questions").order_by("occurrence__date")


@prepared
def _opened_since(partner, day, now):
    """What stands open of a partner's answers by now, from a date on."""
    shown = OpenedAnswer.objects.filter(partner=partner, opens_at__lte=now)
    return shown.filter(occurrence__date__gte=day).select_related("occurrence")


@prepared
def shared_since(couple, day, now):
    """The dates of a couple, from one on, that were held or of which something stands open by now."""
    shown = OpenedAnswer.objects.filter(occurrence=OuterRef("pk"), opens_at__lte=now)
    held = Session.objects.held().filter(occurrence=OuterRef("pk"))
    kept = Occurrence.objects.filter(ritual__couple=couple, date__gte=day)
    return kept.filter(Exists(shown) | Exists(held)).annotate(was_held=Exists(held))


@dataclass
class LevelCourse:
    """One level over time: the reader's own points, and those of the other that stand open."""

    slug: str
    name: str
    words: list
    note: str
    periods: list
    own: list
    other: list

    @property
    def has_any(self):
        return bool(self.own or self.other)


@dataclass
class Kept:
    """How often a ritual was kept: by the reader alone, and by what opened."""

    name: str
    own: progress.Kept
    shared: progress.Kept


@dataclass
class Course:
    """All levels over time as one partner reads them, and what was kept in the last weeks."""

    partner: object
    other: object
    by: str
    span: str
    periods: list
    charts: list
    kept: list

    @classmethod
    def of(cls, partner, now, *, by=BY_WEEK, span=SHORT):
        """
        Gather what a partner sees by now: five queries, and one more for each of the two where
        weeks long past are not summed up.

        Of the other it holds what stands open now, and nothing else of theirs counts anywhere.
        """
        today = partner.couple.local(now).date()
        shown = progress.periods(_first_day(partner, today, by, span), today, by)
        other = partner.couple.beside(partner)
        since = max(progress.monday_of(shown[0]), first_week(partner.couple))
        own, opened = RollUp.weeks_of(partner, partner.couple.members, since)
        counted = today - timedelta(days=KEPT_DAYS)
        fresh = _weeks_not_in(own, since, today)
        done = _own_checkins(partner, min(fresh[0], counted))
        unsummed = [one for one in done if progress.monday_of(one.occurrence.date) in set(fresh)]
        mine = own | own_weeks(unsummed)
        theirs = _weeks_of_other(other, opened, since, today, now)
        return cls(
            partner=partner,
            other=other,
            by=by,
            span=span,
            periods=shown,
            charts=_level_courses(partner, shown, by, mine, theirs),
            kept=_kept(partner, done, counted, today, now),
        )

    @property
    def has_any(self):
        return any(chart.has_any for chart in self.charts)

    @cached_property
    def below(self):
        """The places that have their date below a chart, and that date; the same for each."""
        last, many = len(self.periods) - 1, len(self.periods) >= MIDDLE
        places = sorted({0, last} | ({len(self.periods) // 2} if many else set()))
        return [(place, day_in_words(self.periods[place], self.by)) for place in places]


def _first_day(partner, today, by, span):
    began = partner.couple.started_on
    if span == LONG:
        return min(began, today)
    if by == BY_MONTH:
        months = today.year * 12 + today.month - SHORT_MONTHS
        return date(months // 12, months % 12 + 1, 1)
    return today - (SHORT_WEEKS - 1) * WEEK


def _weeks_not_in(weeks, since, today):
    """Return the Mondays to today's that are not summed up; this week's is always one of them."""
    return [day for day in progress.periods(since, today, BY_WEEK) if day not in weeks]


def _own_checkins(partner, day):
    found = _done_since(partner.pk, day)
    for checkin in found:
        checkin.partner = partner
    return found


def _weeks_of_other(other, opened, since, today, now):
    if other is None:
        return {}
    weeks = opened.get(other.pk, {})
    fresh = _weeks_not_in(weeks, since, today)
    rows = _opened_since(other.pk, fresh[0], now)
    for row in rows:
        row.partner = other
    wanted = set(fresh)
    rows = [row for row in rows if progress.monday_of(row.occurrence.date) in wanted]
    return weeks | opened_weeks(rows)


def _level_courses(partner, shown, by, mine, theirs):
    own, other = progress.lines(mine, shown, by), progress.lines(theirs, shown, by)
    return [
        LevelCourse(
            slug=level.slug,
            name=level.name,
            words=level.words,
            note=level.note,
            periods=shown,
            own=own.get(level.slug, []),
            other=other.get(level.slug, []),
        )
        for level in memory.published(Level, partner.couple.language)
    ]


def _kept(partner, done, since, today, now):
    """Return what was kept of each ritual over the last weeks; today can still be kept."""
    rituals = Ritual.kept_by(partner)
    if not rituals:
        return []
    shared = shared_since(partner.couple_id, since, now)
    start = datetime.combine(since, time(0), partner.person.local(now).tzinfo)
    found = []
    for ritual in rituals:
        planned = [slot.date for slot in ritual.slots(partner, start, now, rituals)]
        planned = [day for day in planned if day < today]
        if planned:
            mine = [one.occurrence.date for one in done if one.occurrence.ritual_id == ritual.pk]
            both = [one.date for one in shared if one.ritual_id == ritual.pk]
            mine += [one.date for one in shared if one.was_held and one.ritual_id == ritual.pk]
            kept = progress.kept(mine, planned), progress.kept(both, planned)
            found.append(Kept(ritual.name, *kept))
    return found


# --- In words and pictures.


def in_words(chart, level):
    """Return the word that stands nearest to a mean level."""
    return chart.words[min(len(chart.words), max(1, int(level + 0.5))) - 1]


def day_in_words(day, by):
    """Return the first day of a period as it stands below a chart."""
    return date_format(day, _("M Y") if by == BY_MONTH else _("j M Y"))


def drawn(course, chart):
    """Return a level as SVG: the reader's line and, where something opened, the other's."""
    lines = [charts.Line(course.partner.mark, [(one.place, one.level) for one in chart.own])]
    if course.other:
        points = [(one.place, one.level) for one in chart.other]
        lines.append(charts.Line(course.other.mark, points))
    words = charts.Words(
        title=chart.name,
        text=_described(course, chart),
        scale=chart.words,
        below=course.below,
    )
    return charts.level_chart(f"level-{chart.slug}", words, lines, len(chart.periods))


def _described(course, chart):
    """Say what a chart shows to somebody who does not see it."""
    if course.by == BY_MONTH:
        span = ngettext("%(count)d month", "%(count)d months", len(chart.periods))
    else:
        span = ngettext("%(count)d week", "%(count)d weeks", len(chart.periods))
    said = [_("From “%(low)s” to “%(high)s”.") % {"low": chart.words[0], "high": chart.words[-1]}]
    said.append(span % {"count": len(chart.periods)} + ".")
    for partner, points in ((course.partner, chart.own), (course.other, chart.other)):
        if partner and points:
            answers = sum(point.answers for point in points)
            words = ngettext(
                "%(name)s: %(count)d answer, last near “%(word)s”.",
                "%(name)s: %(count)d answers, last near “%(word)s”.",
                answers,
            )
            last = in_words(chart, points[-1].level)
            said.append(words % {"name": partner.name, "count": answers, "word": last})
    said.append(_("The table has every value."))
    return " ".join(said)


@dataclass
class Row:
    """A period of a table: its first day, and (word, answers) of both, None where there is a gap."""

    day: date
    own: tuple | None
    other: tuple | None


def table(chart):
    """Return the periods of a level in which something stands, newest first."""
    own = {point.place: point for point in chart.own}
    other = {point.place: point for point in chart.other}

    def told(points, place):
        point = points.get(place)
        return point and (in_words(chart, point.level), point.level, point.answers)

    return [
        Row(day, told(own, place), told(other, place))
        for place, day in reversed(list(enumerate(chart.periods)))
        if place in own or place in other
    ]
