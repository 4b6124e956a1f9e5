"""What a machine in front of this one asks for."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from trustpact.access.guards import open_to_all
from trustpact.operations import readiness


@require_safe
@open_to_all
def readyz(request):
    """Tell a proxy whether to send people here: 200, or 503 with the names of what is missing."""
    missing = readiness.missing()
    words = f"missing: {', '.join(missing)}\n" if missing else "ready\n"
    return HttpResponse(words, content_type="text/plain", status=503 if missing else 200)
