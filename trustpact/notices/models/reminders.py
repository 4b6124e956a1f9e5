"""How one person wants to be reminded: of everything, or of one thing in its own way."""

import uuid
from collections import defaultdict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trustpact.notices import times
from trustpact.notices.models.notice import Notice

EVERY_DAY = "0123456"


class Lead(models.TextChoices):
    """How long before the moment itself."""

    NOW = times.NOW, _("At the time itself")
    TEN = times.TEN, _("10 minutes before")
    HOUR = times.HOUR, _("An hour before")
    EVENING = times.EVENING, _("The evening before")


class Often(models.TextChoices):
    """How often at most."""

    EACH = "each", _("Each time it comes round")
    WEEKLY = "weekly", _("Once a week at most")


class Book:
    """The settings of some persons, as they were read; asked by person and subject."""

    def __init__(self, rows):
        self._by_person = defaultdict(dict)
        for row in rows:
            self._by_person[row.person_id][row.subject] = row
        self._untouched = Reminders()  # one for all who never set anything

    def of(self, person_id, subject=None):
        """Return the settings that hold for a person and a subject, saved or as they start from."""
        rows = self._by_person.get(person_id)
        if not rows:
            return self._untouched
        own = rows.get(subject)
        return own if own and own.is_own else rows.get(None, self._untouched)

    def has_own(self, person_id, subject):
        """Say whether a person has settings for this subject alone."""
        own = self._by_person.get(person_id, {}).get(subject)
        return bool(own and own.is_own)

    def asked_on(self, person_id, subject):
        """Return the date on which the person last said how it should go on, or None."""
        own = self._by_person.get(person_id, {}).get(subject)
        return own and own.asked_on

    def refuses(self, notice):
        """Say whether a reminder goes a way that its person does not want, or that is dead."""
        wish = self.of(notice.person_id, notice.series or notice.subject)
        if notice.channel == Notice.Channel.PUSH:
            return not wish.push
        return notice.channel == Notice.Channel.MAIL and not wish.mail

    def is_dead(self, notice):
        """Say whether a notice is a mail to its person's mailbox, from which mails came back."""
        if notice.channel != Notice.Channel.MAIL:
            return False
        return (
            self.of(notice.person_id).mailbox_is_dead and not notice.address
        )  # sealed, and hardly ever opened

    def quiet_until(self, notice, now):
        """Return until when the person's quiet hours hold a reminder back, or None."""
        if notice.channel == Notice.Channel.APP or notice.urgency == Notice.Urgency.SURE:
            return None
        return self.of(notice.person_id, notice.series or notice.subject).quiet_until(now)


class RemindersQuerySet(models.QuerySet):
    """Settings of reminders, in the words of those who plan and those who send."""

    def book(self, *, persons, subjects=None):
        """Read the settings of these persons (ids), for these subjects or for all, in one query."""
        rows = self.filter(person__among=persons)
        if subjects is not None:
            rows = rows.filter(Q(subject=None) | Q(subject__among=subjects))
        return rows._as_book()

    def book_for(self, notices):
        """Read the settings that matter for sending these notices, in one query or none."""
        return self.book(
            persons={one.person_id for one in notices},
            subjects={one.series or one.subject for one in notices},
        )

    def book_of(self, notice_ids):
        """Read the settings of the persons of these notices, in one query."""
        persons = Notice.objects.filter(pk__among=notice_ids).values("person")
        return self.filter(person__in=persons)._as_book()

    def _as_book(self):
        return Book(self.select_related("person").defer("person__name", "person__password"))

    @transaction.atomic
    def keep(self, *, person, subject=None, now, **wishes):
        """
        Keep how a person wants to be reminded of a subject, or (None) of everything.

        `wishes`: mail, push, calendar, lead, weekdays, often, quiet_from, quiet_end; what is not given
        stays as it holds now. Once this has committed, nothing leaves against it.
        """
        kept = self.book(persons=[person.pk]).of(person.pk, subject)
        fields = {name: getattr(kept, name) for name in Reminders.WISHES} | wishes
        row, _made = self.update_or_create(
            person=person, subject=subject, defaults=fields | {"is_own": True}
        )
        row.hold_back(person, now=now)
        return row

    @transaction.atomic
    def follow(self, *, person, subject, now):
        """Let a subject follow again what the person set for everything."""
        self.filter(person=person, subject=subject).update(is_own=False)
        self.book(persons=[person.pk]).of(person.pk, subject).hold_back(person, subject, now=now)

    @transaction.atomic
    def go_on(self, *, person, subject, today, now, **wishes):
        """Go on reminding as before, or with these wishes; what was left unanswered counts no more."""
        if wishes:
            self.keep(person=person, subject=subject, now=now, **wishes)
        row, made = self.get_or_create(
            person=person, subject=subject, defaults={"is_own": False, "asked_on": today}
        )
        if not made:
            self.filter(pk=row.pk).update(asked_on=today)

    def stop_mails(self, *, person, subject, now):
        """End the mails about a subject at once, those that are due included."""
        return self.keep(person=person, subject=subject, now=now, mail=False)

    @transaction.atomic
    def stop_every_mail(self, *, person, now):
        """End the reminders by mail, of everything and of what has settings of its own."""
        own = self.filter(person=person, is_own=True).exclude(subject=None)
        for subject in [None, *own.values_list("subject", flat=True)]:
            self.keep(person=person, subject=subject, now=now, mail=False)

    @transaction.atomic
    def note_bounce(self, person):
        """Write down that the mailbox which this person has now takes no mail any more."""
        self.update_or_create(person=person, subject=None, defaults={"bounced": person.email})

    def forget_bounce(self, person):
        """Try a person's mailbox again."""
        self.filter(person=person, subject=None).update(bounced="")


