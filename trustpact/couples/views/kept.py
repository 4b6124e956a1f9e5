"""What stays with somebody of the spaces of theirs that ended."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from trustpact.access.guards import person_page
from trustpact.couples.models import Partner


@require_safe
@person_page
def kept(request):
    """List the reader's own spaces that ended, and what can be read of each; the other is not named."""
    return render(request, "couples/kept.html", {"places": Partner.objects.past_of(request.user)})
