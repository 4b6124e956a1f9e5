"""The couple's page: who belongs, who is invited, and what the two set together."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trustpact.access.guards import partner_page
from trustpact.couples.forms import CoupleForm, InvitationForm, LanguageForm, OpeningForm
from trustpact.couples.models import Invitation, OpeningHour


@require_safe
@partner_page
def us(request):
    """Both partners; the invitation while there is one; the settings; the way out."""
    form = InvitationForm(partner=request.partner, action=reverse("couples:invitations"))
    return render(request, "couples/us.html", _page(request, form))


@require_POST
@partner_page
def invitations(request):
    """Make an invitation and show its link and code, this once."""
    form = InvitationForm(request.POST, partner=request.partner, action=request.path)
    if not form.is_valid():
        return render(request, "couples/us.html", _page(request, form), status=400)
    invitation, secret = Invitation.objects.make(
        request.partner, address=form.cleaned_data["address"], now=timezone.now()
    )
    link = request.build_absolute_uri(reverse("join:invitation", args=[secret.token]))
    made = {"invitation": invitation, "code": secret.code, "link": link}
    return render(request, "couples/invitation_made.html", made)


@require_POST
@partner_page
def revocation(request, invitation_id):
    """Take an invitation back."""
    invitation = get_object_or_404(request.partner.invitations, pk=invitation_id)
    invitation.revoke(now=timezone.now())
    messages.info(request, _("The invitation is taken back. Its link and code no longer work."))
    return redirect("couples:us")


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def settings(request):
    """Currency and zone of what the two share."""
    couple = request.couple
    form = CoupleForm(
        request.POST if request.method == "POST" else None,
        initial={"currency": couple.currency, "zone": couple.zone},
        action=request.path,
        label=_("Keep these"),
    )
    if form.is_valid():
        couple.change(now=timezone.now(), **form.cleaned_data)
        messages.info(request, _("Kept. It holds for both of you."))
        return redirect("couples:settings")
    page = {"form": form}
    return render(request, "couples/settings.html", page, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def language(request):
    """The language in which the two write: by one who is alone, or by both."""
    partner, couple = request.partner, request.couple
    form = LanguageForm(
        request.POST if request.method == "POST" else None,
        initial={"language": partner.asks_language or couple.language},
        action=request.path,
    )
    if form.is_valid():
        couple.write_in(form.cleaned_data["language"], asked_by=partner, now=timezone.now())
        messages.info(request, _("Kept."))
        return redirect("couples:language")
    page = {"form": form, "other": partner.other}
    return render(request, "couples/language.html", page, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def opening(request):
    """When answers open: morning and evening by either, as soon as both are done by both."""
    form = _opening_form(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        request.couple.open_at(form.cleaned_data["opening_hour"], asked_by=request.partner)
        messages.info(request, _("Kept."))
        return redirect("couples:opening")
    return render(
        request, "couples/opening.html", {"form": form}, status=400 if form.is_bound else 200
    )


def _opening_form(request, posted=None):
    """Return the form as this partner left it: their own wish is theirs until both share it."""
    wish = request.partner.asks_both_done
    chosen = OpeningHour.BOTH_DONE if wish else request.couple.opening_hour
    return OpeningForm(posted, initial={"opening_hour": chosen}, action=reverse("couples:opening"))


def _page(request, form):
    other, now = request.partner.other, timezone.now()
    last = request.partner.invitations.order_by("-made_on", "-expires_at").first()
    return {
        "form": form,
        "partner": request.partner,
        "other": other,
        "invitation": last,
        "state": last.state(now) if last else "",
    }
