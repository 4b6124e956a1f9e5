"""Living with a version in force: renewing a clause, amending, being asked again later."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agreements.forms.versions import DelayForm
from agreements.models import ReviewDelay, Term
from agreements.models.amending import amend
from agreements.views.own_browser import in_own_browser
from agreements.views.versions import version_of, version_page
from trustpact.access.guards import partner_page
from trustpact.access.recent import authentication_method, recently_authenticated


@require_POST
@partner_page
@in_own_browser
@recently_authenticated
def renewal(request, version_id, clause_id):
    """Say that a clause shall go on; it does once both have said so."""
    version, clause = _clause_of(request, version_id, clause_id)
    auth = authentication_method(request)
    Term.renew(version, clause, partner=request.partner, auth=auth, now=timezone.now())
    return _back_to(version, clause)


@require_POST
@partner_page
def renewal_removal(request, version_id, clause_id):
    """Take back what one said about renewing a clause, as long as the other has not."""
    version, clause = _clause_of(request, version_id, clause_id)
    Term.take_back(version, clause, partner=request.partner)
    return _back_to(version, clause)


@require_POST
@partner_page
def amendment(request, version_id):
    """Bring the draft to hold what is in force, and go on there."""
    version = version_of(request, version_id)
    reworded = len(amend(version, partner=request.partner, now=timezone.now()))
    messages.info(request, _("The draft holds what is in force. What you both keep stays agreed."))
    if reworded:
        told = ngettext(
            "%(count)d clause has other words there than in force.",
            "%(count)d clauses have other words there than in force.",
            reworded,
        )
        messages.info(request, told % {"count": reworded})
    return redirect("agreements:agreement")


@require_POST
@partner_page
def review(request, version_id):
    """Put off looking at a version again, for oneself."""
    version = version_of(request, version_id)
    form = DelayForm(request.POST)
    if not form.is_valid():
        error = _("Choose when you want to be asked again.")
        return version_page(request, version, error=error, status=400)
    days = form.cleaned_data["days"]
    ReviewDelay.put_off(version, partner=request.partner, days=days, now=timezone.now())
    messages.info(request, _("You are asked again then. Only you see this."))
    return redirect("agreements:version", version.pk)


def _clause_of(request, version_id, clause_id):
    """Return a version of the viewer's couple and the id of a clause in it; 404 for any other."""
    version = version_of(request, version_id)
    try:
        return version, version.clause(str(clause_id)).id
    except LookupError:
        raise Http404 from None


def _back_to(version, clause):
    return redirect(reverse("agreements:version", args=[version.pk]) + f"#clause-{clause}")
