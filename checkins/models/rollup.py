"""One partner's levels, week by week: their own, and what of them stands open to both."""

import uuid
from datetime import date, timedelta

from django.apps import apps
from django.db import models, transaction

from checkins import progress
from checkins.models.opened import OpenedAnswer
from checkins.models.template import Level
from checkins.progress import WEEK
from trustpact.couples.models import Couple, Partner
from trustpact.curation import memory
from trustpact.prepared import prepared
from trustpact.privacy.fields import SealedJSON

DONE = ("done", "later")
ENGLISH = "en"  # in which the library has every level


@prepared
def _since(couple, year):
    """The roll-ups of a couple's partners from a year on."""
    return RollUp.objects.filter(partner__couple=couple, year__gte=year)


class RollUp(models.Model):
    """
    A year of one partner's levels, summed up by week, so that years read like weeks.

    `own` is under its author's key, `opened` under the couple's. Each maps a Monday to the months
    that the week has days in, and those to `progress.Sums`. A week that stands in it is exact now:
    whatever changes a week sums it up anew in the same transaction. A week is summed up once nothing
    of it can open by itself any more, and in `opened` only when nothing waits for its hour; what is
    not there is read from the answers themselves. `through` is the last Monday that was looked at:
    it goes by the calendar alone, so that it tells nothing of anybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="rollups")
    year = models.PositiveSmallIntegerField()  # of the Mondays
    own = SealedJSON(owner="partner.person")
    opened = SealedJSON(owner="partner.couple")
    through = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "year"], name="rollup_one_a_year")
        ]
        indexes = [models.Index(fields=["through"], name="rollup_through")]

    def __str__(self):
        return f"roll-up {self.pk}"

    # --- What is read.

    @classmethod
    def weeks_of(cls, partner, members, since: date):
        """
        Return what is summed up from a week on: own weeks, and by member's id what opened.

        One query. A week that is missing has to be read from its answers.
        """
        own: progress.Weeks = {}
        opened: dict[uuid.UUID, progress.Weeks] = {member.pk: {} for member in members}
        known = {member.pk: member for member in members}
        for row in _since(partner.couple_id, since.year):
            if row.partner_id not in known:
                continue
            row.partner = known[row.partner_id]
            if row.partner_id == partner.pk:
                own |= _read(row.own, since)
            else:  # one's own line shows all of one's own, open or not
                opened[row.partner_id] |= _read(row.opened, since)
        return own, opened

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def fold(cls, couple, *, now):
        """Sum up what weeks of a couple are over and are not summed up yet."""
        couple.lock()
        last = last_finished(now)
        first = first_week(couple)
        weeks = {first + number * WEEK for number in range((last - first).days // 7 + 1)}
        for partner in couple.partners_now().select_related("couple", "person"):
            kept = cls._kept(partner)
            told = [(_mondays(row.own), _mondays(row.opened)) for row in kept.values()]
            own = set().union(*(one for one, _other in told))
            opened = set().union(*(other for _one, other in told))
            _sum_up(partner, kept, weeks - own, weeks - opened, now)

    @classmethod
    def take_in(cls, dates, partners, *, own_of, now):
        """
        Bring the weeks of these dates up to what their answers are by now; called where they changed.

        A week that is not over is not summed up, so that saving in time costs nothing here. Nor is
        one of a year that `fold` has not come to.
        """
        weeks = set(map(progress.monday_of, dates))
        weeks = {week for week in weeks if progress.is_finished(week, now.date())}
        for partner in partners if weeks else ():
            kept = cls._kept(partner)
            known = {week for week in weeks if week.year in kept}
            own = known if partner.pk == own_of.pk else set()
            _sum_up(partner, kept, own, known, now)

    @classmethod
    def fold_due(cls, *, now, most):
        """Sum up the weeks of some couples that have any to sum up; return of how many."""
        last = last_finished(now)
        looked_at = cls.objects.filter(through__gte=last).values("partner__couple")
        waiting = Couple.objects.filter(ended_on__isnull=True, rituals__isnull=False)
        waiting = waiting.filter(started_on__lte=last + 6 * progress.DAY)
        found = list(waiting.exclude(pk__in=looked_at).distinct().order_by("pk")[:most])
        for couple in found:
            cls.fold(couple, now=now)
        return len(found)

    @classmethod
    def _kept(cls, partner):
        """Return a partner's rows by year."""
        kept = {row.year: row for row in cls.objects.filter(partner=partner)}
        for row in kept.values():
            row.partner = partner
        return kept


