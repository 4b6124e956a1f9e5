"""A practice that a couple keeps, and each partner's own time for it."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from checkins import recurrence
from checkins.models.reminded import KIND, Reminded
from checkins.models.rituals import RitualQuerySet
from checkins.models.template import Clock, RitualTemplate
from checkins.recurrence import MOST_EVERY, Cadence, Unit
from trustpact.couples.models import Couple, Partner
from trustpact.curation import memory
from trustpact.notices.models import Notice, cancel_for
from trustpact.prepared import prepared
from trustpact.privacy.fields import SealedJSON
from trustpact.rules import RuleBroken, TooOften

SNOOZED = "checkins.snoozed"  # a reminder that was put off, and comes again
MOST_RITUALS = 20
OWN = "own-"  # begins the slug of what a couple wrote itself
LONGEST_REST = timedelta(days=366)
UNITS = [(unit.value, unit.value) for unit in Unit]


@prepared
def _kept_by(couple, partner):
    """The rituals that a couple keeps, as one partner keeps them."""
    kept = Ritual.objects.kept().filter(couple=couple)
    return kept.seen_by(partner).select_related(None)


@prepared
def _ever_of(couple):
    """The rituals of a couple, those that ended too."""
    return Ritual.objects.filter(couple=couple)


class Ritual(Reminded, models.Model):
    """
    One practice of a couple: what it is (a revision of the library, or the couple's own words) and
    when it comes round.

    Dates count on the couple's calendar. `at` is the shared time, or the time that each partner
    starts from where they answer alone. `replaces` is the slug of what it takes the place of in
    its week; `ends_on` the last date that was planned, `ended_on` the date on which either ended it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="rituals")
    template = models.ForeignKey(RitualTemplate, models.PROTECT, null=True, related_name="+")
    words = SealedJSON(owner="couple")  # of an own one: "name" and "about"
    slug = models.SlugField(max_length=60)
    clock = models.CharField(max_length=8, choices=Clock)
    at = models.TimeField()
    unit = models.CharField(max_length=8, choices=UNITS)
    every = models.PositiveSmallIntegerField(default=1)
    weekdays = models.CharField(max_length=7, blank=True, default="")  # digits, 0 is Monday
    day = models.PositiveSmallIntegerField(default=0)  # of the month; 0: none
    nth = models.SmallIntegerField(default=0)  # weekday of the month, -1 the last; 0: none
    replaces = models.SlugField(max_length=60, blank=True, default="")
    started_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    rest_until = models.DateField(null=True, blank=True)  # the first date it is kept again
    ended_on = models.DateField(null=True, blank=True)

    objects = RitualQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple", "slug"],
                condition=Q(ended_on__isnull=True),
                name="ritual_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(every__range=(1, MOST_EVERY)), name="ritual_comes_round"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="ritual_ends_after_it_started",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("started_on")),
                name="ritual_is_planned_forwards",
            ),
            models.CheckConstraint(
                condition=Q(template__isnull=False) | Q(slug__startswith=OWN),
                name="ritual_of_the_library_or_own",
            ),
            models.CheckConstraint(
                condition=Q(replaces="") | ~Q(replaces=F("slug")), name="ritual_replaces_another"
            ),
            models.CheckConstraint(
                condition=Q(unit="day")
                | (Q(unit="week") & ~Q(weekdays=""))
                | (Q(unit="month") & (Q(day__range=(1, 31), nth=0) | ~Q(nth=0) & ~Q(weekdays=""))),
                name="ritual_names_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.slug} of {self.couple_id}"

    @classmethod
    def kept_by(cls, partner):
        """The rituals that a partner's couple keeps, `seen_by` that partner; one query."""
        return cls._known(_kept_by(partner.couple_id, partner.pk), partner.couple)

    @classmethod
    def ever_of(cls, couple):
        """The rituals of a couple, those that ended too; one query."""
        return cls._known(_ever_of(couple.pk), couple)

    @classmethod
    def _known(cls, rituals, couple):
        for ritual in rituals:
            ritual.couple = couple
        cls.know_templates(rituals)
        return rituals

    @staticmethod
    def know_templates(rituals):
        """Take the revisions that they ask from the library in memory: they never change."""
        ids = {ritual.template_id for ritual in rituals} - {None}
        templates = memory.revisions(RitualTemplate, ids)
        for ritual in rituals:
            ritual.template = templates.get(ritual.template_id)

    @classmethod
    @transaction.atomic
    def begin(cls, couple, template, *, now, every=None, both_asked=False):
        """
        Begin a ritual of the library for both; what is kept already is returned as it is.

        `every` takes the place of the library's count of days, weeks or months. Of what waits for
        both to ask, `both_asked` says that they did: see `RitualWish`.
        """
        couple.lock()
        if kept := couple.rituals.kept().filter(slug=template.slug).first():
            return kept
        if not (template.can_begin_now or (both_asked and template.waits_for_both)):
            raise RuleBroken(_("This one cannot begin yet."))
        cls.refuse_one_more(couple)
        template = template.translated(couple.language)
        cadence = template.cadence
        ritual = cls.objects.create(
            couple=couple,
            template=template,
            slug=template.slug,
            clock=template.clock,
            at=template.at,
            unit=cadence["unit"],
            every=every or cadence["every"],
            weekdays="".join(map(str, cadence.get("weekdays", ()))),
            nth=cadence.get("nth", 0),
            replaces=template.replaces,
            started_on=couple.local(now).date(),
        )
        ritual.replan(now=now)
        return ritual

    @staticmethod
    def refuse_one_more(couple):
        """Raise TooOften where a couple keeps as many rituals as it can."""
        if couple.rituals.kept().count() >= MOST_RITUALS:
            raise TooOften(
                _("You keep %(count)d check-ins already. End one of them first.")
                % {"count": MOST_RITUALS}
            )

    @transaction.atomic
    def reschedule(self, *, now, **fields):
        """
        Change when it comes round for both: `clock`, `at`, `unit`, `every`, `weekdays`, `day`,
        `nth`, `started_on`, `ends_on`, `replaces`; what is left out stays.

        Raises RuleBroken for what would never come round, or would take a place that is not free.
        """
        self.couple.lock()
        freed = self.replaces
        for name, value in fields.items():
            setattr(self, name, value)
        self.refuse_what_never_comes()
        self.save(update_fields=list(fields))
        self.replan(now=now, also=freed)

    @transaction.atomic
    def set_time(self, partner, *, now, at=None):
        """Set this partner's own time (None: the ritual's own)."""
        self.couple.lock()
        RitualTime.objects.update_or_create(ritual=self, partner=partner, defaults={"at": at})
        self.replan(now=now, partners=[partner])

    @transaction.atomic
    def rest(self, until, *, now):
        """Let it rest until a date, the first on which it is kept again; None ends the rest."""
        self.couple.lock()
        today = self.couple.local(now).date()
        if until and not today < until <= today + LONGEST_REST:
            raise RuleBroken(_("Choose a day after today, within a year."))
        self.rest_until = until
        self.save(update_fields=["rest_until"])
        if until:
            Notice.objects.filter(kind__in=(KIND, SNOOZED)).about(self.pk).open().cancel()
        self.replan(now=now)

    @classmethod
    @transaction.atomic
    def rest_all(cls, couple, until, *, now):
        """Let everything that a couple keeps rest until a date; None ends the rest."""
        couple.lock()
        for ritual in couple.rituals.kept().select_related("couple", "template"):
            ritual.rest(until, now=now)

    @classmethod
    @transaction.atomic
    def say_in_language(cls, couple, now):
        """Ask from now on in the couple's language, where the library has the ritual in it."""
        of_the_library = couple.rituals.kept().filter(template__isnull=False)
        for ritual in of_the_library.select_related("template"):
            ritual.template = ritual.template.translated(couple.language)
            ritual.save(update_fields=["template"])

    @transaction.atomic
    def end(self, *, now):
        """End it for both: nothing of it is due any more; what was opened stays."""
        self.couple.lock()
        self.refresh_from_db(fields=["ended_on"])
        if self.ended_on is None:
            self.ended_on = max(self.couple.local(now).date(), self.started_on)
            self.save(update_fields=["ended_on"])
        for partner in self.couple.partners_now():
            cancel_for(partner.person_id, self.pk)
        self.snoozes.all().delete()
        if self.replaces:
            self.replan(now=now)  # what stood aside in its weeks comes round again

    # --- What it is.

    @property
    def is_own(self):
        """Whether the couple wrote it itself."""
        return self.template_id is None

    @property
    def name(self):
        """What it is called: in the library, or by the couple."""
        return self.words["name"] if self.is_own else self.template.name

    @property
    def about(self):
        """What it is for."""
        return self.words["about"] if self.is_own else self.template.about

    # --- When it comes round.

    @property
    def cadence(self):
        """Its cadence, as `recurrence` takes it."""
        return cadence_of(self)

    def refuse_what_never_comes(self):
        """Raise RuleBroken for a plan without a date, or one that takes a place that is not free."""
        try:
            first = next(self.all_dates(), None)
        except (ValueError, OverflowError):
            first = None
        if first is None or not 1 <= self.every <= MOST_EVERY:
            raise RuleBroken(_("This would never come round. Choose another day."))
        if self.replaces:
            self._refuse_a_place_that_is_not_free()

    def _refuse_a_place_that_is_not_free(self):
        # One that steps aside itself would leave a week without either of the two.
        beside = self.couple.rituals.kept().exclude(pk=self.pk)
        if self.replaces == self.slug or beside.filter(replaces=self.slug).exists():
            raise RuleBroken(_("Another one takes its place already. Choose none for it."))
        if beside.filter(slug=self.replaces).exclude(replaces="").exists():
            raise RuleBroken(_("That one takes the place of another itself. Choose another."))

    def is_shared(self):
        """Say whether both hold it together, at one moment in the couple's zone."""
        return self.clock == Clock.SHARED

    @property
    def is_session(self):
        """Whether both hold it together, in guided steps."""
        return self.template is not None and self.template.guided

    def time_of(self, partner) -> "RitualTime":
        """Return this partner's settings, saved or as they start from; prefetched: no query."""
        own = [row for row in self.times.all() if row.partner_id == partner.pk]
        return own[0] if own else RitualTime(ritual=self, partner=partner)

    def at_for(self, partner) -> time:
        """Return the wall time at which it comes round for this partner."""
        if self.is_shared():
            return self.at
        own = self.own_at if hasattr(self, "own_at") else self.time_of(partner).at
        return own or self.at

    def zone_for(self, partner) -> ZoneInfo:
        """Return the zone of that wall time."""
        return ZoneInfo(self.couple.zone if self.is_shared() else partner.person.zone)

    def next_slot(self, partner, after, replacing=()):
        """Return its next slot for a partner, or None; none in a week of what replaces it."""
        return next(self.slots_after(partner, after, replacing), None)

    def slots_after(self, partner, after, replacing=()):
        """Return its slots for a partner after a moment; none in a week of what replaces it."""
        at, zone = self.at_for(partner), self.zone_for(partner)
        instead = [ritual.cadence for ritual in self.replaced_by(replacing)]
        return recurrence.slots_after(self.cadence, at, zone, after, instead)

    def all_dates(self, since=date.min):
        """Yield its dates from `since` on, or from its start, those of a rest too."""
        since = max(since, self.started_on)
        return recurrence.dates(replace(self.cadence, rest_until=None), since)

    def slots(self, partner, after, until, replacing=()):
        """Return its slots for a partner after one moment, and at the other at the latest."""
        at, zone = self.at_for(partner), self.zone_for(partner)
        every = list(recurrence.slots_between(self.cadence, at, zone, after, until))
        if not every:
            return []
        taken = self.weeks_taken(replacing, every[0].date, every[-1].date)
        return [slot for slot in every if recurrence.monday_of(slot.date) not in taken]

    def shared_slots(self, after, until, replacing=()):
        """Return its slots between two moments on the couple's clock, whatever anybody's own time."""
        zone = ZoneInfo(self.couple.zone)
        every = list(recurrence.slots_between(self.cadence, self.at, zone, after, until))
        return [slot for slot in every if not self.is_replaced_on(slot.date, replacing)]

    def weeks_taken(self, rituals, since: date, until: date) -> set[date]:
        """Return the Mondays, from one date's to another's, of weeks that one of these takes over."""
        weeks = set()
        for ritual in self.replaced_by(rituals):
            weeks |= recurrence.weeks_with(ritual.cadence, since, until)
        return weeks

    def replaced_by(self, rituals) -> list["Ritual"]:
        """Return those of these rituals that take this one's place in their weeks."""
        return [ritual for ritual in rituals if ritual.replaces == self.slug]

    def is_replaced_on(self, day: date, rituals) -> bool:
        """Say whether one of these rituals takes this one's place in the week of a date."""
        replacing = self.replaced_by(rituals)
        return any(recurrence.in_week_of(ritual.cadence, day) for ritual in replacing)


def cadence_of(plan) -> Cadence:
    """Return the cadence of a ritual, or of a row that has its columns."""
    return Cadence(
        unit=Unit(plan.unit),
        start=plan.started_on,
        every=plan.every,
        weekdays=tuple(map(int, plan.weekdays)),
        day=plan.day,
        nth=plan.nth,
        end=min(filter(None, (plan.ends_on, plan.ended_on)), default=None),
        rest_until=plan.rest_until,
    )


class RitualTime(models.Model):
    """One partner's own time for a ritual, seen by nobody else; how it reminds is in `notices`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ritual = models.ForeignKey(Ritual, models.CASCADE, related_name="times")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="ritual_times")
    at = models.TimeField(null=True, blank=True)  # null: the ritual's own

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ritual", "partner"], name="ritualtime_one_a_partner")
        ]

    def __str__(self):
        return f"own time for {self.ritual_id}"
