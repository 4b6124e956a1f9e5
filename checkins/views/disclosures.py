"""News that cannot wait: told on one calm page, read on another, put away by its reader alone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import practices
from checkins.forms.disclosure import DisclosureForm
from checkins.models import Disclosure
from checkins.models.disclosure import Kind
from trustpact.access.guards import partner_page
from trustpact.rules import RuleBroken, TooOften


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def disclosures(request):
    """What helps, what will happen, and one press to tell; what was told to the reader first."""
    other = request.partner.other
    form = _form(request, other, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, other, status=400 if form.is_bound else 200)
    told = form.cleaned_data | {"kind": Kind(form.cleaned_data["kind"])}
    try:
        Disclosure.tell(request.partner, **told, now=timezone.now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _page(request, form, other, status=429 if isinstance(broken, TooOften) else 409)
    messages.info(request, _("Told. You do not have to do anything more today."))
    return redirect("checkins:disclosures")


@require_safe
@partner_page
def disclosure(request, disclosure_id):
    """What was told to the reader."""
    page = {"told": _told_to(request, disclosure_id)}
    return render(request, "checkins/disclosure.html", page)


@require_POST
@partner_page
def disclosure_done(request, disclosure_id):
    """Take it off one's own Today."""
    _told_to(request, disclosure_id).put_away()
    messages.info(request, _("Put away. Only you see this."))
    return redirect("today:today")


def _told_to(request, disclosure_id):
    told = Disclosure.objects.told_to(request.partner, _today(request))
    return get_object_or_404(told, pk=disclosure_id)


def _page(request, form, other, status):
    page = {
        "form": form,
        "other": other,
        "told": Disclosure.objects.listed_for(request.partner, _today(request)),
        "instead": practices.words_of("disclosure", request.user.language)["instead"],
    }
    return render(request, "checkins/disclosures.html", page, status=status)


def _form(request, other, data):
    # In the couple's language: what is chosen here is what the other reads.
    kinds = practices.words_of("disclosure", request.couple.language)["kinds"]
    return DisclosureForm(data, kinds=kinds, reader=other.name if other else "")


def _today(request):
    return request.couple.local(timezone.now()).date()
