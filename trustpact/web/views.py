"""Pages that belong to no one: the door, the way out, and what machines ask for."""

import json

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_POST, require_safe

from trustpact.access.guards import open_to_all
from trustpact.web import scripts
from trustpact.web.home_screen import CHOICES, USUAL, manifest_of
from trustpact.web.middleware import FORGET
from trustpact.web.stylesheet import joined
from trustpact.web.templatetags.web import stylesheet as address_of_stylesheet

EXAMPLE = [{"name": "Ana", "mark": "circle"}, {"name": "Ben", "mark": "square"}]  # on the sheet


@require_safe
@open_to_all
def landing(request):
    """Say what this is, what it will not do, and who sees what; a person at home goes to Today."""
    if request.user.is_authenticated:
        return redirect("today:today")
    return render(request, "web/landing.html", {"first": EXAMPLE[0], "second": EXAMPLE[1]})


@require_POST
@open_to_all
def quick_exit(request):
    """End the session and move on, at once and without a question."""
    logout(request)
    return moving_on(request)


def moving_on(request, status=200):
    """Return an empty page that moves on by itself; `form-action` forbids a redirect elsewhere."""
    response = render(
        request, "web/quick_exit.html", {"address": settings.QUICK_EXIT_ADDRESS}, status=status
    )
    response["Refresh"] = f"0; url={settings.QUICK_EXIT_ADDRESS}"
    response["Clear-Site-Data"] = FORGET
    return response


@requires_csrf_token
def csrf_failure(request, reason=""):
    """
    Say that the form had grown old. The way out works nevertheless.

    A quick exit from a page left open since before the last sign-in still moves on; the session
    is ended too if the browser says that the press came from our own page.
    """
    if request.path == reverse("web:quick_exit"):
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            logout(request)
        return moving_on(request, status=403)
    return render(request, "403_csrf.html", status=403)


@require_safe
@open_to_all
def healthz(request):
    """Tell a machine that this process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@open_to_all
def worker(request):
    """Return the service worker: the same for everybody, with its few words in every language."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words[language] = {
                "push": _("Something is waiting for you"),
                "page": _offline(language),
            }
    given = {"words": json.dumps(words), "icon": static("icons/sheet.svg"), "today": "/today/"}
    given["leaving"] = reverse("web:quick_exit")
    return render(request, "web/worker.js", given, content_type="text/javascript")


def _offline(language):
    """Return the whole page that says that there is no network, without any script."""
    style = f'<link rel="stylesheet" href="{address_of_stylesheet()}">'
    narrow = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    way = "rtl" if translation.get_language_bidi() else "ltr"
    head = f'<meta charset="utf-8"><title>{_("Today")}</title>{narrow}{style}'
    body = render_to_string("web/offline.html")
    return f'<!doctype html><html lang="{language}" dir="{way}"><head>{head}</head><body>{body}</body></html>'


@require_safe
@open_to_all
def manifest(request):
    """
    Say how it stands on a home screen, from where a phone takes pushes: as a sheet of paper.

    `?language=` is the page's, and `?as=` what was chosen there: a browser asks without cookies.
    """
    asked, choice = request.GET.get("language"), request.GET.get("as")
    language = asked if asked in dict(settings.LANGUAGES) else "en"
    with translation.override(language):
        return manifest_of(choice if choice in CHOICES else USUAL, language)


@require_safe
@open_to_all
def stylesheet(request):
    """Join the stylesheet anew, in development and in tests."""
    return HttpResponse(joined(), content_type="text/css")


@require_safe
@open_to_all
def script(request):
    """Join the frame's script anew, in development and in tests."""
    return HttpResponse(scripts.joined(), content_type="text/javascript")
