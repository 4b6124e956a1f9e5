"""The partner's home."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from checkins import moments
from checkins.reading import in_a_week
from trustpact.access.guards import partner_page
from trustpact.today.day import Day


@require_safe
@partner_page
def today(request):
    """What is due for me, what opened between us, what waits, and one next step."""
    now = timezone.now()
    page = {
        "day": Day.of(request.partner, now),
        "came_back": moments.words_of_return(request.partner, now),
        "other": request.couple.beside(request.partner),
        "date": request.user.local(now).date(),
        "in_a_week": in_a_week(request.couple, now),
    }
    return render(request, "today/today.html", page)
