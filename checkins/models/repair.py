"""A repair: what hurt, and what the two say about it, step by step, for as long as both want to."""

import uuid
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from agreements.models.refusals import refuse_binding
from checkins import mending
from checkins.mending import (
    ACTION,
    ANSWER,
    CHANGE_IT,
    FOLLOW_THROUGH,
    HURT,
    HURT_TOO,
    OPENING,
    OTHER,
    REST,
    YES,
)
from checkins.models import repair_news
from checkins.models.followup import FollowUp
from checkins.models.guide import RepairGuide
from checkins.models.repair_words import UnsentWords
from checkins.models.two import other_of
from trustpact.couples.models import Couple, Partner
from trustpact.rules import RuleBroken, TooOften

FURTHEST_DAY = timedelta(days=366)


class RepairQuerySet(models.QuerySet):
    """Repairs, in the words of those who are in them."""

    def open_on(self, today):
        """Those that neither rest nor were stopped; a quiet one rests on its day, swept or not."""
        return self.filter(status=Repair.Status.OPEN, rests_on__gt=today)

    def with_people(self):
        """With everything that a page of them needs."""
        return self.select_related("hurt__person", "opened_by__person", "couple")


class Repair(models.Model):
    """
    One hurt. Whoever was hurt is `hurt`, whichever of the two opened it; where the other was hurt,
    too, a second repair stands `beside` this one. Nothing here says who stopped, or when anything
    was said but for its date. At rest by the hurt partner and after quiet days read the same.
    """

    class Status(models.TextChoices):
        """Whether it goes on."""

        OPEN = "open"
        RESTS = "rests"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="repairs")
    opened_by = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    hurt = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    beside = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="second"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    opened_on = models.DateField()
    rests_on = models.DateField()  # the day on which it rests by itself, unless something is said
    ended_on = models.DateField(null=True, blank=True)

    objects = RepairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opened_by"], condition=Q(status="open"), name="repair_one_open_a_person"
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_on__isnull=True)
                | Q(status__in=["rests", "stopped"], ended_on__isnull=False),
                name="repair_ends_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(rests_on__gt=F("opened_on")), name="repair_rests_later"
            ),
        ]

    def __str__(self):
        return f"repair {self.pk}"

    # --- What is there.

    def is_open(self, today):
        """Whether it goes on."""
        return self.status == self.Status.OPEN and today < self.rests_on

    @property
    def was_stopped(self):
        """Whether one of the two stopped it; which one is written nowhere."""
        return self.status == self.Status.STOPPED

    def side_of(self, partner):
        """Return on which side of this hurt a partner is."""
        return HURT if partner.pk == self.hurt_id else OTHER

    @cached_property
    def sent(self):
        """All that was sent, in order."""
        sent = list(self.messages.select_related("author__person"))
        for one in sent:
            one.repair = self
        return sent

    @property
    def state(self):
        """What was said, as `mending` takes it."""
        opener = HURT if self.opened_by_id == self.hurt_id else OTHER
        said = [one.as_said() for one in self.sent if one.step != OPENING]
        return mending.State(opener, tuple(said))

    def has_spoken(self, partner):
        """Whether this partner sent anything here: then they were asked alone before."""
        return any(one.author_id == partner.pk for one in self.sent)

    @property
    def standing_actions(self):
        """The actions that stand, as they were sent."""
        standing = {one.id for one in self.state.standing()}
        return [one for one in self.sent if one.pk in standing]

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def open(cls, couple, partner, *, hurt, words, now, beside=None):
        """
        Say that one was hurt (`hurt`), or that one hurt the other, and what was said or done.

        RuleBroken where nobody is there to read it; TooOften while an own one is open, or for a
        second one in a day.
        """
        couple.lock()
        other = other_of(couple, partner)
        today = couple.local(now).date()
        cls._refuse_one_more(couple, partner, now, day_counts=beside is None)
        repair = cls.objects.create(
            couple=couple,
            opened_by=partner,
            hurt=partner if hurt else other,
            beside=beside,
            opened_on=today,
            rests_on=_resting_day(couple, today),
        )
        repair._send(partner, OPENING, words=words, now=now, tell=beside is None)
        return repair

    @transaction.atomic
    def say(self, partner, step, *, now, words="", choice=None, due_on=None, about=None):
        """
        Say something at a step that is open to this partner; it cannot be taken back.

        `choice` is a place among the words of the step, `about` the id of an action. "I was hurt,
        too" opens the second hurt in the same words. RuleBroken out of turn, and where an action
        has no day, lies behind, or would bind anybody beyond the limits.
        """
        self._begin(partner, now)
        side, state = self.side_of(partner), self.state
        if self._is_said_again(partner, step, words, choice, due_on, about):
            return
        if step not in state.open_to(side) or step == REST:
            raise RuleBroken(_("This step is not open now. Nothing was sent."))
        if step in mending.WITH_CHOICES and choice not in state.choices(side, step):
            raise RuleBroken(_("Choose one of the answers shown. Nothing was sent."))
        if step == FOLLOW_THROUGH and about not in state.to_follow(side):
            raise RuleBroken(_("This step is not open now. Nothing was sent."))
        if step == ACTION:
            self._refuse_action(words, due_on, now)
        if step == ANSWER and choice == HURT_TOO:
            Repair.open(self.couple, partner, hurt=True, words=words, now=now, beside=self)
            words = ""
        self._send(partner, step, words=words, choice=choice, due_on=due_on, about=about, now=now)
        if step == FOLLOW_THROUGH:
            self._settle(about, partner, choice, now)

    @transaction.atomic
    def rest(self, partner, *, now):
        """Be at rest with it, for now: for the one who was hurt alone; twice changes nothing."""
        if partner.pk != self.hurt_id:
            raise RuleBroken(
                _("Only the one who was hurt can say that. You can stop here at any time.")
            )
        self._end(self.Status.RESTS, now)

    @transaction.atomic
    def stop(self, partner, *, now):
        """Stop, alone and at once, whatever was said; twice changes nothing."""
        self._end(self.Status.STOPPED, now)

    @transaction.atomic
    def rest_if_quiet(self, *, now):
        """
        Come to rest after the quiet days; whether it is over now. Called by what is due.

        It does not wait for a request that holds the couple: then it answers False.
        """
        couples = Couple.objects.select_for_update(skip_locked=True, no_key=True)
        if not couples.filter(pk=self.couple_id).exists():
            return False
        self._read_anew()
        if self.status == self.Status.OPEN and not self.is_open(self._today(now)):
            self._close(self.Status.RESTS, now)
        return self.status != self.Status.OPEN

    @property
    def rests_at(self):
        """The moment at which it rests by itself unless something is said before."""
        return datetime.combine(self.rests_on, time(0), ZoneInfo(self.couple.zone))

    # --- Below the verbs.

    @classmethod
    def _refuse_one_more(cls, couple, partner, now, *, day_counts):
        today = couple.local(now).date()
        own = couple.repairs.filter(opened_by=partner)
        for quiet in own.filter(status=cls.Status.OPEN, rests_on__lte=today):
            quiet._close(cls.Status.RESTS, now)
        if own.open_on(today).exists():
            raise TooOften(
                _("One that you opened is open still. It comes first; it can rest or stop.")
            )
        if day_counts and own.filter(opened_on=today).exists():
            raise TooOften(_("You opened one today. The next one can wait until tomorrow."))

    def _begin(self, partner, now):
        self.couple.lock()
        self._read_anew()
        other_of(self.couple, partner)
        if not self.is_open(self._today(now)):
            raise RuleBroken(_("This does not go on any more. Nothing was sent."))

    def _read_anew(self):
        self.refresh_from_db(fields=["status", "rests_on", "ended_on"])
        self.__dict__.pop("sent", None)

    def _today(self, now):
        return self.couple.local(now).date()

    def _refuse_action(self, words, due_on, now):
        if due_on is None:
            raise RuleBroken(_("Choose a day for it."))
        if not self._today(now) <= due_on <= self._today(now) + FURTHEST_DAY:
            raise RuleBroken(_("Choose a day from today on, within a year."))
        refuse_binding(words, self.couple.language)

    def _is_said_again(self, partner, step, words, choice, due_on, about):
        """Whether the very same was the last that this partner sent: a second press sends nothing."""
        last = next((one for one in reversed(self.sent) if one.author_id == partner.pk), None)
        if last is None or (last.step, last.choice, last.about_id) != (step, choice, about):
            return False
        return last.due_on == due_on and (last.words == words or choice == HURT_TOO)

    def _send(
        self, partner, step, *, now, tell=True, words="", choice=None, due_on=None, about=None
    ):
        today = self._today(now)
        number = self.messages.count() + 1
        self.messages.create(
            author=partner,
            step=step,
            content={"words": words, "choice": choice},
            due_on=due_on,
            about_id=about,
            follow_up=self._to_remember(partner, words, due_on, now) if due_on else None,
            number=number,
            sent_on=today,
        )
        self.__dict__.pop("sent", None)
        self.rests_on = _resting_day(self.couple, today)
        self.save(update_fields=["rests_on"])
        self.unsent.filter(partner=partner, step=step).delete()
        repair_news.plan_rest(self)
        repair_news.has_read(self, partner)
        if tell:
            repair_news.tell(self, self.couple.other(partner), number, today, now=now)

    def _to_remember(self, partner, words, due_on, now):
        """Return an offer as a follow-up of whoever made it: it comes back to them alone."""
        return FollowUp.note(self.couple, words, owner=partner, due_on=due_on, now=now)

    def _settle(self, about, partner, choice, now):
        [action] = [one for one in self.sent if one.pk == about]
        if choice == CHANGE_IT or (choice == YES and action.author_id == partner.pk):
            self._let_go([action], now)

    def _let_go(self, actions, now):
        """Take what became of these actions off the lists."""
        for follow_up in FollowUp.objects.filter(pk__in=[one.follow_up_id for one in actions]):
            follow_up.couple = self.couple
            follow_up.close(follow_up.owner or self.opened_by, now=now)

    def _end(self, status, now):
        self.couple.lock()
        self._read_anew()
        if self.status == self.Status.OPEN:
            quiet = not self.is_open(self._today(now))
            self._close(self.Status.RESTS if quiet else status, now)

    def _close(self, status, now):
        self.status = status
        self.ended_on = min(self._today(now), self.rests_on)
        self.save(update_fields=["status", "ended_on"])
        self._let_go(self.messages.filter(step=ACTION), now)
        repair_news.end(self)


def _resting_day(couple, today):
    return today + timedelta(days=RepairGuide.read_in(couple.language).rests_by_itself_after_days)


def end_repairs(couple, now):
    """Stop what is open when a couple ends; the couple is locked."""
    for repair in couple.repairs.filter(status=Repair.Status.OPEN):
        repair.couple = couple
        repair._close(Repair.Status.STOPPED, now)
    UnsentWords.objects.filter(partner__couple=couple, repair__isnull=True).delete()
