"""Clauses, asked for in the words of drafting: what stands in the draft, and who may see what of it."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Subquery

from agreements.models.agreement import Agreement
from agreements.models.category import Category
from agreements.models.proposal import Proposal
from agreements.models.reading import Reading
from agreements.models.stance import RoundPress, Stance


class ClauseQuerySet(models.QuerySet):
    """Clauses, asked for in the words of drafting."""

    def of_couple(self, couple):
        """Those of one couple, the ones taken out too, with what their words need."""
        return self.filter(agreement__couple=couple).select_related("template", "round")

    def kept(self):
        """Those that stand in the draft, in its order, with what their words need."""
        standing = self.filter(removed_on__isnull=True).select_related("template", "round")
        return standing.order_by("position")

    def draft_of(self, partner, *, now):
        """Return the draft of this partner's couple as they may see it now; two queries."""
        rows = self.of_couple(partner.couple).select_related("agreement").order_by("position")
        rows = list(rows.with_headings(partner.couple.language).seen_by(partner))
        agreement = rows[0].agreement if rows else Agreement.of(partner.couple)
        agreement.couple = partner.couple
        for row in rows:
            row.agreement = agreement
        return Reading(agreement, partner, rows, now=now)

    def opened(self):
        """Those that both have answered and opened."""
        return self.filter(round__opened_on__isnull=False)

    def with_stances(self):
        """Bring along what has opened of both partners' stances."""
        return self._bring(Stance.objects.opened())

    def seen_by(self, partner):
        """Bring along one's own stances and own press, and of the other's what has opened."""
        pressed = RoundPress.objects.filter(round=OuterRef("round"), partner=partner)
        proposed = (
            Proposal.objects.open().filter(clause=OuterRef("pk")).exclude(proposed_by=partner)
        )
        asked = self.annotate(pressed=Exists(pressed), proposed_to_reader=Exists(proposed))
        return asked._bring(Stance.objects.seen_by(partner))

    def with_headings(self, language):
        """Bring along the name and the place of each clause's category, None for own headings."""
        category = Category.published.read_in(language).filter(slug=OuterRef("category"))
        return self.annotate(
            category_name=Subquery(category.values("name")[:1]),
            category_place=Subquery(category.values("position")[:1]),
        )

    def _bring(self, stances):
        return self.prefetch_related(
            Prefetch(
                "stances",
                queryset=stances.select_related("partner__person"),
                to_attr="stances_seen",
            )
        )
