"""
What a couple could begin, a few at a time, as the library says.

All of it is counted from what both see: how long they are here, what they keep, what is in force
and what was withdrawn. An own wish shows to its author alone. So nobody can read in an offer what
the other answered, or wishes.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

from agreements.models.history import HistoryEntry
from agreements.models.version import Version
from checkins.models import RitualTemplate
from checkins.models.template import Suggest

AT_ONCE = 3
FORTNIGHT, MONTH = timedelta(days=14), timedelta(days=30)
TESTING = "testing"  # the slug of the clause about tests


@dataclass
class Offers:
    """What could be begun: now, later, and what the reader asked for alone."""

    timely: list = field(default_factory=list)
    later: list = field(default_factory=list)
    asked_for: list = field(default_factory=list)


def offers(partner, rituals, now):
    """Return the starter rituals that a partner is offered; `rituals` are all that are kept."""
    held = {ritual.slug for ritual in rituals}
    wished = set(partner.ritual_wishes.values_list("slug", flat=True))
    facts = Facts(partner.couple, rituals, now)
    found = Offers()
    for template in RitualTemplate.published.read_in(partner.couple.language):
        if template.slug in held or not (template.can_begin_now or template.waits_for_both):
            continue
        if template.waits_for_both and template.slug in wished:
            found.asked_for.append(template)
        elif facts.allow(template.suggest) and len(found.timely) < AT_ONCE:
            found.timely.append(template)
        else:
            found.later.append(template)
    return found


@dataclass
class Facts:
    """What both know of a couple, asked for only when an offer depends on it."""

    couple: object
    rituals: list
    now: object

    def allow(self, suggest) -> bool:
        """Say whether it is the time for an offer."""
        match suggest:
            case Suggest.AT_ONCE:
                return True
            case Suggest.TWO_WEEKS:
                return self._here_for(FORTNIGHT)
            case Suggest.MONTH:
                return self._here_for(MONTH)
            case Suggest.CALM_MONTH:
                return self._here_for(MONTH) and self._is_calm()
            case Suggest.SIGNING:
                return self._version is not None
            case Suggest.TESTING:
                return self._agreed_on_tests()
        return False

    def _here_for(self, time) -> bool:
        return self.couple.started_on + time <= self._today

    def _is_calm(self) -> bool:
        """
        Say whether they have kept something for a month in which nothing was withdrawn.

        What was withdrawn counts from the next day on, when both were told. Neither answers nor
        skipping nor a rest count: calm is no praise for either of the two.
        """
        since = self._today - MONTH
        if not any(ritual.started_on <= since for ritual in self.rituals):
            return False
        kinds = HistoryEntry.Kind.WITHDRAW, HistoryEntry.Kind.LAPSE
        entries = HistoryEntry.objects.filter(agreement__couple=self.couple, kind__in=kinds)
        last = entries.order_by("-seq").first()
        return last is None or not since < last.day < self._utc_today

    def _agreed_on_tests(self) -> bool:
        if self._version is None:
            return False
        clauses = self._version.clauses_that_hold(self._utc_today)
        slugs = {(clause.template_revision or "").split("/")[0] for clause in clauses}
        return TESTING in slugs

    @property
    def _version(self):
        if not hasattr(self, "_found"):
            in_force = Version.objects.in_force().filter(agreement__couple=self.couple)
            self._found = in_force.first()
        return self._found

    @property
    def _today(self) -> date:
        return self.couple.local(self.now).date()

    @property
    def _utc_today(self) -> date:
        return self.now.astimezone(UTC).date()
