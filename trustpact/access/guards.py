"""
The guards: who a page is for, said in its first line and in no other place.

    @open_to_all      anyone: landing, safety, an invitation
    @person_page      any signed-in person: own account, own export
    @partner_page     a partner of an active couple: request.partner and request.couple are theirs
    @therapist_page(Scope.LEVELS)   a therapist with a second factor; where the path names one of
                      their couples, request.grant is what is open of these scopes now
    @curator_page     whoever writes the library, @operator_page whoever keeps the installation,
    @desk_page        either of the two; with a second factor, and a 404 for everybody else

They only read what the middleware of `people` and `couples` found out. Objects are fetched through
`request.partner`, `request.couple` or `request.grant`, so what is another couple's is a 404 like
what never was.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trustpact.access import roles


def open_to_all(view):
    """Let anyone in, signed in or not."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    guarded.guarded_by = "all"
    return login_not_required(guarded)


def person_page(view):
    """Let any signed-in person in; the others were sent to sign in before they came here."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    guarded.guarded_by = "person"
    return guarded


def partner_page(view):
    """Let a partner of an active couple in; send a person without one to where couples begin."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.partner is None:
            if kwargs:
                raise Http404
            return redirect("couples:start")
        return view(request, *args, **kwargs)

    guarded.guarded_by = "partner"
    return guarded


def therapist_page(*scopes):
    """
    Let a therapist in who has a second factor; to pages of a couple, while one of the scopes is open.

    The page of a couple is made in one transaction with the list of what was looked at, and while
    the couple's row is locked: nothing shows unlisted, and nothing after it ended. Without scopes it
    is enough that anything is open.
    """

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if kwargs:
                with transaction.atomic():
                    if request.grant:
                        return view(request, *args, **kwargs)
            if not request.therapist:
                raise Http404
            if not request.therapist.has_factor:
                return redirect("caseload:factor")
            if kwargs:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.guarded_by = "therapist"
        guarded.scopes = scopes
        return guarded

    return guard


def curator_page(view):
    """Let a curator in."""
    return _desk_page(view, "curator", lambda request: request.is_curator)


def operator_page(view):
    """Let an operator in."""
    return _desk_page(view, "operator", lambda request: request.is_operator)


def desk_page(view):
    """Let a curator or an operator in; the page shows what each may do."""
    return _desk_page(view, "desk", lambda request: request.is_curator or request.is_operator)


def _desk_page(view, name, may):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        request.is_curator = roles.is_curator(request.user)
        request.is_operator = roles.is_operator(request.user)
        if not may(request):
            raise Http404
        if not roles.has_second_factor(request.user):
            messages.info(request, _("Set up a passkey or an authenticator app first."))
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    guarded.guarded_by = name
    return guarded
