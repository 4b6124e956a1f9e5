"""Safety: questions, advice and helplines, for anyone; no account, no session, no trace."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from trustpact.access.guards import open_to_all
from trustpact.people.countries import COUNTRIES, country_of
from trustpact.people.models import Helpline


@require_safe
@open_to_all
def safety(request):
    """Show what helps when something is not right; nothing is asked, nothing is kept."""
    here = country_of(request.headers.get("accept-language", ""))
    lines = [
        {"line": line, "country": COUNTRIES.get(line.country, line.country)}
        for line in Helpline.published.read_in(get_language())
    ]
    lines.sort(key=lambda one: (one["line"].country != here, str(one["country"])))
    context = {"lines": lines, "leave_for": settings.QUICK_EXIT_ADDRESS}
    return render(request, "people/safety.html", context)
