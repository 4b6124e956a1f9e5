"""
What each says of a clause, alone first: stances, and the round in which they open.

Until both pressed Open, a stance lies under its author's key and leaves no trace for the other.
When both have, every stance of the round is sealed anew under the couple's key.
"""

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.couples.models import Partner
from trustpact.privacy.fields import SealedJSON, SealedText
from trustpact.rules import RuleBroken


class Choice(models.TextChoices):
    """What one can say of a clause."""

    AGREE = "agree", gettext_lazy("I agree")
    CHANGE = "change", gettext_lazy("With a change")
    TALK = "talk", gettext_lazy("Let us talk")
    NO = "no", gettext_lazy("Not for me")


class Round(models.Model):
    """Some clauses that both answer alone; it opens when both pressed Open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey("agreements.Agreement", models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    opened_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="round_one_a_number"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(opened_on__isnull=True),
                name="round_one_under_way",
            ),
        ]

    def __str__(self):
        return f"round {self.number} of {self.agreement_id}"

    @transaction.atomic
    def press(self, *, partner, now):
        """Press Open for one partner; when both have, all stances of the round open."""
        self._lock()
        if self.opened_on is not None:
            return
        partners = list(self.agreement.couple.partners_now())
        if len(partners) < 2:
            raise RuleBroken(_("It opens between two. Invite your partner first."))
        if not self.clauses.kept().exists():
            raise RuleBroken(_("There is nothing to open yet. Add a clause first."))
        self.presses.get_or_create(partner=partner)
        if self.presses.filter(partner__in=partners).count() == len(partners):
            self._open(partners, now=now)

    def is_pressed_by(self, partner):
        """Whether this partner pressed Open; to be asked for the partner's own eyes only."""
        return self.presses.filter(partner=partner).exists()

    @transaction.atomic
    def take_back(self, *, partner):
        """Take one's press back, as long as the round has not opened."""
        self._lock()
        if self.opened_on is not None:
            raise RuleBroken(_("It has opened already. You can still change what you say, openly."))
        self.presses.filter(partner=partner).delete()

    def _lock(self):
        agreement = self.agreement
        agreement.couple.lock()
        self.refresh_from_db()
        self.agreement = agreement

    def _open(self, partners, *, now):
        """Seal every stance anew under the couple's key; a clause left unanswered counts as talk."""
        self.opened_on = self.agreement.couple.local(now).date()
        self.save(update_fields=["opened_on"])
        self._keep_out_what_was_taken_out()
        given = Stance.objects.filter(clause__round=self).select_related("partner")
        given = {(stance.clause_id, stance.partner_id): stance for stance in given}
        for clause in self.agreement.clauses.kept().filter(round=self):
            for partner in partners:
                stance = given.get((clause.pk, partner.pk)) or Stance(
                    clause=clause, partner=partner
                )
                stance.clause = clause
                stance.open_to_both(clause.digest)

    def _keep_out_what_was_taken_out(self):
        """Move clauses that were taken out on: what one said of them has not opened."""
        taken_out = self.clauses.filter(removed_on__isnull=False)
        if taken_out.exists():
            taken_out.update(round=self.agreement.next_round())


