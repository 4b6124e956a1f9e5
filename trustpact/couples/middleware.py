"""Which couple a signed-in person belongs to, for the pages that are about it."""

from trustpact.couples.models import Partner

OPEN_TO_ALL = "all"


class PartnerMiddleware:
    """Set request.partner and request.couple: one query, and none on pages open to all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.partner = request.couple = None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Look the partner up where a page is about a signed-in person; the account's, too."""
        if getattr(view, "guarded_by", "") != OPEN_TO_ALL and request.user.is_authenticated:
            request.partner = Partner.objects.of(request.user)
            request.couple = request.partner.couple if request.partner else None
