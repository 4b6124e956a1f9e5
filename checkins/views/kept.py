"""What a person keeps of the talks of a space that ended, month by month: to be read, and no more."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from checkins import wins
from checkins.kept import KeptMonth, months_of
from checkins.views.thanks import month_asked
from trustpact.access.guards import person_page
from trustpact.couples.models import Partner


@require_safe
@person_page
def kept(request, place_id):
    """One month (`month=2026-03`); without one, that of the end."""
    place = get_object_or_404(Partner.objects.past_of(request.user), pk=place_id)
    first, last = months_of(place)
    shown = month_asked(request.GET.get("month")) or last
    if not first <= shown <= last:
        raise Http404
    page = {
        "place": place,
        "month": KeptMonth(place, shown),
        "earlier": wins.month_before(shown) if shown > first else None,
        "later": wins.month_after(shown) if shown < last else None,
    }
    return render(request, "checkins/kept.html", page)
