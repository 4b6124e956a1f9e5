"""A called break with a time to come back."""

import uuid
from datetime import datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from checkins.models.template import Clock
from trustpact.couples.models import Partner
from trustpact.notices.models import Silence
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken, TooOften

MOST_A_DAY = 3
EVENING, MORNING, EVENING_IS_FAR = time(20), time(9), time(19, 30)
QUARTER = timedelta(minutes=15)
LATE = timedelta(days=1)  # for so long it stands after its return, if nobody comes back
READ_FOR = timedelta(days=2)  # how long words of coming back stand on the other's Today


class Return(models.TextChoices):
    """When whoever pauses means to come back: rough on purpose."""

    MINUTES = "minutes"
    HOUR = "hour"
    EVENING = "evening"
    TOMORROW = "tomorrow"


class Pause(models.Model):
    """
    Whether one partner is on a pause now, until when, and with which words they came back last.

    One row a partner: no list of pauses is kept, and no moment at which one began. `taken` counts
    those of one day, for the limit alone. The feeling and the need that the page asks for are kept
    nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField(Partner, models.CASCADE, related_name="pause")
    day = models.DateField()
    taken = models.PositiveSmallIntegerField(default=0)
    back = models.CharField(max_length=8, choices=Return, blank=True, default="")  # "": no pause
    returns_at = models.DateTimeField(null=True, blank=True)
    words = SealedText(owner="partner.couple")
    said_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(back="", returns_at__isnull=True)
                | (~Q(back="") & Q(returns_at__isnull=False)),
                name="pause_has_a_return",
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=MOST_A_DAY), name="pause_three_a_day_at_most"
            ),
        ]

    def __str__(self):
        return f"pause of {self.partner_id}"

    # --- Reading.

    @staticmethod
    def of(partner):
        """Return a partner's row, or None; read together with the partner: no query."""
        return getattr(partner, "pause", None)

    @classmethod
    def running(cls, partner, now):
        """Return a partner's pause if it is on now, or None."""
        pause = cls.of(partner)
        return pause if pause and pause.is_on(now) else None

    @classmethod
    def rests(cls, couple, now):
        """Say whether what the two hold together rests now, read anew."""
        on = cls.objects.filter(partner__couple=couple, partner__left_on__isnull=True)
        return on.filter(returns_at__gt=now).exists()

    @staticmethod
    def moments(partner, now) -> dict:
        """Return {Return: moment} of what can be chosen now, on the partner's own clock."""
        local = partner.person.local(now)

        def at(day, wall):
            return datetime.combine(day, wall, local.tzinfo)

        moments = {
            Return.MINUTES: _to_the_quarter(now + timedelta(minutes=20)),
            Return.HOUR: _to_the_quarter(now + timedelta(hours=1)),
            Return.EVENING: at(local.date(), EVENING),
            Return.TOMORROW: at(local.date() + timedelta(days=1), MORNING),
        }
        if local.time() >= EVENING_IS_FAR:
            del moments[Return.EVENING]
        return moments

    def is_on(self, now):
        """Whether it was called, and neither ended nor lapsed."""
        return self.returns_at is not None and now < self.returns_at + LATE

    def is_late(self, now):
        """Whether its return has passed; nobody but the one who paused is told."""
        return self.is_on(now) and now >= self.returns_at

    def is_back_today(self, now):
        """Whether "tomorrow" is today by now; being late changes nothing of what is said."""
        couple = self.partner.couple
        return self.back == Return.TOMORROW and (
            couple.local(now).date() >= couple.local(self.returns_at).date()
        )

    def words_for_other(self, now):
        """Return the words with which this partner came back, while they are new; else ""."""
        if self.said_on is None or self.partner.couple.local(now).date() >= self.said_on + READ_FOR:
            return ""
        return self.words

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def begin(cls, partner, *, now):
        """
        Call a pause, with a return in an hour or so; a second tap changes nothing.

        What the two hold together is quiet for both until the return, and no reminder of it leaves
        once this has committed. TooOften for a fourth in a day.
        """
        pause = cls._locked(partner, now)
        if pause.is_on(now):
            return pause
        today = partner.person.local(now).date()
        if pause.day != today:
            pause.day, pause.taken = today, 0
        if pause.taken >= MOST_A_DAY:
            raise TooOften(
                _(
                    "You paused three times today, which is all there can be. You can still stop "
                    "anything, leave any answer out, or close this page."
                )
            )
        pause.taken += 1
        pause._return_in(Return.HOUR, now)
        return pause

    @classmethod
    @transaction.atomic
    def change(cls, partner, back, *, now):
        """Choose another return for the pause that is on."""
        pause = cls._locked(partner, now)
        if not pause.is_on(now):
            raise RuleBroken(_("This pause is over. You can call another one."))
        if back not in cls.moments(partner, now):
            raise RuleBroken(_("That is not ahead any more. Choose another time to come back."))
        pause._return_in(back, now)
        return pause

    @classmethod
    @transaction.atomic
    def come_back(cls, partner, *, now, words=""):
        """End the pause, with a sentence for the other or without; twice does no harm."""
        pause = cls._locked(partner, now)
        if pause.back:
            pause.back, pause.returns_at = "", None
            pause._end_quiet()
            if words:
                pause.words, pause.said_on = words, partner.couple.local(now).date()
            pause.save()
        return pause

    @classmethod
    def end_couple(cls, couple, now):
        """End the pauses of both, in the transaction in which the couple ends."""
        for pause in cls.objects.filter(partner__couple=couple).select_related("partner__couple"):
            pause._end_quiet()
            pause.back, pause.returns_at = "", None
            pause.save(update_fields=["back", "returns_at"])

    @classmethod
    def keep_quiet(cls, ritual, now):
        """Let a ritual that begins or changes during a pause be quiet, too."""
        on = cls.objects.filter(partner__couple=ritual.couple_id, returns_at__gt=now)
        for pause in on.select_related("partner__couple", "partner__person"):
            pause._be_quiet(now)

    # --- Below the verbs.

    @classmethod
    def _locked(cls, partner, now):
        partner.couple.lock()
        Partner.objects.current().get(pk=partner.pk)  # 404 where the couple ended meanwhile
        pause = cls.objects.filter(partner=partner).first()
        pause = pause or cls(partner=partner, day=partner.person.local(now).date())
        pause.partner = partner
        return pause

    def _return_in(self, back, now):
        self.back, self.returns_at = back, self.moments(self.partner, now)[back]
        self.save()
        self._be_quiet(now)

    def _be_quiet(self, now):
        # From midnight on, so that no row tells either when it began.
        self._end_quiet()
        midnight = self.partner.couple.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        for ritual in self.partner.couple.rituals.kept().filter(clock=Clock.SHARED):
            for one in self.partner.couple.partners_now().select_related("person"):
                Silence.objects.begin(
                    key=self._silence_of(one, ritual.pk),
                    person=one.person,
                    subject=ritual.pk,
                    from_at=midnight,
                    until_at=self.returns_at,
                    now=now,
                )

    def _end_quiet(self):
        couple = self.partner.couple
        rituals = list(couple.rituals.values_list("pk", flat=True))
        keys = [self._silence_of(one, pk) for one in couple.partners.all() for pk in rituals]
        Silence.objects.filter(pk__in=keys).delete()

    def _silence_of(self, partner, ritual_id):
        # Each pause has silences of its own, so that two at one time do not end each other's.
        return uuid.uuid5(self.pk, f"{partner.pk} {ritual_id}")


def _to_the_quarter(moment):
    """Return the next full quarter of an hour, so that a return does not tell when it was called."""
    past = timedelta(
        minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment - past + QUARTER if past else moment
