"""Versions: putting forward, reading, taking more time, ending."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.signing import SignForm, TimeForm
from agreements.forms.talking import ParkTheRestForm
from agreements.models import Agreement, Version
from agreements.models.sheet import Sheet
from agreements.models.version import LONGEST_REFLECTION
from agreements.terms import utc_day
from agreements.views.comparing import day_form
from trustpact.access.guards import partner_page


def version_of(request, version_id) -> Version:
    """Return a version of the viewer's couple; 404 for any other."""
    versions = Version.objects.select_related("agreement__couple")
    return get_object_or_404(versions, pk=version_id, agreement__couple=request.couple)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def versions(request):
    """List the versions; a POST puts a new one forward."""
    agreement = Agreement.of(request.couple)
    now = timezone.now()
    if request.method == "POST":
        form = ParkTheRestForm(request.POST, today=request.couple.local(now).date())
        if not form.is_valid():
            return _new_version_page(request, rest_form=form)
        version = agreement.put_forward(
            partner=request.partner, rest_until=form.cleaned_data["until"], now=now
        )
        return redirect("agreements:version", version.pk)
    listed = [(version, version.standing(now)) for version in agreement.versions.defer("text")]
    open_now = any(standing == Version.Status.PROPOSED for _version, standing in listed)
    context = {
        "versions": listed,
        "open": open_now,
        "day_form": day_form(request, agreement.versions.signed(), now),
    }
    return render(request, "agreements/versions.html", context)


@require_safe
@partner_page
def new_version(request):
    """Show what would go into a new version, before it is put forward."""
    return _new_version_page(request)


@require_safe
@partner_page
def version(request, version_id):
    """Show one version, rendered from its bytes, and what can be done with it."""
    return version_page(request, version_of(request, version_id))


@require_POST
@partner_page
def time(request, version_id):
    """Let signing open later."""
    version = version_of(request, version_id)
    form = TimeForm(request.POST, action=request.path)
    if not form.is_valid():
        return version_page(request, version, time_form=form, status=400)
    version.lengthen(partner=request.partner, until=form.cleaned_data["until"], now=timezone.now())
    return redirect("agreements:version", version.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def end(request, version_id):
    """Ask, then take a version that is put forward off the table."""
    version = version_of(request, version_id)
    if request.method == "POST":
        version.end(partner=request.partner, now=timezone.now())
        return redirect("agreements:versions")
    return render(request, "agreements/end.html", {"version": version})


def version_page(request, version, *, sign_form=None, time_form=None, error="", status=200):
    """Render a version for this viewer: of an open one, nothing shows of what the other did."""
    now = timezone.now()
    standing = version.standing(now)
    in_force = standing == Version.Status.IN_FORCE
    context = {
        "version": version,
        "sheet": Sheet(version, on=utc_day(now), reader=request.partner if in_force else None),
        "standing": standing,
        "before": version.agreement.versions.signed().filter(number__lt=version.number).first(),
        "asks_for_review": in_force and version.asks_for_review(request.partner, now),
        "can_be_signed": version.can_be_signed(now),
        "signed": version.signed_by(request.partner),
        "sign_form": sign_form or _sign_form(version),
        "time_form": time_form or _time_form(version),
        "error": error,
    }
    return render(request, "agreements/version.html", context, status=status)


def _new_version_page(request, rest_form=None):
    agreement, now = Agreement.of(request.couple), timezone.now()
    draft = agreement.seen_by(request.partner, now=now)
    context = {
        "clauses": draft.agreed_in_order,
        "gaps": draft.agreed_with_gaps,
        "rest": len(draft.to_talk),
        "open": agreement.versions.open(now).first(),
        "other": request.partner.other,
        "reflection_hours": settings.REFLECTION_HOURS,
        "rest_form": rest_form or ParkTheRestForm(today=request.couple.local(now).date()),
    }
    status = 400 if rest_form else 200
    return render(request, "agreements/new_version.html", context, status=status)


def _sign_form(version):
    action = reverse("agreements:signature", args=[version.pk])
    return SignForm(initial={"seen": version.digest}, action=action)


def _time_form(version):
    opens = version.agreement.couple.local(version.signing_opens_at).date()
    form = TimeForm(action=reverse("agreements:time", args=[version.pk]))
    last = version.proposed_on + LONGEST_REFLECTION
    first = min(opens + timedelta(days=1), last)
    form.fields["until"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
    return form
