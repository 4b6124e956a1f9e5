"""The couple's pages: their therapists, what each of the two opens, and who looked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trustpact.access.guards import partner_page, person_page
from trustpact.access.recent import recently_authenticated
from trustpact.caseload import consent
from trustpact.caseload.forms import ConsentForm, DayForm, EndForm, InviteForm
from trustpact.caseload.models import Suggestion
from trustpact.couples.models import Grant, Partner, Scope, TherapistInvitation, Viewing


@require_safe
@partner_page
def therapists(request):
    """The couple's therapists, and the reader's own invitation."""
    form = InviteForm(partner=request.partner, action=reverse("therapists:invitations"))
    return render(request, "caseload/therapists.html", _page(request, form))


@require_POST
@partner_page
def invitations(request):
    """Invite a therapist by mail."""
    form = InviteForm(request.POST, partner=request.partner, action=request.path)
    if not form.is_valid():
        return render(request, "caseload/therapists.html", _page(request, form), status=400)
    TherapistInvitation.objects.make(
        request.partner, form.cleaned_data["address"], now=timezone.now()
    )
    messages.info(request, _("The invitation is on its way. Nothing is open by it."))
    return redirect("therapists:therapists")


@require_POST
@partner_page
def revocation(request, request_id):
    """Take an invitation back."""
    made = get_object_or_404(request.partner.therapist_invitations, pk=request_id)
    made.revoke(now=timezone.now())
    messages.info(request, _("The invitation is taken back. Its link no longer works."))
    return redirect("therapists:therapists")


@require_safe
@partner_page
def therapist(request, therapy_id):
    """Who they are, what they would see of the reader and of both, and what is open."""
    return _therapist_page(request, therapy_id)


@require_POST
@partner_page
@recently_authenticated
def opening(request, therapy_id):
    """Open what was ticked for 90 days."""
    therapy = _therapy(request, therapy_id)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _therapist_page(request, therapy_id, form)
    Grant.give(therapy, request.partner, form.cleaned_data["scopes"], now=timezone.now())
    messages.info(request, _("Opened, for 90 days. You can end it here at any moment."))
    return redirect("therapists:therapist", therapy.pk)


@require_POST
@partner_page
def end(request, therapy_id):
    """Close what one opened, at once and without a reason."""
    therapy = _therapy(request, therapy_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _therapist_page(request, therapy_id, form)
    scopes = form.cleaned_data["scopes"] or tuple(Scope)
    Grant.end(therapy, request.partner, scopes, now=timezone.now())
    messages.info(request, _("Closed. Nobody is told."))
    return redirect("therapists:therapist", therapy.pk)


@require_POST
@partner_page
def removal(request, therapy_id):
    """Take a therapist off the couple's list, at once and without a reason."""
    therapy = _therapy(request, therapy_id)
    therapy.take_off(now=timezone.now())
    messages.info(request, _("They are not with you any more, and see nothing. Nobody is told."))
    return redirect("therapists:therapists")


@require_safe
@partner_page
def copy(request, therapy_id):
    """See what the therapist would see: of the reader's own half, and of what is joint."""
    therapy = _therapy(request, therapy_id)
    page = consent.preview(therapy, request.partner, timezone.now())
    return render(request, "caseload/copy.html", page | {"therapy": therapy})


@require_safe
@partner_page
def past(request, therapy_id):
    """On which dates the therapist looked: at the reader's own data, and at what is joint."""
    ever = request.couple.therapies.select_related("therapist__person")
    therapy = get_object_or_404(ever, pk=therapy_id)
    today = request.couple.local(timezone.now()).date()
    views = Viewing.objects.shown_to(request.partner, today).filter(therapy=therapy)
    return render(request, "caseload/past.html", {"therapy": therapy, "views": views})


@require_safe
@person_page
def kept(request, place_id):
    """The same of a space of the reader's that ended, up to its end; no therapist is named."""
    place = get_object_or_404(Partner.objects.past_of(request.user), pk=place_id)
    views = Viewing.objects.shown_to(place, request.user.local(timezone.now()).date())
    return render(request, "caseload/kept.html", {"place": place, "views": views})


@require_POST
@partner_page
def day(request, therapy_id):
    """Set the day of the next session, or none."""
    therapy = _therapy(request, therapy_id)
    form = DayForm(request.POST, action=request.path)
    if not form.is_valid():
        return _therapist_page(request, therapy_id, day_form=form)
    therapy.meet_on(form.cleaned_data["day"], now=timezone.now())
    messages.info(request, _("Kept. All three of you see the day."))
    return redirect("therapists:therapist", therapy.pk)


@require_POST
@partner_page
def suggestion_removal(request, therapy_id, suggestion_id):
    """Put a suggestion away, for oneself."""
    therapy = _therapy(request, therapy_id)
    get_object_or_404(Suggestion, therapy=therapy, pk=suggestion_id).put_away(request.partner)
    messages.info(request, _("Put away, for you alone."))
    return redirect("therapists:therapist", therapy.pk)


def _therapy(request, therapy_id):
    found = request.couple.therapies.active().select_related("therapist__person", "couple")
    therapy = get_object_or_404(found, pk=therapy_id)
    therapy.couple = request.couple
    return therapy


def _therapist_page(request, therapy_id, form=None, day_form=None):
    therapy, now = _therapy(request, therapy_id), timezone.now()
    today = request.couple.local(now).date()
    day_form = day_form or DayForm(
        initial={"day": therapy.coming(today)}, action=reverse("therapists:day", args=[therapy.pk])
    )
    page = {
        "therapy": therapy,
        "choices": consent.choices(therapy, request.partner, now),
        "suggestions": consent.suggestions(therapy, request.partner, today),
        "form": form,
        "day_form": day_form,
        "today": today,
    }
    wrong = form is not None or day_form.is_bound
    return render(request, "caseload/therapist.html", page, status=400 if wrong else 200)


def _page(request, form):
    today = request.couple.local(timezone.now()).date()
    ever = request.couple.therapies.select_related("therapist__person")
    last = request.partner.therapist_invitations.order_by("-made_on", "-expires_at").first()
    return {
        "form": form,
        "therapies": ever.active().order_by("began_on", "pk"),
        "former": ever.ended_but_listed(request.partner, today),
        "invitation": last,
        "state": last.state(timezone.now()) if last else "",
    }
