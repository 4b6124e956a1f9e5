"""Each person's own language and clock, for every page they see."""

import zoneinfo

from django.utils import timezone, translation


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
        """Only pages that ask who is there look the person up."""
        if getattr(view, "login_required", True) and request.user.is_authenticated:
            translation.activate(request.user.language)
            timezone.activate(zoneinfo.ZoneInfo(request.user.zone))
        request.LANGUAGE_CODE = translation.get_language()
