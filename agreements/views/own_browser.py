"""A yes is given in a browser of one's own: what the other used within the hour is refused."""

from functools import wraps

from django.utils import timezone
from django.utils.translation import gettext as _

from trustpact.people.shared_browser import was_here
from trustpact.rules import RuleBroken


def in_own_browser(view):
    """
    Refuse where the other partner was signed in in this browser within the last hour.

    It stands under the guard and above recent authentication, which takes up a request again
    only after this let it through.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        other = request.partner.other
        if other and was_here(request, other.person, now=timezone.now()):
            raise RuleBroken(
                _(
                    "This browser was used by someone else within the last hour. "
                    "To sign, use your own device, or wait an hour."
                )
            )
        return view(request, *args, **kwargs)

    return guarded
