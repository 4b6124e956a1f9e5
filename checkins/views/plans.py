"""When a ritual comes round for both: the form, and its next dates before anything is kept."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkins import reading, wording
from checkins.forms.plan import PlanForm, plan_of
from checkins.models import Ritual
from checkins.models.ritual import OWN
from trustpact.access.guards import partner_page
from trustpact.rules import RuleBroken


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def time(request, ritual_id):
    """Look at when it comes round for both, see what a change would bring, and change it."""
    kept = request.couple.rituals.kept().with_plan()
    found, now = get_object_or_404(kept, pk=ritual_id), timezone.now()
    form = plan_form(request, now, ritual=found)
    if not form.is_bound:
        return _page(request, found, form, now)
    if not form.is_valid():
        return _page(request, found, form, now, status=400)
    if "preview" in request.POST:
        return _page(request, found, form, now)
    try:
        found.reschedule(now=now, **form.plan())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _page(request, found, form, now, status=409)
    messages.info(request, _("Changed for both of you."))
    return redirect("checkins:ritual", ritual_id)


def plan_form(request, now, ritual=None, initial=None):
    """Return the form of a plan, with what was sent or with what stands there now."""
    return PlanForm(
        request.POST if request.method == "POST" else None,
        couple=request.couple,
        today=request.couple.local(now).date(),
        ritual=ritual,
        initial=plan_of(ritual) if ritual else initial,
    )


def preview(request, form, now, ritual=None):
    """Return what a right form would bring, in words: how often, and the next dates."""
    if not form.is_bound:
        return in_words(request, ritual, now) if ritual else None
    if not form.is_valid():
        return None
    planned = Ritual(couple=request.couple, slug=OWN, **form.plan())
    if ritual:
        planned.pk, planned.slug, planned.rest_until = ritual.pk, ritual.slug, ritual.rest_until
    return in_words(request, planned, now)


def in_words(request, ritual, now):
    """Return how often a ritual comes round and when next, for the reader."""
    beside = list(request.couple.rituals.kept().with_plan())
    return {
        "often": wording.cadence_in_words(ritual.cadence),
        "ahead": reading.dates_ahead(request.partner, ritual, beside, now),
    }


def _page(request, found, form, now, status=200):
    page = {"ritual": found, "form": form, "preview": preview(request, form, now, found)}
    return render(request, "checkins/time.html", page, status=status)
