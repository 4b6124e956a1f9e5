"""What an invited therapist sees: who asks, what it means; and their yes or no."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trustpact.access.guards import open_to_all
from trustpact.couples.models import Therapist, TherapistInvitation
from trustpact.rules import RuleBroken

MINE = "mine"  # in place of a token: the invitation that this browser opened last
OPENED = "guest"  # in the session: its id, never its token


@require_safe
@open_to_all
def invitation(request, token):
    """Say who asks, what a therapist sees here and what not."""
    opened = _opened(request, token)
    person = request.user if request.user.is_authenticated else None
    opened.refuse(person, now=timezone.now())
    profile = Therapist.objects.of(person) if person else None
    page = {"invitation": opened, "token": token, "profile": profile, "mine": MINE}
    return render(request, "caseload/invitation.html", page)


@require_POST
@open_to_all
def acceptance(request, token):
    """Become their therapist; nothing is open yet."""
    opened = _opened(request, token)
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("guests:invitation", args=[MINE]))
    opened.refuse(request.user, now=timezone.now())
    profile = Therapist.objects.of(request.user)
    if profile is None:
        return redirect("caseload:profile")
    opened.accept(profile, now=timezone.now())
    request.session.pop(OPENED, None)
    return redirect("caseload:cases")


@require_POST
@open_to_all
def refusal(request, token):
    """Say no, without an account; nobody is told."""
    opened = _opened(request, token)
    opened.decline(now=timezone.now())
    request.session.pop(OPENED, None)
    return render(request, "caseload/declined.html", {"invitation": opened})


def _opened(request, token):
    """Return the invitation that a link names, or the one this browser opened last; 404 for none."""
    if token == MINE:
        remembered = request.session.get(OPENED)
        shown = request.POST.get("invitation", remembered)
        if shown != remembered:
            raise RuleBroken(
                _("Another invitation was opened here in the meantime. Read it again first.")
            )
        opened = TherapistInvitation.objects.with_people().filter(pk=remembered).first()
    else:
        opened = TherapistInvitation.objects.by_token(token)
    if opened is None:
        raise Http404
    request.session[OPENED] = str(opened.pk)
    return opened
