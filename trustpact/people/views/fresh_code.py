"""The page on which an account without password, passkey or app authenticates anew."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import resume_request
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trustpact.access.guards import person_page
from trustpact.access.recent import CODE_WANTED
from trustpact.people import fresh_code as codes
from trustpact.people.forms import FreshCodeForm


@require_http_methods(["GET", "POST"])
@person_page
def fresh_code(request):
    """Send a code, take it, and go on with what was interrupted."""
    better = get_adapter().get_reauthentication_methods(request.user)[0]
    if better["url"] != request.path:
        return redirect(f"{better['url']}?{request.GET.urlencode()}")
    now = timezone.now()
    if "send" in request.POST or request.session.pop(CODE_WANTED, False):
        codes.send(request, now=now)
        if request.method == "POST":
            return redirect(request.get_full_path())
    form = FreshCodeForm(
        request.POST if request.method == "POST" else None,
        is_right=lambda typed: codes.is_right(request, typed, now=now),
    )
    if request.method == "POST" and form.is_valid():
        codes.accept(request)
        return resume_request(request) or redirect("people:more")
    return _page(request, form, now=now)


def _page(request, form, *, now):
    context = {
        "form": form,
        "waiting": codes.is_waiting(request, now=now),
        "come_back": request.GET.get(REDIRECT_FIELD_NAME, ""),
    }
    return render(request, "people/fresh_code.html", context, status=400 if form.is_bound else 200)
