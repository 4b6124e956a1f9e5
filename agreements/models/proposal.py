"""Other words for a clause: sent by one of the two, answered by the other."""

import hashlib
import json
import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import morning_news
from agreements.models.refusals import refuse_binding
from agreements.models.stance import Choice, Stance
from trustpact.couples.models import Partner
from trustpact.privacy.fields import SealedText
from trustpact.rules import RuleBroken, TooOften
from trustpact.web.difference import difference

OPEN_AT_MOST = 3  # of one person, over all clauses


class ProposalQuerySet(models.QuerySet):
    """Proposals, in the words of negotiating."""

    def of_couple(self, couple):
        """Those of one couple, with what their words need."""
        own = self.filter(clause__agreement__couple=couple)
        return own.select_related("clause__agreement", "clause__template", "clause__round")

    def open(self):
        """Those that wait for the other's answer."""
        return self.filter(status=Proposal.Status.OPEN)

    def settled(self):
        """Those that were answered, the latest first."""
        return self.exclude(status=Proposal.Status.OPEN).order_by("-settled_on", "-sent_on", "pk")

    def overtake(self, day):
        """Close those still open: the clause says something else now, or left the draft."""
        self.open().update(status=Proposal.Status.OVERTAKEN, settled_on=day)


class Proposal(models.Model):
    """
    Other words for one clause, with the reason for them.

    It is kept only once it is sent, and sending it is its author's yes to these words. `base` is
    the digest of the words it was made about: where they changed since, it cannot be accepted.
    Taken back by its author it is gone, and leaves nothing.
    """

    class Status(models.TextChoices):
        """What became of it; none of the words blames anybody."""

        OPEN = "open", gettext_lazy("open")
        ACCEPTED = "accepted", gettext_lazy("accepted")
        DECLINED = "declined", gettext_lazy("not taken up")
        COUNTERED = "countered", gettext_lazy("answered with other words")
        OVERTAKEN = "overtaken", gettext_lazy("overtaken by what came after")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clause = models.ForeignKey("agreements.Clause", models.CASCADE, related_name="proposals")
    proposed_by = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    words = SealedText(owner="clause.agreement.couple")
    reason = SealedText(owner="clause.agreement.couple")
    base = SealedText(owner="clause.agreement.couple")
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    sent_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "proposed_by"],
                condition=Q(status="open"),
                name="proposal_one_open_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(status="open", settled_on__isnull=True)
                | Q(
                    status__in=["accepted", "declined", "countered", "overtaken"],
                    settled_on__isnull=False,
                ),
                name="proposal_settled_has_a_day",
            ),
        ]

    def __str__(self):
        return f"proposal for {self.clause_id}"

    # --- what it says

    @cached_property
    def difference(self):
        """How the present words become these, in pieces."""
        return difference(self.clause.text, self.words)

    @property
    def digest(self):
        """What identifies what was read before accepting: these words, and those they replace."""
        return hashlib.sha256(json.dumps([self.base, self.words]).encode()).hexdigest()

    @property
    def is_open(self):
        """Whether it waits for the other's answer."""
        return self.status == self.Status.OPEN

    @property
    def is_stale(self):
        """Whether the clause changed after it was sent, so that it cannot be accepted."""
        return self.base != self.clause.digest

    # --- verbs

    @classmethod
    @transaction.atomic
    def send(cls, clause, *, partner, words, reason, seen, now, answers=None):
        """
        Propose other words; with `answers`, an open proposal of the other, close that as countered.

        It is its author's yes to these words, and "with a change" to the present ones. `seen` is
        the digest of the words it starts from. RuleBroken where the clause has not opened, left
        the draft, has an empty blank, changed since, or the author has other words open for it;
        TooOften for one more than three open ones.
        """
        clause.lock()
        refuse_words(clause, words)
        cls._refuse_one_more(clause, partner)
        if clause.digest != seen:
            raise RuleBroken(
                _("The words of this clause changed after you opened it. Read them, then propose.")
            )
        day = clause.agreement.couple.local(now).date()
        if answers is not None:
            answers._answer(partner)
            answers._settle(cls.Status.COUNTERED, day)
        sent = cls.objects.create(
            clause=clause,
            proposed_by=partner,
            words=words,
            reason=reason,
            base=seen,
            answers=answers,
            sent_on=day,
        )
        Stance.say(clause, partner=partner, choice=Choice.CHANGE, seen=seen)
        morning_news.plan(clause.agreement, author=partner, now=now)
        return sent

    @transaction.atomic
    def accept(self, *, partner, seen, now):
        """
        Let the clause say these words, as a yes of both; what else is open for it is overtaken.

        `seen` is the digest of what was read. Accepting twice changes nothing. RuleBroken where
        the clause or the proposal is not what it was.
        """
        clause = self._answer(partner, again=self.Status.ACCEPTED)
        if not self.is_open:
            return
        if seen != self.digest or self.is_stale:
            raise RuleBroken(_("The words changed after you opened it. Read them, then answer."))
        refuse_words(clause, self.words)
        day = clause.agreement.couple.local(now).date()
        clause.take_words(self.words)
        for one in (self.proposed_by, partner):
            Stance.say(clause, partner=one, choice=Choice.AGREE, seen=clause.digest)
        self._settle(self.Status.ACCEPTED, day)
        clause.proposals.overtake(day)

    @transaction.atomic
    def decline(self, *, partner, now):
        """Say no to these words, at once and without a reason; twice changes nothing."""
        clause = self._answer(partner, again=self.Status.DECLINED)
        if self.is_open:
            self._settle(self.Status.DECLINED, clause.agreement.couple.local(now).date())

    @transaction.atomic
    def take_back(self, *, partner, now):
        """Take one's own words back, as long as the other has not answered them."""
        self._read_again()
        if partner.pk != self.proposed_by_id:
            raise RuleBroken(_("Only whoever sent these words can take them back."))
        self._refuse_unless_open()
        self.delete()
        morning_news.plan(self.clause.agreement, author=partner, now=now)

    # --- below the verbs

    @classmethod
    def _refuse_one_more(cls, clause, partner):
        own = cls.objects.open().filter(proposed_by=partner)
        if own.filter(clause=clause).exists():
            raise RuleBroken(
                _("Other words of yours are open for this clause. Take them back first.")
            )
        if own.count() >= OPEN_AT_MOST:
            raise TooOften(
                _(
                    "%(count)d proposals of yours are open, which is all there can be. "
                    "Wait for an answer, or take one back."
                )
                % {"count": OPEN_AT_MOST}
            )

    def _answer(self, partner, *, again=None):
        """Lock and read anew what the other answers; return its clause. `again`: a second press."""
        self._read_again()
        if partner.pk == self.proposed_by_id:
            raise RuleBroken(_("You sent these words. Answering them is for the other."))
        if self.status != again:
            self._refuse_unless_open()
        return self.clause

    def _read_again(self):
        clause = self.clause
        clause.lock()
        if not type(self).objects.filter(pk=self.pk).exists():
            raise RuleBroken(_("These words were taken back. Nothing was changed."))
        self.refresh_from_db()
        self.clause = clause

    def _refuse_unless_open(self):
        if not self.is_open:
            raise RuleBroken(_("These words were answered already. Nothing was changed."))

    def _settle(self, status, day):
        self.status, self.settled_on = status, day
        self.save(update_fields=["status", "settled_on"])


def refuse_words(clause, words):
    """
    Raise RuleBroken where these words cannot stand in this clause now.

    The one place where a proposal's words are checked: the form asks here, and so do the verbs.
    """
    if not clause.is_open:
        raise RuleBroken(_("Each of you answers this clause alone first. Then you can propose."))
    if clause.unfilled:
        raise RuleBroken(_("This clause has an empty blank. Fill it in first, then propose."))
    if words == clause.text:
        raise RuleBroken(_("These are the words that stand there already."))
    refuse_binding(words, clause.language)
