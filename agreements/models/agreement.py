"""The couple's one living document."""

import uuid

from django.db import models, transaction
from django.db.models import Max
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements import limits
from agreements.models.clause_template import ClauseTemplate
from agreements.models.refusals import refuse_binding
from trustpact.couples.models import Couple
from trustpact.rules import RuleBroken

MOST_CLAUSES = 120


class Agreement(models.Model):
    """What a couple agrees on: its draft, its rounds, its versions. One couple has one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.OneToOneField(Couple, on_delete=models.PROTECT, related_name="agreement")

    def __str__(self):
        return f"agreement of {self.couple_id}"

    @classmethod
    def of(cls, couple):
        """
        Return the couple's agreement.

        Reading writes nothing: before its first clause the agreement is not saved, and reads as
        empty. The verbs below keep it.
        """
        return cls.objects.filter(couple=couple).first() or cls(couple=couple)

    @classmethod
    def known(cls, agreement_id, couple):
        """Return a couple's agreement, of which somebody read the id; no query."""
        agreement = cls(pk=agreement_id, couple=couple)
        agreement._state.adding = False
        return agreement

    # --- the draft

    @transaction.atomic
    def add(self, template, *, partner):
        """
        Put a clause of the library into the draft and return it; once, however often asked. It
        stands in the couple's language, where it is translated.
        """
        self.lock()
        template = template.translated(self.couple.language)
        if template.floor:
            raise RuleBroken(_("This always holds. It stands on every agreement already."))
        there = self.clauses.filter(template__slug=template.slug).order_by("removed_on")
        for clause in there.filter(removed_on__isnull=True):
            return clause
        for clause in there.filter(template=template):
            clause.bring_back()
            return clause
        return self._place(partner, template=template)

    @transaction.atomic
    def add_pack(self, pack, *, partner):
        """Put all clauses of a pack into the draft but those already there; return the added."""
        self.lock()
        held = set(self.clauses.kept().values_list("template__slug", flat=True))
        return [
            self.add(template, partner=partner)
            for template in ClauseTemplate.published.to_choose(pack)
            if template.slug not in held
        ]

    @transaction.atomic
    def add_own(self, words, *, category="", heading="", partner):
        """
        Put a clause in the couple's own words into the draft and return it; the same words once.

        It stands under a category of the library (`category`, a slug) or under an own one
        (`heading`, in words). Raises ValueError where neither or both are given, RuleBroken where
        the words would bind a person beyond the limits.
        """
        if bool(category) == bool(heading):
            raise ValueError("An own clause stands under one category, or under one heading.")
        self.lock()
        for clause in self.clauses.kept().filter(template=None):
            if clause.words == words:
                return clause
        refuse_binding(words, self.couple.language)
        terms = self.clauses.model.terms_of(limits.read(words, self.couple.language).is_intrusive)
        return self._place(partner, words=words, category=category, heading=heading, **terms)

    def agreed_clauses(self, now):
        """Return what both agree to in its present words and is not parked, in the draft's order."""
        return [clause for clause in self._awake(now) if clause.is_agreed]

    @transaction.atomic
    def put_forward(self, *, partner, now, rest_until=None):
        """Put a version forward; with `rest_until`, a date, park what is still to talk about."""
        version = self.versions.model.propose(self, partner=partner, now=now)
        if rest_until is not None:
            for clause in self._awake(now):
                if clause.is_talk:
                    clause.park(until=rest_until, now=now)
        return version

    def own_headings(self):
        """Return the headings in the couple's own words, once each, in the draft's order."""
        return list(dict.fromkeys(one.heading for one in self.clauses.kept() if one.heading))

    # --- the round in which both answer alone

    @property
    def round(self):
        """The round that has not opened yet, or None while no clause waits for one."""
        return self.rounds.filter(opened_on__isnull=True).first()

    def next_round(self):
        """Return the round that new clauses join, begun where none is under way."""
        if under_way := self.round:
            return under_way
        last = self.rounds.aggregate(Max("number"))["number__max"] or 0
        return self.rounds.create(number=last + 1)

    # --- what each sees of it

    def seen_by(self, partner, *, now):
        """Return the draft as this partner may see it: own answers, and of the other's what opened."""
        return self.clauses.draft_of(partner, now=now)

    def standing(self, partner, *, now):
        """Return where the two stand, counted from what has opened and from one's own answers."""
        return self.seen_by(partner, now=now).standing

    @cached_property
    def names(self):
        """The partners' names by place (1 and 2), as they stand in filled-in blanks."""
        return {partner.place: partner.name for partner in self.couple.members}

    # --- below the verbs

    def lock(self):
        """Lock the couple, and keep the agreement's row from its first use on."""
        self.couple.lock()
        if self._state.adding:
            kept, _made = Agreement.objects.get_or_create(couple=self.couple)
            self.pk, self._state.adding = kept.pk, False

    def refuse_when_full(self):
        """Raise RuleBroken where the draft can hold no more clauses."""
        if self.clauses.kept().count() >= MOST_CLAUSES:
            raise RuleBroken(
                _("The draft holds %(count)d clauses, which is all it can. Take one out first.")
                % {"count": MOST_CLAUSES}
            )

    def _awake(self, now):
        """The clauses that have opened and are not parked, with what both say."""
        today = self.couple.local(now).date()
        opened = self.clauses.kept().opened().with_stances()
        return [clause for clause in opened if not clause.is_parked_on(today)]

    def _place(self, partner, *, template=None, category="", **fields):
        self.refuse_when_full()
        if template is not None:
            category = template.category
            fields |= self.clauses.model.terms_of(template.intrusive)
        return self.clauses.create(
            template=template,
            category=category,
            added_by=partner,
            round=self.next_round(),
            position=(self.clauses.aggregate(last=Max("position"))["last"] or 0) + 1,
            **fields,
        )
