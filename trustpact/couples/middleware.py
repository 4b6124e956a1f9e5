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
        if guard != OPEN_TO_ALL and request.user.is_authenticated:
            request.partner = Partner.objects.of(request.user)
            request.couple = request.partner.couple if request.partner else None
        if guard == "therapist" and request.user.is_authenticated:
            request.therapist = Therapist.objects.of(request.user)
            request.grant = SimpleLazyObject(lambda: _grant(request, view.scopes, kwargs))


def _grant(request, scopes, kwargs):
    """Return what is open now; read, and listed, in the transaction that the guard begins."""
    return Therapy.opened_to(request.therapist, kwargs["therapy_id"], scopes, now=timezone.now())
