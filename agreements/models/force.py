"""
Being in force: how a version begins to hold, and what stops with it.

Steps of verbs on Version: the caller holds the couple's lock.
"""

from agreements.models import news
from agreements.models.history import HistoryEntry
from agreements.terms import end_of, utc_day


def begin(version, partners, now):
    """Bring a version that both signed into force in one moment, and let it replace the last."""
    for last in version.agreement.versions.in_force():
        last.status = last.Status.SUPERSEDED
        last.save(update_fields=["status"])
        stop(last)
    version.status = version.Status.IN_FORCE
    version.in_force_since = utc_day(now)
    version.save(update_fields=["status", "in_force_since"])
    _write_signatures(version)
    _begin_terms(version)
    news.end_signing(version)
    news.plan_ahead(version, partners, now)
    for partner in partners:
        news.tell_in_force(version, partner.person, now)


def stop(version):
    """Let nothing more come round about a version that is no longer in force."""
    version.terms.all().delete()
    news.end_ahead(version)


def _write_signatures(version):
    signatures = version.signatures.select_related("partner")
    for signature in signatures.order_by("signed_on", "partner__place"):
        version.record(
            HistoryEntry.Kind.SIGN,
            day=signature.signed_on,
            signer=signature.partner,
            auth=signature.auth,
            private=(
                signature.partner,
                {"party": str(signature.partner.party_id), "at": signature.moment},
            ),
        )


def _begin_terms(version):
    began = version.in_force_since
    for clause in version.document.clauses:
        if clause.lapses_after_days:
            version.terms.create(
                clause=clause.id,
                began_on=began,
                ends_on=end_of(began, clause.lapses_after_days),
            )
