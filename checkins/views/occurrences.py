"""One occurrence: the form of an own check-in, what opened, and what can be taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins import planning, reading, wording
from checkins.forms.checkin import CheckInForm
from trustpact.access.guards import partner_page

PAGE = 31


@require_safe
@partner_page
def occurrence(request, occurrence_id):
    """The questions of one date, what is answered so far, and what opened."""
    now = timezone.now()
    checkin = _own_checkin(request, occurrence_id, now)
    return _page(request, checkin, _form(checkin, now), now)


@require_POST
@partner_page
def answers(request, occurrence_id):
    """Keep the answers for later; nothing opens before Done."""
    return _keep(request, occurrence_id, done=False)


@require_POST
@partner_page
def done(request, occurrence_id):
    """Keep the answers, and be done."""
    return _keep(request, occurrence_id, done=True)


@require_POST
@partner_page
def skip(request, occurrence_id):
    """Leave this one out."""
    now = timezone.now()
    _own_checkin(request, occurrence_id, now).skip(now=now)
    messages.info(request, _("Left out. You can still answer it whenever you like."))
    return redirect("today:today")


@require_POST
@partner_page
def revocation(request, occurrence_id):
    """Take one answer back, or all of them."""
    now = timezone.now()
    checkin = _own_checkin(request, occurrence_id, now)
    checkin.take_back(request.POST.get("question", ""), now=now)
    messages.info(request, _("Taken back. It is for you alone now."))
    return redirect("checkins:occurrence", occurrence_id)


@require_POST
@partner_page
def opening(request, occurrence_id):
    """Open an own answer that had no counterpart."""
    now = timezone.now()
    checkin = _own_checkin(request, occurrence_id, now)
    checkin.open_alone(request.POST.get("question", ""), now=now)
    messages.info(request, _("This answer opens to both of you at the next opening hour."))
    return redirect("checkins:occurrence", occurrence_id)


@require_safe
@partner_page
def past(request):
    """Earlier dates, without anything that was said."""
    found = reading.past_dates(request.partner, timezone.now())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "checkins/past.html", {"page": page})


def _own_checkin(request, occurrence_id, now):
    """Return the viewer's own check-in of an occurrence of their couple; Http404 for any other."""
    found = planning.find(request.partner, occurrence_id, now)
    if found is None:
        raise Http404
    return found.checkin_of(request.partner)


def _form(checkin, now, data=None):
    return CheckInForm(
        data,
        checkin=checkin,
        locked=checkin.open_slugs(now),
        late=not checkin.occurrence.is_in_window(checkin.partner, now),
    )


def _keep(request, occurrence_id, *, done):
    now = timezone.now()
    checkin = _own_checkin(request, occurrence_id, now)
    form = _form(checkin, now, request.POST)
    if not form.is_valid():
        return _page(request, checkin, form, now, status=400)
    checkin.keep(form.given(), done=done, now=now)
    if request.htmx:
        return HttpResponse(status=204)
    kept = _("Kept. It stays with you until you press Done.")
    messages.info(request, _("Done.") if done else kept)
    return redirect("checkins:occurrence", occurrence_id)


def _page(request, checkin, form, now, status=200):
    date = checkin.occurrence
    slugs = checkin.open_slugs(now)
    opened = reading.opened_side_by_side(date, now)
    answered = checkin.state != checkin.State.OPEN
    page = {
        "occurrence": date,
        "ritual": date.ritual,
        "checkin": checkin,
        "form": form,
        "late": form.late,
        "opened": opened,
        "nothing": not opened and date.may_have_opened(now) and (answered or form.late),
        "mine": reading.own_answers(checkin, slugs, now),
        "opening": wording.opening_in_words(request.couple),
        "earlier": planning.earlier(request.partner, date, now),
        "month": reading.month_in_words(date, now) if _has_timeline(checkin) else [],
    }
    return render(request, "checkins/occurrence.html", page, status=status)


def _has_timeline(checkin):
    return any(question["kind"] == "timeline" for question in checkin.asked())
