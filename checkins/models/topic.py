"""A subject that waits until both are ready."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from trustpact.couples.models import Couple, Partner
from trustpact.couples.models.couple import BOTH
from trustpact.prepared import prepared
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken, TooOften

MOST_OPEN = 5  # of one person
MOST_A_DAY = 3
LONGEST_WAIT = timedelta(days=365)


class Ready(models.TextChoices):
    """How ready one partner says they are, each alone."""

    NOW = "now"
    DAY = "day"
    NOT_YET = "not-yet"


class TopicQuerySet(models.QuerySet):
    """Topics, in the words of those who wait with them."""

    def open(self):
        """Those that were asked, and neither taken up nor let go."""
        return self.filter(status=Topic.Status.ASKED)

    def known_to(self, partner):
        """
        Open ones that a partner may know of: asked by somebody, or answered by themselves.

        The row of a parked clause may be there because the other answered alone.
        """
        mine = TopicAnswer.objects.filter(topic=OuterRef("pk"), partner=partner)
        return self.open().filter(Q(author__isnull=False) | Exists(mine))

    def as_read_by(self, partner, today):
        """With what a partner may know: their own answer, and whether both are ready."""
        mine = TopicAnswer.objects.filter(topic=OuterRef("pk"), partner=partner)
        quiet = TopicOwn.objects.filter(partner=partner, quiet=True)
        ready = Q(answers__ready_from__lte=today, answers__partner__left_on__isnull=True)
        return self.annotate(
            is_answered=Exists(mine),
            my_day=mine.values("ready_from")[:1],
            is_quiet=Exists(quiet),
            ready_count=Count("answers", filter=ready),
        )


@prepared
def _open_topics(couple, partner, today):
    """The open topics of a couple, as one partner reads them on a day, the oldest first."""
    open_now = Topic.objects.filter(couple=couple, status="asked")
    return open_now.as_read_by(partner, today).order_by("asked_on", "pk")


class Topic(models.Model):
    """
    Something that one of the two wants to talk about, asked with "is now good?".

    A row of a parked clause (`clause`, no words) holds the answers to it; its id follows from the
    clause and its day, so that nobody learns from it who answered first.
    """

    class Status(models.TextChoices):
        """What became of it."""

        ASKED = "asked"
        TAKEN_UP = "taken up"
        LET_GO = "let go"

    class Kind(models.TextChoices):
        """Where it came from."""

        OWN = "own"
        CLAUSE = "clause"
        SLIP = "slip"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="topics")
    author = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="topics")
    clause = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.OWN)
    words = SealedText(owner="couple")
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    asked_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()
    is_answered, my_day, ready_count = False, None, 0

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="asked", closed_on__isnull=True)
                | (~Q(status="asked") & Q(closed_on__gte=F("asked_on"))),
                name="topic_closes_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="clause", clause__isnull=False, author__isnull=True)
                | (~Q(kind="clause") & Q(clause__isnull=True, author__isnull=False)),
                name="topic_is_a_clause_or_somebody_s",
            ),
        ]

    def __str__(self):
        return f"topic {self.pk}"

    # --- Reading.

    @staticmethod
    def open_for(partner, now):
        """Return the open topics as a partner reads them; one query."""
        today = partner.couple.local(now).date()
        topics = _open_topics(partner.couple_id, partner.pk, today)
        for topic in topics:
            topic.couple = partner.couple
        return topics

    @classmethod
    def ready_for(cls, partner, now):
        """Return the topics for which both are ready, for the next session and for Today."""
        return [topic for topic in cls.open_for(partner, now) if topic.is_ready]

    @classmethod
    def of_clause(cls, clause, couple):
        """Return the topic of a clause whose rest is over, not yet written down."""
        key = uuid.uuid5(clause.pk, clause.parked_until.isoformat())
        return cls(
            pk=key,
            couple=couple,
            clause=clause.pk,
            kind=cls.Kind.CLAUSE,
            asked_on=clause.parked_until,
        )

    @property
    def is_ready(self):
        """Whether both said so, and their days have come."""
        return self.ready_count >= BOTH

    def my_answer(self, today):
        """Return (Ready, day) of the reader, or None."""
        if not self.is_answered:
            return None
        if self.my_day is None:
            return Ready.NOT_YET, None
        return (Ready.NOW, None) if self.my_day <= today else (Ready.DAY, self.my_day)

    # --- Verbs.

    @classmethod
    @transaction.atomic
    def ask(cls, partner, words, *, now):
        """
        Ask the other whether now is good; whoever asks is ready themselves, and can change that.

        RuleBroken where there is nobody to ask, TooOften for one more than five open or three a day.
        """
        couple = _with_another(partner)
        today = couple.local(now).date()
        mine = cls.objects.filter(author=partner, kind=cls.Kind.OWN)
        if mine.open().count() >= MOST_OPEN:
            raise TooOften(
                _("%(count)d topics of yours wait already. Let one of them go first.")
                % {"count": MOST_OPEN}
            )
        if mine.filter(asked_on=today).count() >= MOST_A_DAY:
            raise TooOften(_("You asked three times today. Keep this one for tomorrow."))
        topic = cls.objects.create(couple=couple, author=partner, words=words, asked_on=today)
        TopicOwn.keep(partner, draft="")
        topic._say(partner, today)
        return topic

    @classmethod
    @transaction.atomic
    def from_slip(cls, partner, words, *, now):
        """Let something that was told become a topic; each says alone when they are ready."""
        couple = _with_another(partner)
        return cls.objects.create(
            couple=couple,
            author=partner,
            words=words,
            kind=cls.Kind.SLIP,
            asked_on=couple.local(now).date(),
        )

    @transaction.atomic
    def answer(self, partner, ready, *, now, day=None):
        """
        Say alone how ready one is: now, on a day, or not yet; it can be changed at any time.

        The other sees of it only that both are ready, once they are.
        """
        today = self._read_again(partner, now)
        if ready == Ready.DAY and not (day and today < day <= today + LONGEST_WAIT):
            raise RuleBroken(_("Choose a day after today, within a year."))
        self._say(partner, {Ready.NOW: today, Ready.DAY: day}.get(ready))

    @transaction.atomic
    def take_up(self, partner, *, now):
        """Say that the two have talked about it; both have to have been ready."""
        today = self._read_again(partner, now)
        read = Topic.objects.as_read_by(partner, today).filter(pk=self.pk).first()
        if read is None or not read.is_ready:
            raise RuleBroken(_("This waits until both of you are ready."))
        self._close(self.Status.TAKEN_UP, today)

    @transaction.atomic
    def let_go(self, partner, *, now):
        """Let it go for both: alone, at once, without a reason, and nobody is named."""
        self._close(self.Status.LET_GO, self._read_again(partner, now))

    @classmethod
    def end_couple(cls, couple, now):
        """Let everything that waits go, in the transaction in which the couple ends."""
        today = couple.local(now).date()
        waiting = cls.objects.filter(couple=couple).open()
        TopicAnswer.objects.filter(topic__couple=couple).delete()
        for topic in waiting:
            topic._close(cls.Status.LET_GO, today)

    # --- Below the verbs.

    def _read_again(self, partner, now):
        """Lock the couple and read anew; return the couple's day. RuleBroken where it is over."""
        couple = _with_another(partner)
        kept = Topic.objects.filter(pk=self.pk).values_list("status", flat=True).first()
        if (kept or self.status) != self.Status.ASKED:
            raise RuleBroken(_("This was taken up or let go already. Nothing was changed."))
        if kept is None:
            self.save(force_insert=True)
        self.couple = couple
        return couple.local(now).date()

    def _say(self, partner, ready_from):
        TopicAnswer.objects.update_or_create(
            topic=self, partner=partner, defaults={"ready_from": ready_from}
        )

    def _close(self, status, today):
        self.status, self.closed_on = status, max(today, self.asked_on)
        self.save(update_fields=["status", "closed_on"])


