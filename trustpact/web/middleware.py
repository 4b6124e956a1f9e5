"""What every request and every response goes through: clean input, safe headers."""

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _

from trustpact.web.text import plain_input

FEATURES_OFF = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
]
PASSKEYS = ["publickey-credentials-get=(self)", "publickey-credentials-create=(self)"]
PERMISSIONS = ", ".join([f"{feature}=()" for feature in FEATURES_OFF] + PASSKEYS)
SAFE_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnicodeError, ValueError)
FORGET = '"cache", "storage"'
DJANGO_EXPLAINS = (404, 500)  # while DEBUG is on, on pages with styles of their own


class SafeHeadersMiddleware:
    """
    Sets the headers that keep a page from leaking.

    No page is stored anywhere and none carries a date or a tag by which a change could be noticed
    from outside. Only an answer that says itself that it is `public` may be kept; such an answer
    is the same for everyone. When a response ends the session, the browser is asked to forget.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in SAFE_HEADERS.items():
            response.headers.setdefault(name, value)
        if not response.headers.get("Cache-Control", "").startswith("public"):
            response.headers["Cache-Control"] = "no-store"
            for name in ("ETag", "Last-Modified", "Expires"):
                response.headers.pop(name, None)
        if _ends_session(response):
            response.headers["Clear-Site-Data"] = FORGET
        return response


class ContentPolicyMiddleware:
    """
    Say what a page may load, as settings have it, unless a response says so itself.

    django-csp's own joins the policy anew for each response; ours knows no nonce, so once will do.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request):
        response = self.get_response(request)
        if not settings.DEBUG or response.status_code not in DJANGO_EXPLAINS:
            response.headers.setdefault(HEADER, self.policy)
        return response


class CleanInputMiddleware:
    """
    Refuses, before any view, what no form of ours can ever want to read.

    That is: control characters and broken characters in names and values of the query, the body
    and the cookies; too many fields; too much at once. The answer is 400, a sentence, and what was
    typed, so that nobody loses it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reason = _refusal(request)
        if reason:
            return render(
                request, "400.html", {"reason": reason, "typed": typed(request)}, status=400
            )
        return self.get_response(request)


def _ends_session(response):
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and cookie["max-age"] == 0


def _refusal(request):
    """Return the sentence that says what is wrong with this request, or "" if nothing is."""
    try:
        pairs = [
            (request.path_info, ""),
            *request.COOKIES.items(),
            *_pairs(request.GET),
            *_pairs(request.POST),
        ]
    except RequestDataTooBig:
        return _("This is more text than fits at once. Shorten it, or send it in parts.")
    except TooManyFieldsSent:
        return _(
            "This form came with more fields than it has. Open the page again and send it anew."
        )
    except UNREADABLE:
        return _("This form did not arrive whole. Open the page again and send it anew.")
    if all(plain_input(name) and plain_input(value) for name, value in pairs):
        return ""
    return _(
        "There is a hidden control character in what was sent. "
        "Type that part anew and send it again."
    )


def _pairs(query):
    return [(name, value) for name, values in query.lists() for value in values]


def typed(request):
    """Return the longer texts of a refused form, their readable signs, to be copied."""
    try:
        pairs = _pairs(request.POST)
    except UNREADABLE:
        return []
    return [
        "".join(sign for sign in value if plain_input(sign))
        for name, value in pairs
        if " " in value.strip() and "password" not in name
    ]
