"""A version as it is read: what its bytes say, with the names of the two beside it."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements import canonical
from agreements.models.freezing import BOTH


@dataclass(frozen=True)
class Line:
    """One clause on the sheet."""

    clause: canonical.Clause
    concerned: str  # whom it concerns, in words; "" for nobody in particular
    withdrawn: bool


class Sheet:
    """What a page shows of a version. Every word of the text comes from the version's bytes."""

    def __init__(self, version):
        self.version = version
        self.document = version.document

    @cached_property
    def parties(self) -> list:
        """The two partners, in the order in which they stand in the bytes."""
        partners = self.version.agreement.couple.partners.select_related("person")
        by_party = {str(partner.party_id): partner for partner in partners}
        return [by_party[party] for party in self.document.parties if party in by_party]

    @cached_property
    def lines(self) -> list[Line]:
        """The clauses, in the order of the bytes."""
        withdrawn = self.version.withdrawn_clauses()
        return [
            Line(clause, self._concerned(clause.concerns), clause.id in withdrawn)
            for clause in self.document.clauses
        ]

    @cached_property
    def signatures(self) -> list:
        """Both signatures once both have signed; before that, none."""
        if self.version.in_force_since is None:
            return []
        given = self.version.signatures.select_related("partner__person")
        return list(given.order_by("partner__place"))

    @property
    def signature_lines(self) -> list:
        """Pairs of a party and their signature, or None: a line that is not signed yet."""
        given = {signature.partner_id: signature for signature in self.signatures}
        return [(party, given.get(party.pk)) for party in self.parties]

    def line(self, clause_id) -> Line | None:
        """Return the clause with this id, or None."""
        return next((line for line in self.lines if line.clause.id == str(clause_id)), None)

    def _concerned(self, concerns: str) -> str:
        if concerns == BOTH:
            return _("both of us")
        return next((one.name for one in self.parties if str(one.party_id) == concerns), "")