class TopicAnswer(models.Model):
    """
    From which day on one partner is ready for a topic; null: not yet.

    It is theirs alone: "not yet" and no answer look the same to the other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="answers")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="topic_answers")
    ready_from = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "partner"], name="topicanswer_one_a_partner")
        ]

    def __str__(self):
        return f"answer to {self.topic_id}"


class TopicOwn(models.Model):
    """What of topics is one partner's alone: words not sent yet, and whether Today is quiet of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField(Partner, models.CASCADE, related_name="topic_own")
    draft = SealedText(owner="partner.person")
    quiet = models.BooleanField(default=False)

    def __str__(self):
        return f"topics of {self.partner_id}"

    @classmethod
    def of(cls, partner):
        """Return a partner's row, saved or as it starts; one query."""
        found = cls.objects.filter(partner=partner).first() or cls(partner=partner)
        found.partner = partner
        return found

    @classmethod
    @transaction.atomic
    def keep(cls, partner, **fields):
        """Keep a draft or the wish for quiet, for this partner alone."""
        partner.couple.lock()
        own = cls.of(partner)
        for name, value in fields.items():
            setattr(own, name, value)
        own.save()


def _with_another(partner):
    """Lock the couple and return it; RuleBroken where nobody is there beside this partner."""
    couple = partner.couple
    couple.lock()
    if couple.partners_now().count() < BOTH:
        raise RuleBroken(_("There is nobody beside you here to talk about it with."))
    return couple
