"""An agreement as one of the two keeps it after their space ended: as it stood then, for good."""

from datetime import date, timedelta

from django.utils.functional import cached_property

from agreements.models.agreement import Agreement
from agreements.models.sheet import Sheet
from agreements.models.version import Version
from trustpact.couples.kept import both_as_kept

A_ZONE_AWAY = timedelta(days=1)  # the history counts UTC days, and an end the couple's


class KeptAgreement:
    """What was put forward, signed and withdrawn until a space ended, as `place` keeps it."""

    def __init__(self, place):
        self.place = place
        self.ended_on: date = place.left_on
        self.agreement = Agreement.of(place.couple)

    @cached_property
    def names(self) -> dict:
        """Both partners by their ids, as this copy names them."""
        return both_as_kept(self.place)

    @cached_property
    def entries(self) -> list:
        """The whole history, oldest first; it grows no more once a space has ended."""
        if self.agreement._state.adding:
            return []
        return list(self.agreement.history.select_related("version").defer("version__text"))

    @property
    def happened(self) -> list:
        """Pairs of an entry and the name that this copy gives to whoever signed it, or ""."""
        return [(one, self.name_of(one.signer_id)) for one in self.entries]

    @cached_property
    def versions(self) -> list:
        """All versions, the last one first; none is open any more."""
        if self.agreement._state.adding:
            return []
        return list(self.agreement.versions.defer("text"))

    def name_of(self, partner_id) -> str:
        """Return the name that this copy gives to one of the two; "" for nobody."""
        return self.names[partner_id].name if partner_id else ""

    def sheet(self, version) -> "KeptSheet":
        """Return one version as it stood at the end."""
        return KeptSheet(version, self)

    @cached_property
    def as_of(self) -> date:
        """The UTC day up to which the history counts: the end, where a clock was ahead of UTC."""
        last = max((one.day for one in self.entries), default=self.ended_on)
        return max(self.ended_on, min(last, self.ended_on + A_ZONE_AWAY))

    @cached_property
    def in_force(self) -> Version | None:
        """The version that was in force at the end, or None."""
        return next((one for one in self.versions if one.status == Version.Status.IN_FORCE), None)


class KeptSheet(Sheet):
    """A version as it stood when a space ended; whose account is whose shows nowhere."""

    def __init__(self, version, kept: KeptAgreement):
        super().__init__(version, on=kept.as_of)
        self._kept = kept

    @cached_property
    def parties(self) -> list:
        """The two as this copy names them, in the order in which they stand in the bytes."""
        by_party = {str(one.party_id): one for one in self._kept.names.values()}
        return [by_party[party] for party in self.document.parties if party in by_party]

    @cached_property
    def signatures(self) -> list:
        """Both signatures of what was in force once, without the accounts behind them."""
        given = self.version.signatures.order_by("partner__place")
        return [] if self.version.in_force_since is None else list(given)
