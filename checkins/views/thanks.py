"""Thank you, in two taps; and the small wins of each month."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import practices, wins
from checkins.forms.thanks import ThanksForm
from checkins.models import Appreciation, AppreciationOwn
from trustpact.access.guards import partner_page


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def thanks(request):
    """Choose a line, or write one; it is sent with that tap."""
    said = practices.words_of("thanks", request.couple.language)
    form = ThanksForm(request.POST if request.method == "POST" else None, opener=said["opener"])
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, said["lines"])
    Appreciation.give(request.partner, form.cleaned_data["words"], now=timezone.now())
    messages.info(request, _("Sent."))
    return redirect("checkins:months")


@require_POST
@partner_page
def thanks_rest(request):
    """Keep what the other sends off one's own pages, or let it back."""
    AppreciationOwn.mute(request.partner, muted="muted" in request.POST)
    messages.info(request, _("Kept. Only you see this."))
    return redirect("checkins:thanks")


@require_safe
@partner_page
def thanks_words(request, thanks_id):
    """One line by itself, and how its receiver puts it away."""
    found = _found(request, thanks_id)
    page = {
        "given": found,
        "is_mine": found.author_id == request.partner.pk,
        "is_away": found.away.filter(partner=request.partner).exists(),
    }
    return render(request, "checkins/thanks_words.html", page)


@require_POST
@partner_page
def thanks_removal(request, thanks_id):
    """Put it away, for its receiver alone."""
    _found(request, thanks_id).put_away(request.partner)
    return redirect("checkins:thanks_words", thanks_id)


@require_POST
@partner_page
def thanks_return(request, thanks_id):
    """Let what was put away stand there again."""
    _found(request, thanks_id).take_out(request.partner)
    return redirect("checkins:thanks_words", thanks_id)


@require_safe
@partner_page
def months(request):
    """The small wins of one month (`month=2026-03`), newest first; without one, of this month."""
    now = timezone.now()
    first, last = wins.months_of(request.couple, now)
    shown = month_asked(request.GET.get("month")) or last
    if not first <= shown <= last:
        raise Http404
    page = {
        "shown": shown,
        "other": request.couple.beside(request.partner),
        "wins": wins.of_month(request.partner, shown, now)[::-1],
        "earlier": wins.month_before(shown) if shown > first else None,
        "later": wins.month_after(shown) if shown < last else None,
    }
    return render(request, "checkins/months.html", page)


def month_asked(text):
    """Return the first day of a month that was asked for (`2026-03`); 404 for what is none."""
    try:
        return text and date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None


def _found(request, thanks_id):
    given = Appreciation.objects.select_related("couple", "author__person")
    return get_object_or_404(given, couple=request.couple, pk=thanks_id)


def _page(request, form, lines):
    partner = request.partner
    page = {
        "other": request.couple.beside(partner),
        "lines": lines,
        "form": form,
        "muted": AppreciationOwn.is_muted(partner),
        "away": Appreciation.put_away_by(partner),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "checkins/thanks.html", page, status=status)
