"""Contact: to tell the people who run this site of misuse; for anyone, without a trace here."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from trustpact.access.guards import open_to_all
from trustpact.people import contact as letters
from trustpact.people.forms import ContactForm
from trustpact.rules import RuleBroken, TooOften

SENT_FOR = 60  # seconds in which the page says that it was sent


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def contact(request):
    """Say who reads it and what they can do, and send it; the address is the same before and after."""
    if not settings.CONTACT_MAILBOX:
        return _page(request, None, status=404 if request.method == "POST" else 200)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, status=400 if form.is_bound else 200)
    try:
        letters.send(request, **form.cleaned_data)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _page(request, form, status=429 if isinstance(broken, TooOften) else 409)
    # A cookie of a minute, not a page of its own: neither the browser's history nor Back, neither
    # the session nor a reload of the page tells that something was sent.
    response = redirect("people:contact")
    response.set_cookie(
        settings.SENT_COOKIE_NAME,
        "1",
        max_age=SENT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _page(request, form, *, status):
    sent = request.method != "POST" and bool(request.COOKIES.get(settings.SENT_COOKIE_NAME))
    page = {"form": form, "sent": sent, "leave_for": settings.QUICK_EXIT_ADDRESS}
    response = render(request, "people/contact.html", page, status=status)
    if sent:
        response.delete_cookie(settings.SENT_COOKIE_NAME)
    return response
