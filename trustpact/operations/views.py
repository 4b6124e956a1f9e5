"""What a machine in front of this one asks for, and what its operator looks at."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trustpact.access.guards import open_to_all, operator_page
from trustpact.notices import flagged
from trustpact.operations import chores, outbox, readiness


@require_safe
@open_to_all
def readyz(request):
    """Tell a proxy whether to send people here: 200, or 503 with the names of what is missing."""
    missing = readiness.missing()
    words = f"missing: {', '.join(missing)}\n" if missing else "ready\n"
    return HttpResponse(words, content_type="text/plain", status=503 if missing else 200)


@require_safe
@operator_page
def flags(request):
    """Show what waits and what did not reach its person, in counts alone, and chores that fail."""
    now = timezone.now()
    page = {"outbox": outbox.at(now), "rows": flagged.summed_up(), "chores": chores.failing()}
    return render(request, "admin/flags.html", page)
