"""How long requests take, counted where an operator set METRICS."""

import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed

READING = ("GET", "HEAD", "OPTIONS")


class RequestTimesMiddleware:
    """Counts a request by reading or writing and by the class of its answer; never by its page."""

    def __init__(self, get_response):
        if not settings.METRICS:
            raise MiddlewareNotUsed
        from trustpact.operations.metrics import SECONDS  # noqa: PLC0415 (opens files in METRICS)

        self.get_response = get_response
        self.seconds = SECONDS

    def __call__(self, request):
        began = time.perf_counter()
        response = self.get_response(request)
        does = "read" if request.method in READING else "write"
        took = time.perf_counter() - began
        self.seconds.labels(does, f"{response.status_code // 100}xx").observe(took)
        return response
