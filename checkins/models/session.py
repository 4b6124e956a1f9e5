"""A ritual held together, in guided steps: what of it both share at a time."""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from checkins import recurrence, script
from checkins.models.occurrence import Occurrence
from checkins.models.pause import Pause
from checkins.models.ritual import KIND
from checkins.models.snooze import Snooze
from checkins.models.template import RitualTemplate
from checkins.script import Kind
from trustpact.couples.models import Partner
from trustpact.couples.models.couple import BOTH
from trustpact.notices.models import Notice
from trustpact.rules import RuleBroken

ALL_TRIED = 3  # both bits of `tried`


class SessionQuerySet(models.QuerySet):
    """Sessions, in the words of those who held them."""

    def over(self):
        """Sessions that were held, or stopped."""
        return self.filter(status__in=Session.OVER)

    def held(self):
        """Sessions that were gone through to their end."""
        return self.filter(status=Session.Status.HELD)


class Session(models.Model):
    """
    The shared part of one occurrence that is held in steps: where the two are, and whose turn it
    is. Own answers are in each one's CheckIn; nothing here says who did what, nor when: the start
    of a step is there for its ring, and goes when the session ends.

    `moves` counts every change that both see, so that a page can say which state it showed.
    """

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"  # not begun, or not both ready
        OPEN = "open"
        HELD = "held"
        STOPPED = "stopped"  # or put off: they read the same

    OVER = (Status.HELD, Status.STOPPED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurrence = models.OneToOneField(Occurrence, models.CASCADE, related_name="session")
    template = models.ForeignKey(RitualTemplate, models.PROTECT, related_name="+")
    first = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    place = models.PositiveSmallIntegerField(default=0)
    moves = models.PositiveIntegerField(default=0)
    tried = models.PositiveSmallIntegerField(default=0)  # bits of the turns that tried once more
    gentle = models.PositiveSmallIntegerField(default=0)  # which of the readiness choices counts
    replied = models.PositiveSmallIntegerField(null=True, blank=True)  # to what was just passed
    step_began_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["held", "stopped"], ended_on__isnull=False)
                | Q(status__in=["waiting", "open"], ended_on__isnull=True),
                name="session_ends_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="open", step_began_at__isnull=False)
                | (~Q(status="open") & Q(step_began_at__isnull=True)),
                name="session_times_its_steps_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") | Q(place=0), name="session_waits_at_its_start"
            ),
            models.CheckConstraint(
                condition=Q(tried__lte=ALL_TRIED), name="session_one_more_try_a_turn"
            ),
        ]

    def __str__(self):
        return f"session of {self.occurrence_id}"

    @classmethod
    def of(cls, occurrence):
        """Return the session of an occurrence, saved or as it would begin; no row is written."""
        kept = cls.objects.select_related("template").filter(occurrence=occurrence).first()
        if kept is not None:
            kept.occurrence = occurrence
            return kept
        first = cls._first_of(occurrence)
        return cls(occurrence=occurrence, template=occurrence.ritual.template, first=first)

    @staticmethod
    def _first_of(occurrence):
        """Return who begins: the two take turns from one time to the next."""
        members = occurrence.couple.members
        turn = recurrence.turn_of(occurrence.ritual.cadence, occurrence.date)
        return members[turn % len(members)] if members else None

    # --- Where the two are.

    @property
    def steps(self):
        """The script, as a list of questions."""
        return self.template.questions

    @property
    def screens(self):
        """The screens of the script."""
        return script.screens(self.steps)

    @property
    def screen(self):
        """The screen that both are at; while waiting, the first."""
        return self.screens[min(self.place, len(self.screens) - 1)]

    @property
    def asked(self):
        """The step that both are at."""
        return self.steps[self.screen.step]

    @property
    def kind(self):
        """What is done at this step."""
        return script.kind_of(self.asked, self.screen)

    @property
    def asks_whether_ready(self):
        """Whether it begins with an answer of each alone."""
        return script.kind_of(self.steps[0], self.screens[0]) == Kind.READY

    @property
    def is_over(self):
        """Whether it was held or stopped."""
        return self.status in self.OVER

    def partner_of(self, turn):
        """Return the partner whose turn is the first (0) or the second (1); None for no turn."""
        if turn is None:
            return None
        first = self.first_member
        return first if turn == 0 else self.occurrence.couple.beside(first)

    @property
    def first_member(self):
        """Return who begins, as the couple's members were read."""
        members = self.occurrence.couple.members
        return next((one for one in members if one.pk == self.first_id), None) or self.first

    @property
    def speaker(self):
        """The partner whose words this screen waits for, or None where it is both."""
        return self.partner_of(script.speaker(self.asked, self.screen))

    @property
    def has_tried(self):
        """Whether this turn had its one more try."""
        return bool(self.tried & self._bit)

    @property
    def _bit(self):
        return 1 << (self.screen.turn or 0)

    def seconds_gone(self, now):
        """Return how much of this step's time is over, never more than there is."""
        whole = script.seconds(self.asked, self.screen)
        if self.step_began_at is None:
            return 0
        return max(0, min(whole, int((now - self.step_began_at).total_seconds())))

    # --- Verbs.

    @transaction.atomic
    def begin(self, partner, *, now):
        """Begin what asks for no readiness; a second press finds it begun."""
        self.lock(partner, now)
        if self.status == self.Status.WAITING and not self.asks_whether_ready:
            self.move(now=now, status=self.Status.OPEN)

    @transaction.atomic
    def answer_ready(self, partner, choice, *, now, together=False):
        """
        Say alone how ready one is. The gentler answer counts once both have given one, and is then
        kept nowhere; until then nothing of it shows. `together`: both are at this one screen, and
        the other's answer, if there is none, is the same.
        """
        self.lock(partner, now)
        if self.status != self.Status.WAITING or not self.asks_whether_ready:
            return
        asked = self.steps[0]
        if choice not in asked["choices"]:
            raise RuleBroken(_("Choose one of the answers shown."))
        own = self.occurrence.checkin_of(partner)
        own.save_answers(own.answers | {asked["slug"]: _alone(choice)}, now=now)
        given = self._readiness(asked["slug"])
        if len(given) == BOTH or together:
            self._count(asked, given, now)

    def _readiness(self, slug):
        return [
            checkin.answers[slug]["value"]
            for checkin in self._checkins()
            if slug in checkin.answers
        ]

    def _checkins(self):
        found = self.occurrence.checkins.select_related("partner__couple")
        for checkin in found:
            checkin.occurrence = self.occurrence
        return found

    def _count(self, asked, given, now):
        self.gentle = script.gentlest(asked["choices"], given)
        for checkin in self._checkins():
            kept = {slug: one for slug, one in checkin.answers.items() if slug != asked["slug"]}
            checkin.save_answers(kept, now=now)
        if self.gentle == len(asked["choices"]) - 1:
            self.move(now=now, status=self.Status.STOPPED)
        else:
            self.move(now=now, place=script.after(self.steps, 0), status=self.Status.OPEN)

    @transaction.atomic
    def let_begin(self, partner, first, *, now):
        """Choose who begins, before the session has."""
        self.lock(partner, now)
        if self.status != self.Status.WAITING:
            raise RuleBroken(_("You have begun already."))
        if first.pk != self.first_id:
            self.first = first
            self.move(now=now)

    @transaction.atomic
    def stop(self, partner, *, now):
        """Stop here, in one tap: alone, at any step, without a reason; nobody is named."""
        self.lock(partner, now, even_on_a_pause=True)
        if not self.is_over:
            self.move(now=now, status=self.Status.STOPPED)

    # --- Below the verbs.

    def lock(self, partner, now, *, even_on_a_pause=False):
        """
        Lock the couple, and read where the two are by now; it is held by two, on its date, and
        rests while one of them is on a pause.
        """
        couple = self.occurrence.couple
        couple.lock()
        if not even_on_a_pause and Pause.rests(couple, now):
            raise RuleBroken(_("A pause is on. This waits where you are until you are both back."))
        if couple.partners_now().count() != BOTH:
            raise RuleBroken(_("This is for two. It waits until your partner is here, too."))
        if not self.occurrence.is_in_window(partner, now):
            raise RuleBroken(_("The time for this date is over. It comes round again by itself."))
        self.occurrence.keep_row()
        kept = Session.objects.filter(occurrence=self.occurrence).first()
        if kept is None:  # its row comes with the first change that both see
            return
        self._state.adding = False
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(kept, field.attname))

    def move(self, *, now, place=None, status=None, replied=None):
        """Write down where the two are; past the last screen, that it was held."""
        self.status = status or self.status
        self.replied = replied
        self.place = self.place if place is None else place
        if self.status == self.Status.OPEN and self.place >= len(self.screens):
            self.status = self.Status.HELD
        self.moves += 1
        self.step_began_at = now if self.status == self.Status.OPEN else None
        if self.is_over:
            self.ended_on = self.occurrence.couple.local(now).date()
            self._cancel_reminders()
        self.save()

    def show_more(self):
        """Let both see that something was added to where they are."""
        self.moves += 1
        self.save(update_fields=["moves"])

    def go_on(self, *, now, given=False, again=False, replied=None):
        """Go on to the screen that follows."""
        following = script.after(self.steps, self.place, given=given, again=again)
        self.move(now=now, place=following, replied=replied)

    def try_again(self, *, now):
        """Let the other say it back once more, once a turn."""
        if self.has_tried:
            raise RuleBroken(_("One more try is enough for tonight."))
        self.tried |= self._bit
        self.go_on(now=now, again=True)

    def _cancel_reminders(self):
        due = Notice.objects.filter(kind=KIND, subject=self.occurrence.pk)
        due.open().cancel()
        for partner in self.occurrence.couple.partners_now():
            Snooze.end(self.occurrence, partner)


def _alone(value):
    return {"value": value, "visibility": "me"}
