"""A pause: called in one tap, its return, breathing, coming back, and what the other is told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import moments, practices
from checkins.forms.moment import ComingBackForm
from checkins.models import Pause
from trustpact.access.guards import partner_page

SEEN = "X-Seen"


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def moment(request):
    """Call a pause by one tap; its page helps until one comes back."""
    if request.method == "POST":
        Pause.begin(request.partner, now=timezone.now())
        return redirect("checkins:moment")
    return _page(request)


@require_POST
@partner_page
def moment_time(request):
    """Say another time to come back."""
    Pause.change(request.partner, request.POST.get("back", ""), now=timezone.now())
    return redirect("checkins:moment")


@require_POST
@partner_page
def moment_return(request):
    """Come back: in one tap, or with a sentence for the other."""
    words, now = "", timezone.now()
    if "send" in request.POST:
        form = ComingBackForm(request.POST, action=request.path)
        if not form.is_valid():
            return _page(request, status=400, form=form)
        words = form.cleaned_data["words"]
    Pause.come_back(request.partner, now=now, words=words)
    messages.info(request, _("You are back."))
    return redirect("today:today")


@require_safe
@partner_page
def moment_changes(request):
    """Tell an open page what stands in its frame; nothing where it stands there already."""
    if SEEN not in request.headers:  # somebody came here by hand: a line is no page
        return redirect("today:today")
    now = timezone.now()
    line = moments.line_for(request.partner, now)
    if request.headers[SEEN] == line["state"]:
        return HttpResponse(status=204)
    return render(request, "checkins/moment_line.html", line | {"asks": True})


moment_changes.unattended = True


def _page(request, status=200, form=None):
    partner, now = request.partner, timezone.now()
    language = request.user.language
    pause = Pause.running(partner, now)
    said = practices.words_of("pause", language)
    page = {
        "pause": pause,
        "said": said,
        "told": pause and moments.told_to_other(pause, now),
        "choices": [(back, said["choices"][back]) for back in Pause.moments(partner, now)],
        "feelings": practices.feelings(language),
        "other": partner.other,
        "form": form or ComingBackForm(action=reverse("checkins:moment_return")),
    }
    return render(request, "checkins/moment.html", page, status=status)
