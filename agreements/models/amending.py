"""Amending what is in force: from the version to a draft that holds it."""

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.terms import utc_day
from trustpact.rules import RuleBroken


@transaction.atomic
def amend(version, *, partner, now) -> list:
    """
    Bring back into the draft every clause that still holds, and return those with other words there.

    What each says of a clause stays as it is, so unchanged clauses stay agreed; one whose newer
    wording stands in the draft stays out. RuleBroken where the version is not in force, or the
    draft can hold no more.
    """
    version.lock(partner)
    if version.status != version.Status.IN_FORCE:
        raise RuleBroken(_("Only what is in force can be amended."))
    held = {clause.id: clause.text for clause in version.clauses_that_hold(utc_day(now))}
    clauses = version.agreement.clauses
    newer = set(clauses.kept().values_list("template__slug", flat=True)) - {None}
    for clause in clauses.filter(pk__in=held, removed_on__isnull=False):
        if clause.template is None or clause.template.slug not in newer:
            clause.bring_back()
    return [
        clause
        for clause in clauses.kept().filter(pk__in=held)
        if clause.text != held[str(clause.pk)]
    ]
