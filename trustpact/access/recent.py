"""
Recent authentication: what matters asks for it anew after five minutes.

`@recently_authenticated` stands under the guard of a view. Who proved less than five minutes ago
that they are who they are comes through, a sign-in counts; everybody else is sent to prove it, and
what they had posted goes on by itself afterwards. It never stands on leaving, withdrawing,
pausing, ending a grant or quick exit: there, a stale session is enough.
"""

import json
from functools import partial, wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

# Set when a POST was interrupted; the page for mail codes then sends one without being asked.
CODE_WANTED = "fresh_code_wanted"

# What a resumed request still needs to know of the one that was interrupted. No address, no
# cookie and no device: this lies in the session's row.
_KEPT = {"SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE"}
_KEPT |= {"HTTP_ORIGIN", "CONTENT_TYPE", "REQUEST_METHOD", "PATH_INFO", "SCRIPT_NAME"}
_KEPT |= {"QUERY_STRING", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme"}


def recently_authenticated(view=None, *, come_back=""):
    """
    Let in who authenticated in the last five minutes; send the others to do so and come back.

    What was posted goes on by itself then. Where that is of no use, as with a download, name the
    page to come back to instead: `@recently_authenticated(come_back="people:export")`.
    """
    if view is None:
        return partial(recently_authenticated, come_back=come_back)

    @wraps(view)
    def recent(request, *args, **kwargs):
        if is_recent(request):
            return view(request, *args, **kwargs)
        return suspend(request, come_back=reverse(come_back) if come_back else "")

    recent.asks_for_recent_authentication = True
    return recent


def is_recent(request, *, now=None):
    """Whether this session's person authenticated within the limit (`now`: aware datetime)."""
    records = get_authentication_records(request, request.user)
    if not records:
        return False
    age = (now or timezone.now()).timestamp() - records[-1]["at"]
    return age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def suspend(request, *, come_back=""):
    """
    Send to where this person authenticates, and remember what they were doing.

    A POST is kept in the session and resumed once they are back, so nothing typed is lost. With
    `come_back`, a path, it is not kept: they come back to that page (a password, for one, is
    never kept but typed again).
    """
    request.session.pop(STATE_SESSION_KEY, None)
    if request.method == "POST":
        request.session[CODE_WANTED] = True
        if not come_back:
            request.session[STATE_SESSION_KEY] = {"request": _kept(request)}
    query = urlencode({REDIRECT_FIELD_NAME: come_back or request.get_full_path()})
    address = f"{get_adapter().get_reauthentication_methods(request.user)[0]['url']}?{query}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def authentication_method(request):
    """Return how this session's person last authenticated: passkey, totp, password or mail-code."""
    records = get_authentication_records(request, request.user)
    last = records[-1] if records else {}
    if last.get("method") == "mfa":
        return "passkey" if last.get("type") == "webauthn" else "totp"
    return "password" if last.get("method") == "password" else "mail-code"


def _kept(request):
    """Return the interrupted request in the form in which allauth resumes it."""
    return json.dumps(
        {
            "path": request.path,
            "path_info": request.path_info,
            "META": {name: request.META[name] for name in _KEPT if name in request.META},
            "GET": request.GET.urlencode(),
            "POST": request.POST.urlencode(),
            "method": request.method,
            "scheme": request.scheme,
        }
    )
