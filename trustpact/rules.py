"""Rules of the product that a request can break, and the page that says so."""

from django.shortcuts import render


class RuleBroken(Exception):
    """
    Raised by a model's verb when what was asked is not possible now.

    Its text is a sentence for the person: what is the matter, then what can be done next. The
    transaction of the verb is rolled back, so nothing is half done.
    """


class TooOften(RuleBroken):
    """A rule about how often: the page answers 429 instead of 409."""


class RuleBrokenMiddleware:
    """The one place where a broken rule becomes a page (409, or 429 for too often)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, RuleBroken):
            status = 429 if isinstance(error, TooOften) else 409
            return render(request, "rule_broken.html", {"reason": str(error)}, status=status)
        return None
