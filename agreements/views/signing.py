"""Signing, and taking a yes back."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.signing import SignForm
from agreements.models.sheet import Sheet
from agreements.terms import utc_day
from agreements.views.own_browser import in_own_browser
from agreements.views.versions import version_of, version_page
from trustpact.access.guards import partner_page
from trustpact.access.recent import authentication_method, recently_authenticated


@require_POST
@partner_page
@in_own_browser
@recently_authenticated
def signature(request, version_id):
    """Sign the text whose digest is posted."""
    version = version_of(request, version_id)
    form = SignForm(request.POST, action=request.path)
    if not form.is_valid():
        return version_page(request, version, sign_form=form, status=400)
    version.sign(
        partner=request.partner,
        seen=form.cleaned_data["seen"],
        auth=authentication_method(request),
        now=timezone.now(),
    )
    return redirect("agreements:version", version.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def signature_removal(request, version_id):
    """Ask once, then withdraw from the whole version, or take back a signature given alone."""
    version = version_of(request, version_id)
    if request.method == "POST":
        version.withdraw(partner=request.partner, now=timezone.now())
        return redirect("agreements:version", version.pk)
    context = {
        "version": version,
        "standing": version.standing(timezone.now()),
        "signed": version.signed_by(request.partner),
    }
    return render(request, "agreements/removal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def clause_removal(request, version_id, clause_id):
    """Ask once, then withdraw from one clause; an intrusive one is stopped."""
    version = version_of(request, version_id)
    now = timezone.now()
    line = Sheet(version, on=utc_day(now)).line(clause_id)
    if line is None:
        raise Http404
    if request.method == "POST":
        version.withdraw(partner=request.partner, now=now, clause=line.clause.id)
        return redirect("agreements:version", version.pk)
    context = {"version": version, "line": line, "standing": version.standing(now)}
    return render(request, "agreements/removal.html", context)
