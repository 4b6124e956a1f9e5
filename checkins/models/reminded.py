"""How each partner is reminded of a ritual, and the one row ahead that comes of it."""

from zoneinfo import ZoneInfo

from django.db import transaction

from checkins.models.pause import Pause
from trustpact.notices.models import Reminders, Schedule

KIND = "checkins.ritual"


class Reminded:
    """What a ritual knows of reminding; each partner's settings are in `notices`, theirs alone."""

    @transaction.atomic
    def remind(self, partner, *, now, **wishes):
        """Keep how this partner wants to be reminded of it; without wishes, as of everything."""
        self.couple.lock()
        about = {"person": partner.person, "subject": self.pk, "now": now}
        if wishes:
            Reminders.objects.keep(**about, **wishes)
        else:
            Reminders.objects.follow(**about)
        self.replan(now=now, partners=[partner])

    @classmethod
    @transaction.atomic
    def remind_of_all(cls, partner, *, now, **wishes):
        """Keep how this partner wants to be reminded of everything that has no own settings."""
        partner.couple.lock()
        Reminders.objects.keep(person=partner.person, now=now, **wishes)
        rituals = list(partner.couple.rituals.kept().with_plan())
        for ritual in rituals:
            ritual.plan_for([partner], rituals, now=now)

    @transaction.atomic
    def go_on(self, partner, *, now, **wishes):
        """Go on reminding this partner, who was asked, as before or with these wishes."""
        self.couple.lock()
        today = partner.person.local(now).date()
        Reminders.objects.go_on(
            person=partner.person, subject=self.pk, today=today, now=now, **wishes
        )

    def replan(self, *, now, partners=None, also=""):
        """
        Write down when it is next due for each partner, and for what it replaces, or did (`also`).

        With `partners` for these alone: what one sets for themselves must not move what is due
        for the other, who would miss a reminder by it.
        """
        kept = list(self.couple.rituals.kept().with_plan())
        partners = partners or self.couple.partners_now().select_related("person")
        for ritual in kept:
            if ritual.pk == self.pk or ritual.slug in (self.replaces, also):
                ritual.plan_for(partners, kept, now=now)
        Pause.keep_quiet(self, now)

    def next_reminder(self, partner, wish, after, replacing=()):
        """Return when a partner is next reminded of it, by their settings, or None; and sure ahead."""
        zone = ZoneInfo(partner.person.zone)
        slots = self.slots_after(partner, after, replacing)
        moments = (wish.reminded_at(slot.moment, zone) for slot in slots)
        return next((moment for moment in moments if moment > after), None)

    def plan_for(self, partners, rituals, *, now):
        """Write the one row ahead of each of these partners; `rituals` are all that are kept."""
        persons = [partner.person_id for partner in partners]
        book = Reminders.objects.book(persons=persons, subjects=[self.pk])
        for partner in partners:
            wish = book.of(partner.person_id, self.pk)
            Schedule.objects.plan(
                person=partner.person,
                kind=KIND,
                subject=self.pk,
                next_at=self.next_reminder(partner, wish, now, rituals),
                zone=str(self.zone_for(partner)),
            )
