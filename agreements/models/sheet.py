"""A version as it is read: what its bytes say, with the names of the two beside it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements import canonical
from agreements.models.freezing import BOTH
from agreements.models.history import HistoryEntry
from agreements.terms import Condition, Deed, condition, renewable_from


@dataclass(frozen=True)
class Line:
    """One clause on the sheet, and how it stands on the sheet's day."""

    clause: canonical.Clause
    concerned: str  # whom it concerns, in words; "" for nobody in particular
    condition: Condition
    can_be_renewed: bool = False
    renewed: bool = False  # whether the reader said so; nobody else sees it


class Sheet:
    """
    What a page shows of a version as of a UTC day; every word of the text comes from its bytes.

    With a `reader`, a partner, each line says too whether they can renew it, or said so already.
    """

    def __init__(self, version, *, on: date, reader=None):
        self.version = version
        self.document = version.document
        self.on = on
        self.reader = reader

    @cached_property
    def parties(self) -> list:
        """The two partners, in the order in which they stand in the bytes."""
        partners = self.version.agreement.couple.partners.select_related("person")
        by_party = {str(partner.party_id): partner for partner in partners}
        return [by_party[party] for party in self.document.parties if party in by_party]

    @cached_property
    def lines(self) -> list[Line]:
        """The clauses, in the order of the bytes."""
        return [self._line(clause) for clause in self.document.clauses]

    @property
    def is_withdrawn(self) -> bool:
        """Whether all of it had been withdrawn at the end of the day."""
        return any(deed.kind == "withdraw" and deed.day <= self.on for deed in self._deeds[""])

    @cached_property
    def _deeds(self) -> dict[str, list[Deed]]:
        """What the history says of each clause, and under "" of the whole version; one query."""
        deeds = defaultdict(list)
        kinds = HistoryEntry.Kind.WITHDRAW, HistoryEntry.Kind.RENEW, HistoryEntry.Kind.LAPSE
        for entry in self.version.history.filter(kind__in=kinds):
            deeds[entry.clause].append(Deed(entry.kind, entry.day))
        return deeds

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

    def _line(self, clause) -> Line:
        stands = condition(
            began=self.version.in_force_since or self.on,
            days=clause.lapses_after_days,
            deeds=self._deeds[clause.id],
            on=self.on,
        )
        ends_on = stands.ends_on
        can_be_renewed = self.reader and ends_on and self.on >= renewable_from(ends_on)
        return Line(
            clause,
            self.concerned(clause.concerns),
            stands,
            can_be_renewed=bool(can_be_renewed),
            renewed=bool(can_be_renewed) and clause.id in self._renewed,
        )

    @cached_property
    def _renewed(self) -> set[str]:
        """The clauses that the reader said to renew; asked for their own eyes only."""
        mine = self.version.terms.filter(renewals__partner=self.reader)
        return set(mine.values_list("clause", flat=True))

    def concerned(self, concerns: str) -> str:
        """Return whom a clause concerns, in words; "" for nobody in particular."""
        if concerns == BOTH:
            return _("both of us")
        return next((one.name for one in self.parties if str(one.party_id) == concerns), "")
