"""
Taking a yes back from what is in force: from a version, or from one clause of it.

Steps of verbs on Version and Term: the caller holds the couple's lock. Nothing here tells who it
was. Stopping an intrusive clause is written down as its end by itself is.
"""

from agreements.models import force, news
from agreements.models.history import HistoryEntry, private_details
from agreements.models.proposal import Proposal
from agreements.models.stance import Stance
from agreements.terms import utc_day


def withdraw(version, couple, partner, now):
    """Withdraw a partner's yes from a whole version."""
    entry = _write(version, HistoryEntry.Kind.WITHDRAW, now, partner)
    version.status = version.Status.WITHDRAWN
    version.save(update_fields=["status"])
    force.stop(version)
    _ask_anew(version, {clause.id for clause in version.document.clauses}, now, partner)
    _tell_the_other(entry, couple, partner, now)


def withdraw_clause(version, clause: str, couple, partner, now):
    """Withdraw a partner's yes from one clause; one that has ended or was withdrawn stays so."""
    has_end = version.clause(clause).lapses_after_days
    kind = HistoryEntry.Kind.LAPSE if has_end else HistoryEntry.Kind.WITHDRAW
    if version.history.filter(clause=clause, kind=kind).exists():
        return
    entry = _write(version, kind, now, partner, clause)
    version.terms.filter(clause=clause).delete()
    _ask_anew(version, {clause}, now, partner)
    _tell_the_other(entry, couple, partner, now)


def end_by_itself(version, clause: str, now):
    """Write down that the term of a clause is over, and let both know next morning."""
    entry = _write(version, HistoryEntry.Kind.LAPSE, now, clause=clause)
    version.terms.filter(clause=clause).delete()
    _ask_anew(version, {clause}, now)
    for partner in version.agreement.couple.partners_now().select_related("person"):
        news.tell_withdrawn(entry, partner.person, now)


def _write(version, kind, now, partner=None, clause=""):
    private = private_details(partner, now) if partner else None
    return version.record(kind, day=utc_day(now), clause=clause, private=private)


def _ask_anew(version, clauses, now, partner=None):
    """
    Let no yes to these clauses count for what comes next, until both give it anew; nor the one
    that lies in other words proposed for them, by whomever.

    Of what is put forward, only the own signature of whoever withdrew goes: it is theirs alone.
    """
    today = version.agreement.couple.local(now).date()
    Stance.ask_anew(version.agreement.clauses.filter(pk__in=clauses))
    Proposal.objects.filter(clause__in=clauses).overtake(today)
    for put_forward in version.agreement.versions.proposed():
        if clauses & {clause.id for clause in put_forward.document.clauses}:
            put_forward.signatures.filter(partner=partner).delete()


def _tell_the_other(entry, couple, partner, now):
    if other := couple.other(partner):
        news.tell_withdrawn(entry, other.person, now)
