"""Leaving, the calm page after the end, and not being invited again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trustpact.access.guards import partner_page, person_page
from trustpact.couples.forms import LeaveForm
from trustpact.couples.models import Partner
from trustpact.couples.newcomers import OPENED
from trustpact.couples.views.joining import MINE


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def leave(request):
    """Say what ends, offer an export, and end it: at once, alone, without a reason."""
    other = request.partner.other
    posted = request.POST if request.method == "POST" else None
    form = LeaveForm(posted, other=other, action=request.path)
    if form.is_valid():
        request.partner.leave(now=timezone.now(), block=form.cleaned_data.get("block", False))
        return redirect("couples:ended")
    page = {"form": form, "other": other}
    return render(request, "couples/leave.html", page, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def ended(request):
    """The page that both find after a space ended, the same for both; a POST puts it away."""
    past = Partner.objects.ended(request.user)
    if past is None or request.partner is not None:
        return redirect("couples:start")
    if request.method == "POST":
        past.put_away()
        return redirect("couples:start")
    former = past.former
    barrier = past.barrier
    return render(
        request, "couples/ended.html", {"past": past, "former": former, "barrier": barrier}
    )


@require_POST
@person_page
def blocks(request):
    """Ask not to be invited again by somebody one shared a space with."""
    past = get_object_or_404(
        Partner.objects.filter(person=request.user, left_on__isnull=False), pk=_id(request, "past")
    )
    if past.former is None:
        raise Http404
    past.block()
    messages.info(request, _("They cannot invite you again. They are not told."))
    return redirect("couples:ended")


@require_POST
@person_page
def block_removal(request, block_id):
    """Let somebody invite again."""
    get_object_or_404(request.user.blocks, pk=block_id).delete()
    messages.info(request, _("They can invite you again. They are not told."))
    if OPENED in request.session:
        return redirect("join:invitation", MINE)
    return redirect("couples:start")


def _id(request, name):
    """Return a posted id; a 404 where it is none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
