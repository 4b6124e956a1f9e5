"""A space that ended, as one of the two keeps it: their own place in it, and nobody's account."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from trustpact.couples.models import Partner


@dataclass(frozen=True)
class AsKept:
    """
    A partner, as pages of a space that ended show them.

    Whoever keeps them reads their own name. The other is "former partner" from the end on, whatever
    they call themselves since and whether or not they have an account: nothing later of them shows.
    """

    pk: UUID
    party_id: UUID
    mark: str
    name: str

    @classmethod
    def of(cls, partner: Partner, keeper: Partner) -> "AsKept":
        """Return one of the two as `keeper`, who is one of them, sees them after the end."""
        name = keeper.name if partner.pk == keeper.pk else _("former partner")
        return cls(partner.pk, partner.party_id, partner.mark, name)


def both_as_kept(keeper: Partner) -> dict[UUID, AsKept]:
    """Return both partners of a space that ended by their ids, in the order of places; one query."""
    return {one.pk: AsKept.of(one, keeper) for one in keeper.couple.partners.order_by("place")}
