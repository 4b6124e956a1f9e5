"""Which couple a signed-in person belongs to, and what a therapist may see, for pages about it."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from trustpact.couples.models import Partner, Therapist, Therapy

OPEN_TO_ALL = "all"


class PartnerMiddleware:
    """Set request.partner and request.couple: one query, and none on pages open to all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.partner = request.couple = request.therapist = request.grant = None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Look up whom a page is about, where it is about a signed-in person; the account's, too."""
        guard = getattr(view, "guarded_by", "")
        if guard == OPEN_TO_ALL or not request.user.is_authenticated:
            return
        if guard == "therapist":
            request.therapist = SimpleLazyObject(lambda: Therapist.objects.of(request.user))
            request.grant = SimpleLazyObject(lambda: _grant(request, view.scopes, kwargs))
            request.partner = SimpleLazyObject(lambda: _partner(request))
        else:
            request.partner = Partner.objects.of(request.user)
            request.couple = request.partner.couple if request.partner else None


def _grant(request, scopes, kwargs):
    """Return what is open now; read, and listed, in the transaction that the guard begins."""
    person, therapy_id = request.user, kwargs["therapy_id"]
    granted = Therapy.opened_to(person, therapy_id, scopes, now=timezone.now())
    if granted:
        request.therapist = granted.therapy.therapist
    return granted


def _partner(request):
    """Return the partner that a therapist is themselves, elsewhere: no query where they are none."""
    if request.therapist and not request.therapist.is_partner:
        return None
    return Partner.objects.of(request.user)