def last_finished(now) -> date:
    """Return the Monday of the last week that is over for everybody."""
    return progress.monday_of(now.date() - progress.FINISHED_AFTER)


def first_week(couple) -> date:
    """Return the Monday from which on a couple can have dates; by any of the two's clocks."""
    return progress.monday_of(couple.started_on) - WEEK


def known_levels() -> list[str]:
    """Return the slugs of the library's levels."""
    return [level.slug for level in memory.published(Level, ENGLISH)]


# --- What answers come to.


def own_weeks(checkins) -> progress.Weeks:
    """Sum up check-ins that their author is done with."""
    weeks: progress.Weeks = {}
    known = known_levels()
    for checkin in checkins:
        progress.add(weeks, checkin.occurrence.date, progress.levels_in(checkin.answers, known))
    return weeks


def opened_weeks(rows) -> progress.Weeks:
    """Sum up opened answers of one partner, each with its occurrence."""
    weeks: progress.Weeks = {}
    known = set(known_levels())
    for row in rows:
        if row.question in known and isinstance(row.value, int):
            progress.add(weeks, row.occurrence.date, {row.question: row.value})
    return weeks


def _sum_up(partner, kept, own, opened, now):
    """Write the own and the opened weeks (Mondays) of a partner anew, as they are by now."""
    if not own | opened:
        return
    between = (min(own | opened), max(own | opened) + timedelta(days=6))
    checkins = apps.get_model("checkins", "CheckIn").objects.filter(
        partner=partner, state__in=DONE, occurrence__date__range=between
    )
    mine = list(checkins.select_related("occurrence").defer("questions")) if own else []
    for one in mine:
        one.partner = partner
    rows = OpenedAnswer.objects.filter(partner=partner, occurrence__date__range=between)
    rows = list(rows.select_related("occurrence")) if opened else []
    for row in rows:
        row.partner = partner
    waiting = {progress.monday_of(row.occurrence.date) for row in rows if not row.is_open(now)}
    changed = _put(partner, kept, "own", own, own_weeks(mine), now)
    changed |= _put(partner, kept, "opened", opened - waiting, opened_weeks(rows), now)
    changed |= _leave_out(kept, opened & waiting)
    for row in changed:
        row.save()


def _put(partner, kept, name, weeks, sums, now):
    changed = set()
    for week in weeks:
        row = kept.get(week.year)
        if row is None:
            row = kept[week.year] = RollUp(partner=partner, year=week.year, through=week)
        months = sums.get(week, {})
        told = {str(month): levels for month, levels in months.items()}
        setattr(row, name, getattr(row, name) | {str(week): told})
        row.through = max(row.through, week)
        changed.add(row)
    return changed


def _leave_out(kept, weeks):
    """Take weeks out in which something waits for its hour; they are read from their answers."""
    changed = set()
    for week in weeks:
        if (row := kept.get(week.year)) and str(week) in row.opened:
            row.opened = {name: told for name, told in row.opened.items() if name != str(week)}
            changed.add(row)
    return changed


def _mondays(told):
    return set(map(date.fromisoformat, told))


def _read(told, since):
    first = str(since)
    return {
        date.fromisoformat(week): {
            date.fromisoformat(month): sums for month, sums in months.items()
        }
        for week, months in told.items()
        if week >= first
    }
