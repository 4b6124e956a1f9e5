"""Something decided in a session: what, by when, and who took it on."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from checkins.models.occurrence import Occurrence
from checkins.recurrence import moment
from trustpact.couples.models import Couple, Partner
from trustpact.notices.models import Notice, Reminders
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken

FOLLOW_UP = "checkins.followup"
TOLD_AT, TOLD_FOR = time(9), timedelta(hours=18)  # on its day, own time
FURTHEST_DAY = timedelta(days=731)
ON_TODAY = 5  # at most: the rest is one tap away


class FollowUpQuerySet(models.QuerySet):
    """Follow-ups, in the words of those who keep them."""

    def open(self):
        """What stands open, what comes first ahead."""
        found = self.filter(status=FollowUp.Status.OPEN).select_related("owner__person", "couple")
        return found.order_by(models.F("due_on").asc(nulls_last=True), "noted_on", "id")

    def told_to(self, partner):
        """Those of whose day this partner is told: what they took on, and what is undecided."""
        mine = self.open().filter(Q(owner=partner) | Q(undecided=True), couple=partner.couple_id)
        return mine.filter(due_on__isnull=False)

    def for_today(self, partner, today):
        """What Today shows one partner, the next few: what they took on, what is to be decided."""
        mine = Q(owner=partner) & (Q(due_on__isnull=True) | Q(due_on__lte=today + timedelta(7)))
        decide = Q(undecided=True, due_on__lte=today)
        return self.open().filter(mine | decide, couple=partner.couple_id)[:ON_TODAY]


class FollowUp(models.Model):
    """
    One thing that the two noted for both. Nobody can give it to the other: `owner` is whoever took
    it on from an own account, and nobody else changes it then. Done and let go read the same.
    """

    class Status(models.TextChoices):
        """Whether it still stands; how it ended is nobody's score."""

        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="follow_ups")
    occurrence = models.ForeignKey(
        Occurrence, models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    owner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    words = SealedText(owner="couple")
    due_on = models.DateField(null=True, blank=True)
    undecided = models.BooleanField(default=False)  # to be thought about until its day
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    noted_on = models.DateField()

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undecided=False) | Q(due_on__isnull=False, owner__isnull=True),
                name="followup_thought_about_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=models.F("noted_on")),
                name="followup_lies_ahead",
            ),
        ]
        indexes = [
            models.Index(
                fields=["couple", "due_on"], condition=Q(status="open"), name="followup_open"
            )
        ]

    def __str__(self):
        return f"follow-up {self.pk}"

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def note(cls, couple, words, *, now, owner=None, due_on=None, undecided=False, occurrence=None):
        """Note something for both; `owner` only where that partner takes it on themselves."""
        couple.lock()
        today = couple.local(now).date()
        refuse_day(due_on, today)
        if undecided and due_on is None:
            raise RuleBroken(_("Choose the day until which you want to think."))
        noted = cls.objects.create(
            couple=couple,
            words=words,
            owner=owner,
            due_on=due_on,
            undecided=undecided,
            occurrence=occurrence,
            noted_on=today,
        )
        noted._tell(now=now)
        return noted

    @transaction.atomic
    def take_on(self, partner, *, now):
        """Take on what nobody has taken on; whoever comes second finds it taken."""
        self._lock()
        if self.owner_id not in (None, partner.pk):
            name = self.owner.name
            raise RuleBroken(_("%(name)s has taken this on already.") % {"name": name})
        self.owner, self.undecided = partner, False
        self._keep(now=now)

    @transaction.atomic
    def hand_back(self, partner, *, now):
        """Give back what one took on: it stands open for either again."""
        self._lock(partner)
        self.owner = None
        self._keep(now=now)

    @transaction.atomic
    def change(self, partner, *, words, due_on, now):
        """Say it in other words, or for another day."""
        self._lock(partner)
        if due_on != self.due_on:
            refuse_day(due_on, self.couple.local(now).date())
        self.words, self.due_on = words, due_on
        self.undecided = self.undecided and due_on is not None
        self._keep(now=now)

    @transaction.atomic
    def decide(self, partner, *, now):
        """Say yes to what was to be thought about."""
        self._lock(partner)
        self.undecided = False
        self._keep(now=now)

    @transaction.atomic
    def close(self, partner, *, now):
        """Be done with it, or let it go; both read the same afterwards."""
        self.couple.lock()
        self.refresh_from_db()
        if self.status == self.Status.CLOSED:
            return
        self._refuse(partner)
        self.status = self.Status.CLOSED
        self._keep(now=now)

    def move_for(self, partner, *, now):
        """
        Tell this partner, who lives by another clock now, in the morning of that. What was sent is
        not sent again; where that morning is over it comes now, while its window lasts.
        """
        morning = self._morning(partner)
        if now < morning + TOLD_FOR:
            ahead = Notice.objects.filter(kind=FOLLOW_UP, person=partner.person_id).about(self.pk)
            ahead.move(due_at=max(morning, now), until=morning + TOLD_FOR)

    # --- What a page asks.

    def can_be_changed_by(self, partner):
        """Whether this partner may change it: what the other took on is theirs."""
        return self.owner_id in (None, partner.pk)

    # --- Below the verbs.

    def _lock(self, partner=None):
        self.couple.lock()
        self.refresh_from_db()
        if self.status == self.Status.CLOSED:
            raise RuleBroken(_("This one does not stand open any more."))
        if partner:
            self._refuse(partner)

    def _refuse(self, partner):
        if not self.can_be_changed_by(partner):
            name = self.owner.name
            raise RuleBroken(_("%(name)s has taken this on, and keeps it.") % {"name": name})

    def _keep(self, *, now):
        self.save()
        Notice.objects.filter(kind=FOLLOW_UP).about(self.pk).open().cancel()
        self._tell(now=now)

    def _tell(self, *, now):
        """Plan a neutral word on its day, for whoever took it on; for both while undecided."""
        if self.status != self.Status.OPEN or self.due_on is None:
            return
        told = self.couple.partners_now().select_related("person") if self.undecided else []
        partners = [*told] or [one for one in [self.owner] if one]
        book = Reminders.objects.book(persons=[one.person_id for one in partners])
        for partner in partners:
            due_at = self._morning(partner)
            for channel in book.of(partner.person_id).channels if due_at > now else ():
                Notice.objects.tell(
                    person=partner.person,
                    kind=FOLLOW_UP,
                    subject=uuid.uuid4(),  # each planning is told by itself
                    series=self.pk,
                    channel=channel,
                    due_at=due_at,
                    until=due_at + TOLD_FOR,
                )

    def _morning(self, partner) -> datetime:
        return moment(self.due_on, TOLD_AT, ZoneInfo(partner.person.zone))


def refuse_day(due_on, today):
    """Raise RuleBroken for a day that is over, or too far away."""
    if due_on and not today <= due_on <= today + FURTHEST_DAY:
        raise RuleBroken(_("Choose a day from today on, within two years."))


def end_follow_ups(couple, now):
    """Take back what would be told of a couple's follow-ups: it ends with the couple."""
    theirs = couple.follow_ups.values("pk")
    Notice.objects.filter(kind=FOLLOW_UP, series__in=theirs).open().cancel()
