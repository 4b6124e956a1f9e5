"""More: everything about one's own account, from one page."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trustpact.access.guards import person_page
from trustpact.people import devices
from trustpact.people.forms import ProfileForm
from trustpact.web.home_screen import CHOICES, USUAL


@require_safe
@person_page
def more(request):
    """Show the ways to everything about the own account."""
    kinds = set(request.user.authenticator_set.values_list("type", flat=True))
    ways = {
        "password": request.user.has_usable_password(),
        "passkey": Authenticator.Type.WEBAUTHN in kinds,
        "app": Authenticator.Type.TOTP in kinds,
        "recovery": Authenticator.Type.RECOVERY_CODES in kinds,
    }
    places = len(UserSession.objects.purge_and_list(request.user))
    context = {
        "ways": ways,
        "places": places,
        "own_device": request.session.get(devices.OWN, False),
    }
    return render(request, "people/more.html", context)


@require_http_methods(["GET", "POST"])
@person_page
def profile(request):
    """Change name, zone and language."""
    person = request.user
    kept = {"name": person.name, "zone": person.zone, "language": person.language}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        person.change_profile(**form.cleaned_data, now=timezone.now())
        messages.info(request, _("Saved."))
        return redirect("people:more")
    status = 400 if form.is_bound else 200
    return render(request, "people/profile.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@person_page
def keys(request):
    """Show the single keys, and turn them on or off, for every device."""
    if request.method == "POST":
        request.user.wish_shortcuts(on=request.POST.get("on") == "yes")
        return redirect("people:keys")
    return render(request, "people/keys.html")


@require_safe
@person_page
def screen(request):
    """Let it be put on a home screen under a neutral name and picture; the choice is kept nowhere."""
    asked = request.GET.get("as")
    shown_as = asked if asked in CHOICES else USUAL
    choices = [(word, name, f"icons/{picture}.svg") for word, (name, picture) in CHOICES.items()]
    page = {"shown_as": shown_as, "shown_name": CHOICES[shown_as][0], "choices": choices}
    return render(request, "people/screen.html", page)


@require_POST
@person_page
def device(request):
    """Say whether this is a device of one's own: how long the sign-in lasts follows from it."""
    own = request.POST.get("own") == "yes"
    if devices.SINCE not in request.session:
        devices.begin(request.session, own=own, now=timezone.now())
    devices.set_own(request.session, own=own)
    if own:
        messages.info(request, _("You stay signed in here for 14 days after each use."))
    else:
        messages.info(request, _("You are signed out here when the browser closes."))
    return redirect("people:more")