class Reminders(models.Model):
    """
    One person's settings; where `subject` is null, those for everything.

    A row of a subject that is not `is_own` follows those for everything, and only remembers when
    the person was last asked. What is due always stands in the app: there is nothing to set for it.
    """

    WISHES = ("mail", "push", "calendar", "lead", "weekdays", "often", "quiet_from", "quiet_end")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reminders",
        db_index=False,  # the unique constraint begins with it
    )
    subject = models.UUIDField(null=True, blank=True)
    is_own = models.BooleanField(default=True)
    mail = models.BooleanField(default=True)
    push = models.BooleanField(default=False)
    calendar = models.BooleanField(default=True)  # where the person has a calendar feed
    lead = models.CharField(max_length=8, choices=Lead, default=Lead.NOW)
    weekdays = models.CharField(max_length=7, default=EVERY_DAY)  # digits, 0 is Monday
    often = models.CharField(max_length=8, choices=Often, default=Often.EACH)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_end = models.TimeField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    bounced = models.EmailField(blank=True, default="")  # the mailbox from which mails came back

    objects = RemindersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "subject"], name="reminders_one_a_subject"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(subject=None), name="reminders_one_for_everything"
            ),
            models.CheckConstraint(condition=~Q(weekdays=""), name="reminders_name_a_day"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_end=None)
                | Q(quiet_from__isnull=False, quiet_end__isnull=False)
                & ~Q(quiet_from=F("quiet_end")),
                name="reminders_quiet_from_and_until",
            ),
            models.CheckConstraint(
                condition=Q(subject=None, is_own=True) | Q(subject__isnull=False, bounced=""),
                name="reminders_mailbox_of_the_person",
            ),
        ]

    def __str__(self):
        return f"reminders {self.id}"

    @property
    def sends(self):
        """Whether anything is sent at all."""
        return self.mail or self.push

    @property
    def channels(self):
        """The ways by which something is sent."""
        ways = {Notice.Channel.MAIL: self.mail, Notice.Channel.PUSH: self.push}
        return [channel for channel, is_wanted in ways.items() if is_wanted]

    def takes(self, day):
        """Say whether there are reminders on the weekday of a date."""
        return str(day.weekday()) in self.weekdays

    @property
    def mailbox_is_dead(self):
        """Whether mails to the mailbox that the person has now came back for good."""
        return bool(self.bounced) and self.bounced == self.person.email

    def reminded_at(self, moment, zone):
        """Return when this person is reminded of a moment."""
        return times.reminded_at(moment, self.lead, zone)

    def quiet_until(self, now):
        """Return when the quiet hours in which this moment lies are over, or None."""
        if self.quiet_from is None:
            return None
        return times.quiet_until(now, self.quiet_from, self.quiet_end, self.zone)

    @property
    def zone(self):
        """The zone of the person's own clock."""
        return ZoneInfo(self.person.zone)

    def hold_back(self, person, subject=None, *, now):
        """
        Bring what is about to leave in line with these settings, inside their transaction.

        What goes a way that is not wanted is cancelled. In quiet hours, what no worker has begun
        is looked at anew; what one has begun is stopped, for nobody could say whether it left.
        """
        about = self.subject or subject
        mine = Notice.objects.filter(person=person, urgency=Notice.Urgency.REMINDER)
        mine = mine.about(about).open()
        if about is None:
            own = Reminders.objects.filter(person=person, is_own=True)
            own = own.exclude(subject=None).values("subject")
            mine = mine.exclude(Q(subject__in=own) | Q(series__in=own))
        unwanted = {Notice.Channel.MAIL, Notice.Channel.PUSH} - set(self.channels)
        mine.filter(channel__in=unwanted).cancel()
        if self.quiet_until(now):  # all in hand at once: none may begin between the two statements
            held = mine.filter(status=Notice.Status.CLAIMED).locked()
            in_hand = Notice.objects.filter(pk__in=held)
            in_hand.filter(begun=True).cancel()
            in_hand.look_anew(now)
