"""Test dates: each keeps their own, shares one by one, and takes that back in one step."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins.forms.disclosure import HealthTestForm
from checkins.models import HealthTest
from trustpact.access.guards import partner_page, person_page
from trustpact.rules import TooOften


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def health_tests(request):
    """The own dates, those that the other shares, and room for one more."""
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form = HealthTestForm(data, today=request.user.local(now).date())
    if not form.is_valid():
        return _page(request, form, status=400 if form.is_bound else 200)
    try:
        HealthTest.keep(request.user, form.cleaned_data["day"], now=now)
    except TooOften as full:
        form.add_error(None, str(full))
        return _page(request, form, status=429)
    messages.info(request, _("Kept. Only you see this."))
    return redirect("checkins:health_tests")


@require_POST
@person_page
def health_test_removal(request, test_id):
    """Delete a date."""
    _own(request, test_id).remove()
    messages.info(request, _("Removed."))
    return redirect("checkins:health_tests")


@require_POST
@partner_page
def health_test_opening(request, test_id):
    """Share one date."""
    _own(request, test_id).share(request.partner)
    messages.info(request, _("Shared. You can take that back at any time."))
    return redirect("checkins:health_tests")


@require_POST
@partner_page
def health_test_revocation(request, test_id):
    """Share one date no more."""
    HealthTest.take_back(request.partner, pk=_own(request, test_id).pk)
    messages.info(request, _("Taken back. It is yours alone again."))
    return redirect("checkins:health_tests")


@require_POST
@partner_page
def health_tests_revocation(request):
    """Share no date any more."""
    HealthTest.take_back(request.partner)
    messages.info(request, _("Taken back. All of them are yours alone again."))
    return redirect("checkins:health_tests")


def _own(request, test_id):
    return get_object_or_404(request.user.health_tests, pk=test_id)


def _page(request, form, status):
    partner = request.partner
    own = HealthTest.of(request.user)
    page = {
        "form": form,
        "own": own,
        "shared": [one for one in own if one.couple_id],
        "other": partner and partner.other,
        "others": HealthTest.shared_with(partner) if partner else [],
    }
    return render(request, "checkins/health_tests.html", page, status=status)