class RoundPress(models.Model):
    """That one partner pressed Open for a round; theirs alone until it has opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="presses")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "partner"], name="roundpress_once")]

    def __str__(self):
        return f"press for {self.round_id}"


class StanceQuerySet(models.QuerySet):
    """Stances, as far as somebody may see them."""

    def opened(self):
        """Those in rounds that have opened."""
        return self.filter(clause__round__opened_on__isnull=False)

    def seen_by(self, partner):
        """One's own, and of the other's those that have opened."""
        return self.filter(Q(partner=partner) | Q(clause__round__opened_on__isnull=False))


class Stance(models.Model):
    """
    What one partner says of one clause.

    `answer` and `opened` hold {"choice": Choice, "words": digest of the words it was said of}:
    `answer` while it is the author's alone, `opened` once both pressed Open. `note` stays private.
    """

    Choice = Choice

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clause = models.ForeignKey("agreements.Clause", models.CASCADE, related_name="stances")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    answer = SealedJSON(owner="partner.person")
    note = SealedText(owner="partner.person")
    opened = SealedJSON(owner="partner.couple")

    objects = StanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clause", "partner"], name="stance_one_a_partner")
        ]

    def __str__(self):
        return f"stance on {self.clause_id}"

    @classmethod
    @transaction.atomic
    def give(cls, clause, *, partner, choice, seen, note=None):
        """
        Answer a clause alone. `seen` is the digest of the words that were read; a `note` of None
        leaves the private note as it is.

        RuleBroken where the words changed since, or where the round has opened: what was meant
        for oneself is never shown because two acts crossed.
        """
        stance = cls._read_again(clause, partner, seen)
        if clause.is_open:
            raise RuleBroken(
                _("This has opened meanwhile, and nothing was saved. You can still say it openly.")
            )
        stance.answer = {"choice": Choice(choice).value, "words": seen}
        stance.note = stance.note if note is None else note
        stance.save()
        return stance

    @classmethod
    @transaction.atomic
    def say(cls, clause, *, partner, choice, seen):
        """
        Change openly what one says of a clause that has opened; the other sees it.

        "Not for me" takes back what one proposed for it: nobody's yes waits behind their no.
        """
        stance = cls._read_again(clause, partner, seen)
        if not clause.is_open:
            raise RuleBroken(_("This has not opened yet. Answer it for yourself first."))
        stance.opened = {"choice": Choice(choice).value, "words": seen}
        stance.save()
        if choice == Choice.NO:
            clause.proposals.open().filter(proposed_by=partner).delete()
        return stance

    @classmethod
    @transaction.atomic
    def write_note(cls, clause, *, partner, note):
        """Keep a private note beside a clause; it never opens."""
        clause.agreement.couple.lock()
        stance = cls._of(clause, partner)
        stance.note = note
        stance.save()

    @classmethod
    def ask_anew(cls, clauses):
        """
        Let no opened yes to these clauses count any more, whoever gave it; a no stands.

        The caller holds the couple's lock.
        """
        given = cls.objects.opened().filter(clause__in=clauses)
        for stance in given.select_related("clause__agreement"):
            if stance.opened and stance.opened["choice"] == Choice.AGREE:
                stance.opened = stance.opened | {"choice": str(Choice.TALK)}
                stance.save(update_fields=["opened"])

    def open_to_both(self, digest):
        """Seal what was answered under the couple's key; what was said of other words is talk."""
        said = self.answer_for(digest) or Choice.TALK
        self.opened = {"choice": str(said), "words": digest}
        self.answer = {}
        self.save()

    def choice_for(self, digest):
        """Return what was opened, of these words; agreeing to other words is no agreement."""
        return self._said_of(self.opened, digest) or Choice.TALK

    def answer_for(self, digest):
        """Return what its author says of these words, opened or not; "" where nothing."""
        return self._said_of(self.opened or self.answer, digest)

    def is_about_other_words(self, digest):
        """Whether its author answered, and the words have changed since."""
        said = self.opened or self.answer
        return bool(said) and said["words"] != digest

    @staticmethod
    def _said_of(said, digest):
        """A yes counts for the very words it was said of; a no stands until it is taken back."""
        if not said:
            return ""
        same = said["words"] == digest
        return said["choice"] if same or said["choice"] == Choice.NO else ""

    @classmethod
    def _of(cls, clause, partner):
        stance = cls.objects.filter(clause=clause, partner=partner).first()
        stance = stance or cls(clause=clause, partner=partner)
        stance.clause, stance.partner = clause, partner
        return stance

    @classmethod
    def _read_again(cls, clause, partner, seen):
        clause.lock()
        if clause.digest != seen:
            raise RuleBroken(
                _(
                    "The words of this clause changed after you opened it. Read it again, then answer."
                )
            )
        return cls._of(clause, partner)
