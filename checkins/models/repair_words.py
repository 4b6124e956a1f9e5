"""What the two write in a repair: what was sent, and what each keeps to themselves."""

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q

from checkins import mending
from trustpact.couples.models import Partner
from trustpact.privacy.fields import SealedJSON

PUT_OFF_FOR = timedelta(days=3)


class RepairMessage(models.Model):
    """
    Something that one of the two sent at a step. It stays with whom it was sent to.

    `number` is the order within the repair; nothing is ever taken out of it, so it tells nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    repair = models.ForeignKey("checkins.Repair", models.CASCADE, related_name="messages")
    author = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    step = models.SlugField(max_length=20)
    content = SealedJSON(owner="repair.couple")
    due_on = models.DateField(null=True, blank=True)  # of an action
    about = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")
    follow_up = models.OneToOneField(  # what an action became
        "checkins.FollowUp", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    number = models.PositiveSmallIntegerField()
    sent_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["repair", "number"], name="repairmessage_one_a_number"),
            models.CheckConstraint(
                condition=Q(step="action", due_on__isnull=False)
                | (~Q(step="action") & Q(due_on__isnull=True)),
                name="repairmessage_action_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(step="follow-through", about__isnull=False)
                | (~Q(step="follow-through") & Q(about__isnull=True)),
                name="repairmessage_follows_an_action",
            ),
        ]

    def __str__(self):
        return f"message {self.number} of {self.repair_id}"

    @property
    def words(self):
        """What was written."""
        return self.content["words"]

    @property
    def choice(self):
        """The place of what was chosen, or None."""
        return self.content["choice"]

    def as_said(self):
        """Return it as `mending` takes it."""
        by = self.repair.side_of(self.author)
        return mending.Said(by, self.step, self.choice, self.about_id, self.pk)


class UnsentWords(models.Model):
    """What one partner typed and did not send, or "not yet": theirs alone, under their own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="unsent_words")
    repair = models.ForeignKey(
        "checkins.Repair", models.CASCADE, null=True, blank=True, related_name="unsent"
    )  # none: an opening
    step = models.SlugField(max_length=20)
    words = SealedJSON(owner="partner.person")
    put_off_until = models.DateField()  # until then Today does not ask about this repair

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "repair", "step"], name="unsentwords_one_a_step"
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(repair__isnull=True),
                name="unsentwords_one_opening",
            ),
        ]

    def __str__(self):
        return f"unsent words of {self.partner_id}"

    @classmethod
    @transaction.atomic
    def keep(cls, partner, repair, step, typed, *, today):
        """Keep what was typed at a step; it changes nothing that anybody else can see."""
        partner.couple.lock()  # a double click finds the first one's row
        kept = cls.objects.filter(partner=partner, repair=repair, step=step).first()
        kept = kept or cls(partner=partner, repair=repair, step=step)
        kept.words, kept.put_off_until = typed, today + PUT_OFF_FOR
        kept.save()

    @classmethod
    def of(cls, partner, repair, step):
        """Return what this partner typed and did not send, {} for nothing."""
        kept = cls.objects.filter(partner=partner, repair=repair, step=step)
        kept = kept.select_related("partner").first()
        return kept.words if kept else {}
