"""One occurrence: the form of an own check-in, what opened, and what can be taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.models import Clause
from checkins import planning, reading, wins, wording
from checkins.answers import ChangedElsewhere
from checkins.forms.checkin import CheckInForm
from checkins.models import OpenedAnswer
from trustpact.access.guards import partner_page

PAGE = 31
JSON = "application/json"  # what the script that keeps asks for


@require_safe
@partner_page
def occurrence(request, occurrence_id):
    """The questions of one date, what is answered so far, and what opened."""
    now = timezone.now()
    checkin = _own_checkin(request, occurrence_id, now)
    if checkin.occurrence.ritual.is_session:
        return redirect("checkins:session", occurrence_id)
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


@require_safe
@partner_page
def felt(request, clause_id):
    """How a clause has felt: to the reader, and what opened between the two."""
    clause = get_object_or_404(Clause.objects.of_couple(request.couple), pk=clause_id)
    mine, opened = reading.felt(request.partner, clause_id, timezone.now())
    page = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "checkins/felt.html",
        {"clause": clause, "page": page, "opened": opened[: 2 * PAGE]},
    )


def _own_checkin(request, occurrence_id, now, *, hold=False):
    """Return the viewer's own check-in of an occurrence of their couple; Http404 for any other."""
    checkin = planning.checkin_of(request.partner, occurrence_id, now, hold=hold)
    if checkin is None:
        raise Http404
    return checkin


def _form(checkin, now, data=None):
    return CheckInForm(
        data,
        checkin=checkin,
        locked=checkin.open_slugs(now),
        late=not checkin.occurrence.is_in_window(checkin.partner, now),
    )


def _keep(request, occurrence_id, *, done):
    """Keep what was posted, all of it or nothing, and answer a page or the script that keeps."""
    now = timezone.now()
    kept, form = _kept(request, occurrence_id, now, done=done)
    if request.headers.get("Accept") == JSON:
        return _told(form, reverse("checkins:occurrence", args=[occurrence_id]), kept=kept)
    if not kept:
        return _page(request, form.checkin, form, now, status=400)
    if not done:
        messages.info(request, _("Kept. It stays with you until you press Done."))
    return redirect("checkins:occurrence", occurrence_id)


def _kept(request, occurrence_id, now, *, done):
    try:
        with transaction.atomic():
            checkin = _own_checkin(request, occurrence_id, now, hold=True)
            form = _form(checkin, now, request.POST)
            if not form.is_valid():
                return False, form
            checkin.keep(form.given(), done=done, now=now, seen=form.seen())
    except ChangedElsewhere as elsewhere:
        form.say_elsewhere(elsewhere.slugs)
        return False, form
    return True, form


def _told(form, page, *, kept):
    told = {"seen": form.digests(), "wrong": form.wrong(), "to": page}
    return JsonResponse(told, status=200 if kept else 400)


def _page(request, checkin, form, now, status=200):
    date = checkin.occurrence
    rows = OpenedAnswer.of(date, now)
    opened = reading.opened_side_by_side(rows)
    slugs = {row.question for row in rows if row.partner_id == checkin.partner_id}
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
        "month": _month(checkin, now),
    }
    return render(request, "checkins/occurrence.html", page, status=status)


def _month(checkin, now):
    """Return the small wins that its timeline shows, where one of its questions is one."""
    if not any(question["kind"] == "timeline" for question in checkin.asked()):
        return []
    day = checkin.occurrence.date
    return wins.of_days(checkin.partner, day.replace(day=1), day, now)
