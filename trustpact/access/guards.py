"""
The guards: who a page is for, said in its first line and in no other place.

    @open_to_all      anyone: landing, safety, an invitation
    @person_page      any signed-in person: own account, own export
    @partner_page     a partner of an active couple: request.partner and request.couple are theirs
    @therapist_page(Scope.LEVELS)   a therapist with a second factor; where the path names one of
                      their couples, request.grant is what is open of these scopes now

They only read what the middleware of `people` and `couples` found out. Objects are fetched through
`request.partner`, `request.couple` or `request.grant`, so what is another couple's is a 404 like
what never was.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect


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

    The page is made in one transaction with the list of what was looked at, and while the couple's
    row is locked: nothing shows unlisted, and nothing after it ended. Without scopes it is enough
    that anything is open.
    """

    def guard(view):
        @wraps(view)
        @transaction.atomic
        def guarded(request, *args, **kwargs):
            if request.therapist is None:
                raise Http404
            if not request.therapist.has_factor:
                return redirect("caseload:factor")
            if kwargs and not request.grant:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.guarded_by = "therapist"
        guarded.scopes = scopes
        return guarded

    return guard
