"""Each person's own language, clock and devices, and what allauth's pages ask for."""

import zoneinfo

from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils import timezone, translation

from trustpact.access.recent import is_recent, suspend
from trustpact.people import devices, shared_browser
from trustpact.people.models import Person

# allauth's pages that change what signs a person in ask for recent authentication (May-6). Those
# that take a password are opened anew afterwards: a password is never kept in the session.
SENSITIVE = {"account_email"}
SENSITIVE |= {"mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"}
SENSITIVE |= {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}
SENSITIVE |= {"mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"}
WITH_PASSWORD = {"account_change_password", "account_set_password"}


class LanguageAndZoneMiddleware:
    """Speak a signed-in person's language and show their time; guests get their browser's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
        timezone.deactivate()
        return response

    def process_view(self, request, view, args, kwargs):
        """Pages that are open to all speak a signed-in person's language, too."""
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            timezone.activate(zoneinfo.ZoneInfo(request.user.zone))
        request.LANGUAGE_CODE = translation.get_language()


class DeviceMiddleware:
    """
    End a sign-in when its time on this device is over, and note that it is in use.
    What a page asks by itself (`unattended`) is no use: an open tab keeps nobody signed in.

    What the browser says of itself is cut down to a coarse name before anything can keep it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        agent = request.META.get("HTTP_USER_AGENT", "")
        request.META["HTTP_USER_AGENT"] = devices.device_name(agent)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Look at the session before anybody asks it who is there."""
        now = timezone.now()
        if devices.is_over(request.session, now=now):
            logout(request)
        elif getattr(view, "login_required", True) and not getattr(view, "unattended", False):
            devices.use(request.session, now=now)


class SharedBrowserMiddleware:
    """
    Let the browser remember for an hour who was signed in in it.

    It is noted when somebody signs in, when they leave by whichever way, and while they go on.
    Otherwise pages that are open to all set no cookie. It stands above the protection against
    forged forms, because a quick exit works from a form grown old, too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not hasattr(request, "came_as"):
            return response
        before, after, now = request.came_as, _signed_in(request), timezone.now()
        if before != after:
            noted = {who for who in (before, after) if who}
            shared_browser.note(request, response, noted, now=now)
        elif after and request.goes_on and not shared_browser.is_noted(request, after, now=now):
            shared_browser.note(request, response, {after}, now=now)
        return response

    def process_view(self, request, view, args, kwargs):
        """Note who comes, before a view can end it; a sign-in whose time is over is none."""
        over = devices.is_over(request.session, now=timezone.now())
        request.came_as = None if over else _signed_in(request)
        request.goes_on = getattr(view, "login_required", True)


def _signed_in(request):
    """Return the id of who is signed in, or None."""
    return str(request.user.pk) if request.user.is_authenticated and request.user.pk else None


class GoneMiddleware:
    """
    Send to sign in whoever was erased while a request of theirs was under way.

    What it meets then (a row that is gone, a link to nobody) is no fault of ours.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        """Look whether the signed-in person is still there; nothing else is answered here."""
        person = request.user.pk if request.user.is_authenticated else None
        if person is None or Person.objects.filter(pk=person).exists():
            return None
        logout(request)
        return redirect("account_login")


class AccountPagesMiddleware:
    """Hold allauth's pages to the house's rules: recent authentication, 400 for an invalid form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Send to authenticate anew before a page that changes what signs a person in."""
        name = request.resolver_match.url_name
        if name not in SENSITIVE | WITH_PASSWORD or not request.user.is_authenticated:
            return None
        if is_recent(request):
            return None
        return suspend(request, come_back=request.path if name in WITH_PASSWORD else "")

    def process_template_response(self, request, response):
        """Answer 400 where a posted form comes back with what is wrong with it."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form and form.is_bound:
            response.status_code = 200 if form.is_valid() else 400
        return response
