"""From the draft to the bytes of a version."""

from django.utils.translation import gettext as _

from agreements import canonical
from agreements.models.floor import Floor
from agreements.models.refusals import refuse_binding
from trustpact.rules import RuleBroken

BOTH = "both"  # in a frozen clause, next to "" and a party's id: whom it concerns


def frozen(version, partners, now) -> bytes:
    """
    Return the canonical bytes of what both partners agreed to, but for what is parked.

    RuleBroken where nothing is agreed, a blank is empty, a clause would bind a person beyond the
    limits, or the text cannot be frozen.
    """
    clauses = version.agreement.agreed_clauses(now)
    if not clauses:
        raise RuleBroken(_("There is nothing yet that both of you agreed to in the same words."))
    if any(clause.unfilled for clause in clauses):
        raise RuleBroken(
            _("A clause has an empty blank. Fill it in, then put the version forward.")
        )
    for clause in clauses:
        refuse_binding(clause.text, clause.language)
    floor = Floor.in_language(version.language)
    parties = {str(partner.place): str(partner.party_id) for partner in partners}
    document = canonical.Document(
        agreement=str(version.agreement_id),
        version=version.number,
        locale=version.language,
        parties=(parties["1"], parties["2"]),
        floor=canonical.Floor(floor.title, tuple(floor.lines), floor.banner, floor.note),
        clauses=tuple(_frozen_clause(clause, parties) for clause in clauses),
        review_on=version.review_on,
    )
    try:
        return canonical.encode(document)
    except canonical.TooLongError as error:
        raise RuleBroken(
            _("The agreed clauses are too long for one version. Make some of them shorter.")
        ) from error
    except canonical.NotCanonicalError as error:
        raise RuleBroken(
            _("A clause holds a character that cannot be signed. Write that clause anew.")
        ) from error


def _frozen_clause(clause, parties) -> canonical.Clause:
    template = clause.template
    return canonical.Clause(
        id=str(clause.pk),
        template_revision=""
        if clause.is_own
        else f"{template.slug}/{template.language}/{template.number}",
        text=clause.text,
        concerns=parties.get(clause.concerns, clause.concerns),
        lapses_after_days=clause.term_days,
    )
