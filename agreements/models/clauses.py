"""Clauses, asked for in the words of drafting: what stands in the draft, and who may see what of it."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch

from agreements.models.agreement import Agreement
from agreements.models.category import Category
from agreements.models.clause_template import ClauseTemplate
from agreements.models.proposal import Proposal
from agreements.models.reading import Reading
from agreements.models.stance import Round, Stance
from trustpact.curation import memory
from trustpact.prepared import prepared


@prepared
def _clauses_of(couple, reader):
    """A couple's clauses, the ones taken out too, and whether the other proposes other words."""
    clauses = apps.get_model("agreements", "Clause").objects.filter(agreement__couple=couple)
    return clauses.with_round().with_proposals_to(reader)


@prepared
def _stances_seen_by(reader, agreement):
    """Every stance on an agreement's clauses that this partner may see."""
    return Stance.objects.seen_by(reader).filter(clause__agreement=agreement)


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
        """
        Return the draft of this partner's couple as they may see it now; two queries.

        What all clauses share (agreement, rounds, partners, library) is there once for all of them.
        """
        couple = partner.couple
        rows = _clauses_of(couple.pk, partner.pk)
        if not rows:
            return Reading(Agreement.of(couple), partner, rows, now=now)
        agreement = Agreement.known(rows[0].agreement_id, couple)
        _join(rows, agreement, _stances_seen_by(partner.pk, agreement.pk))
        return Reading(agreement, partner, rows, now=now)

    def opened(self):
        """Those that both have answered and opened."""
        return self.filter(round__opened_on__isnull=False)

    def with_stances(self):
        """Bring along what has opened of both partners' stances."""
        return self._bring(Stance.objects.opened())

    def seen_by(self, partner):
        """Bring along one's own stances, and of the other's stances and words what has opened."""
        return self.with_proposals_to(partner)._bring(Stance.objects.seen_by(partner))

    def with_proposals_to(self, partner):
        """Bring along whether the other proposes other words."""
        proposed = Proposal.objects.open().filter(clause=OuterRef("pk"))
        return self.annotate(proposed_to_reader=Exists(proposed.exclude(proposed_by=partner)))

    def with_round(self):
        """Bring along the number of each clause's round, and when it opened."""
        return self.annotate(round_number=F("round__number"), round_opened_on=F("round__opened_on"))

    def _bring(self, stances):
        return self.prefetch_related(
            Prefetch(
                "stances",
                queryset=stances.select_related("partner__person"),
                to_attr="stances_seen",
            )
        )


def _join(clauses, agreement, stances):
    """
    Join rows that were read apart: each clause to what it shares with others, and its stances.

    What a foreign key leads to is kept where `select_related` keeps it.
    """
    couple = agreement.couple
    partners = {partner.pk: partner for partner in couple.members}
    templates = memory.revisions(ClauseTemplate, {one.template_id for one in clauses} - {None})
    categories = {one.slug: one for one in memory.published(Category, couple.language)}
    by_id, rounds = {}, {}
    for clause in clauses:
        number = clause.round_number
        if number not in rounds:
            rounds[number] = Round(
                pk=clause.round_id,
                agreement=agreement,
                number=number,
                opened_on=clause.round_opened_on,
            )
        clause._state.fields_cache = {
            "agreement": agreement,
            "round": rounds[number],
            "template": templates.get(clause.template_id),
        }
        clause.heading_of_library = categories.get(clause.category)
        clause.stances_seen = []
        by_id[clause.id] = clause
    for stance in stances:  # it knows no clause: rows that know each other wait for the collector
        stance.partner = partners[stance.partner_id]
        by_id[stance.clause_id].stances_seen.append(stance)
