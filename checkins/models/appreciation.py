"""One partner's thanks for something the other did: a small win."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from trustpact.couples.models import Couple, Partner
from trustpact.couples.models.couple import BOTH
from trustpact.prepared import prepared
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken, TooOften

MOST_A_DAY = 10
LATELY = timedelta(days=7)


class AppreciationQuerySet(models.QuerySet):
    """Appreciations, in the words of those who read them."""

    def read_by(self, partner):
        """What a partner reads: what they gave, and what they were given and did not put away."""
        muted = AppreciationOwn.objects.filter(partner=partner, muted=True)
        away = AppreciationAway.objects.filter(partner=partner, appreciation=OuterRef("pk"))
        return self.filter(Q(author=partner) | (~Exists(muted) & ~Exists(away)))


@prepared
def _given_between(couple, reader, first, last):
    """What the two gave each other on these days, as one of them reads it, in a steady order."""
    given = Appreciation.objects.filter(couple=couple, given_on__range=(first, last))
    return given.read_by(reader).order_by("given_on", "author__place", "number")


class Appreciation(models.Model):
    """
    One line of thanks, sent at once and for good: the words are the receiver's from then on.

    Its author cannot take it back, so that thanks are nothing to take away from somebody; the
    receiver can put it away, and the author's pages stay as they are. `number` counts those of an
    author's day, for its limit and its order, and no time of day is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="appreciations")
    author = models.ForeignKey(Partner, models.PROTECT, related_name="appreciations")
    words = SealedText(owner="couple")
    given_on = models.DateField()  # the couple's day
    number = models.PositiveSmallIntegerField()

    objects = AppreciationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "given_on", "number"], name="appreciation_one_a_number"
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_A_DAY)), name="appreciation_ten_a_day_at_most"
            ),
        ]
        indexes = [models.Index(fields=["couple", "given_on"], name="appreciation_by_day")]

    def __str__(self):
        return f"appreciation {self.pk}"

    # --- Reading.

    @staticmethod
    def between(partner, first, last):
        """Return what was given on these days as a partner reads it, oldest first; one query."""
        given = _given_between(partner.couple_id, partner.pk, first, last)
        members = {one.pk: one for one in partner.couple.members}
        for one in given:
            one.couple, one.author = partner.couple, members[one.author_id]
        return given

    @classmethod
    def lately(cls, partner, now):
        """Return what was given in the last week as a partner reads it, newest first."""
        today = partner.couple.local(now).date()
        return cls.between(partner, today - LATELY, today)[::-1]

    @classmethod
    def received_since(cls, partner, day, now):
        """Return what a partner was given from a day on, newest first."""
        today = partner.couple.local(now).date()
        given = cls.between(partner, day, today)
        return [one for one in reversed(given) if one.author_id != partner.pk]

    @classmethod
    def put_away_by(cls, partner):
        """Return what a partner put away, for their own eyes, newest first; one query."""
        away = cls.objects.filter(away__partner=partner).order_by("-given_on", "number")
        return list(away.select_related("couple"))

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def give(cls, partner, words, *, now):
        """
        Thank the other; they read it from now on, and nothing is sent out of the app.

        The same words again on the same day are a second tap, and change nothing. RuleBroken where
        nobody is there to thank, TooOften for the eleventh in a day.
        """
        couple = partner.couple
        couple.lock()
        if couple.partners_now().count() < BOTH:
            raise RuleBroken(_("There is nobody beside you here to thank."))
        today = couple.local(now).date()
        given = list(cls.objects.filter(author=partner, given_on=today).select_related("couple"))
        if same := [one for one in given if one.words == words]:
            return same[0]
        if len(given) >= MOST_A_DAY:
            raise TooOften(_("You said thank you ten times today. Keep this one for tomorrow."))
        return cls.objects.create(
            couple=couple, author=partner, words=words, given_on=today, number=len(given) + 1
        )

    @transaction.atomic
    def put_away(self, partner):
        """Keep it off one's own pages: for whom it was sent to, alone, and unseen by its author."""
        partner.couple.lock()
        if self.author_id == partner.pk:
            raise RuleBroken(_("What you sent stays with whom you sent it to."))
        AppreciationAway.objects.get_or_create(partner=partner, appreciation=self)

    @transaction.atomic
    def take_out(self, partner):
        """Let it stand on one's own pages again."""
        partner.couple.lock()
        AppreciationAway.objects.filter(partner=partner, appreciation=self).delete()


class AppreciationAway(models.Model):
    """That a partner put away something they were given; theirs alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="appreciations_away")
    appreciation = models.ForeignKey(Appreciation, models.CASCADE, related_name="away")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "appreciation"], name="appreciationaway_once"
            )
        ]

    def __str__(self):
        return f"put away by {self.partner_id}"


class AppreciationOwn(models.Model):
    """Whether a partner reads what they are given at all; theirs alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField(Partner, models.CASCADE, related_name="appreciation_own")
    muted = models.BooleanField(default=False)

    def __str__(self):
        return f"appreciations of {self.partner_id}"

    @classmethod
    def is_muted(cls, partner):
        """Say whether a partner keeps what they are given off their pages; one query."""
        return cls.objects.filter(partner=partner, muted=True).exists()

    @classmethod
    @transaction.atomic
    def mute(cls, partner, *, muted):
        """Keep what the other sends off one's own pages, or let it back."""
        partner.couple.lock()
        cls.objects.update_or_create(partner=partner, defaults={"muted": muted})
