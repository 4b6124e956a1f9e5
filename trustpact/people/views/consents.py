"""What a person agreed to, and withdrawing it: one step, no reason, and nobody is told."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trustpact.access.guards import person_page
from trustpact.people.consents import TEXTS, Purpose
from trustpact.people.models import Consent


@require_safe
@person_page
def consents(request):
    """Show each purpose; of health nothing tells whether it was ever given."""
    return _page(request)


@require_POST
@person_page
def consent_revocation(request):
    """Withdraw one; what rests on it ends at once."""
    purpose = request.POST.get("purpose", "")
    if purpose not in Purpose.values:
        return _page(request, status=400)
    Consent.objects.withdraw(request.user, Purpose(purpose), now=timezone.now())
    messages.info(request, _("Withdrawn. Nobody is told."))
    return redirect("people:consents")


def _page(request, status=200):
    today = request.user.local(timezone.now()).date()
    standing = {one.purpose: one for one in request.user.consents.filter(withdrawn_on=None)}
    told = [
        {"purpose": purpose, "words": TEXTS[purpose].words, "consent": standing.get(purpose)}
        for purpose in Purpose
    ]
    for one in told:
        if one["purpose"] == Purpose.HEALTH or not (one["consent"] and one["consent"].holds(today)):
            one["consent"] = None
    return render(request, "people/consents.html", {"told": told}, status=status)
