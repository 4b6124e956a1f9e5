"""What the two write to each other about one clause."""

import uuid

from django.db import models, transaction
from django.utils.translation import gettext as _

from agreements.models import morning_news
from trustpact.couples.models import Partner
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken


class Comment(models.Model):
    """
    A few words about a clause that has opened; they stay with it from version to version.

    `number` is the order within the thread and nothing else: a gap in it would tell of words that
    were taken back, so it shows nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clause = models.ForeignKey("agreements.Clause", models.CASCADE, related_name="comments")
    author = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    words = SealedText(owner="clause.agreement.couple")
    number = models.PositiveIntegerField()
    sent_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "number"], name="comment_one_a_number")
        ]

    def __str__(self):
        return f"comment on {self.clause_id}"

    @classmethod
    @transaction.atomic
    def send(cls, clause, *, partner, words, now):
        """
        Write something about a clause for the other to read; a double click writes it once.

        RuleBroken where the clause has not opened or left the draft.
        """
        clause.lock()
        if not clause.is_open:
            raise RuleBroken(_("Each of you answers this clause alone first. Then you can write."))
        last = clause.comments.last()
        if last and last.author_id == partner.pk and last.words == words:
            return last
        sent = cls.objects.create(
            clause=clause,
            author=partner,
            words=words,
            number=last.number + 1 if last else 1,
            sent_on=clause.agreement.couple.local(now).date(),
        )
        morning_news.plan(clause.agreement, author=partner, now=now)
        return sent

    @transaction.atomic
    def take_back(self, *, partner, now):
        """Take one's own words back, at any time: nothing of them stays."""
        if self.author_id != partner.pk:
            raise RuleBroken(_("Only whoever wrote these words can take them back."))
        agreement = self.clause.agreement
        agreement.couple.lock()
        self.delete()
        morning_news.plan(agreement, author=partner, now=now)
