"""Who is there beside a partner: for what is between two people, and waits until both are there."""

from django.utils.translation import gettext as _

from trustpact.couples.models.couple import BOTH
from trustpact.rules import RuleBroken


def other_of(couple, partner):
    """Return the other one, with their person; RuleBroken where one of the two is not there."""
    there = {one.pk: one for one in couple.partners_now().select_related("person")}
    if partner.pk not in there or len(there) != BOTH:
        raise RuleBroken(_("This is for two. It waits until your partner is here, too."))
    return next(one for pk, one in there.items() if pk != partner.pk)
