"""A session held together: the step that both are at, and what each can do there."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from checkins import planning, script, stage
from checkins.forms.session import StepForm, own_form
from checkins.models import Session
from checkins.models.passing import keep_draft, pass_step
from trustpact.access.guards import open_to_all, partner_page

OTHER = "other"


@require_safe
@partner_page
def session(request, occurrence_id):
    """Where the two are in a session."""
    now = timezone.now()
    found = session_of(request, occurrence_id, now)
    return _page(request, stage.Stage(found, request.partner, now))


@require_POST
@partner_page
def session_answer(request, occurrence_id):
    """Begin, say how ready one is, or pass the step."""
    now = timezone.now()
    found = session_of(request, occurrence_id, now)
    if found.status == Session.Status.WAITING and "moves" not in request.POST:
        return _begin(request, found, now)
    asked = _shown(found, request.POST.get("step", ""))
    form = _step_form(request, found, asked, now)
    own = _own_form(request, found, asked, now)
    if not form.is_valid() or (own and not own.is_valid()):
        page = stage.Stage(found, request.partner, now, form=form, own=own)
        return _page(request, page, status=400)
    pass_step(
        found,
        request.partner,
        form.given(own.given() if own else None),
        seen=form.cleaned_data["moves"],
        step=form.cleaned_data["step"],
        now=now,
    )
    return redirect("checkins:session", occurrence_id)


@require_POST
@partner_page
def session_words(request, occurrence_id):
    """Keep what is half written, for its author alone."""
    now = timezone.now()
    found = session_of(request, occurrence_id, now)
    asked = _shown(found, request.POST.get("step", ""))
    form = _step_form(request, found, asked, now)
    if form.is_valid():
        keep_draft(found, request.partner, form.given(), step=asked["slug"], now=now)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("checkins:session", occurrence_id)


@require_POST
@partner_page
def session_first(request, occurrence_id):
    """Choose who begins."""
    now = timezone.now()
    found = session_of(request, occurrence_id, now)
    second = found.partner_of(1)
    if request.POST.get("who") == OTHER and second:
        found.let_begin(request.partner, second, now=now)
    return redirect("checkins:session", occurrence_id)


@require_POST
@partner_page
def session_end(request, occurrence_id):
    """Stop here, for both."""
    now = timezone.now()
    session_of(request, occurrence_id, now).stop(request.partner, now=now)
    return redirect("checkins:session", occurrence_id)


@require_safe
@never_cache
@open_to_all
def session_place(request):
    """
    Whether the two have gone on since a page was shown: 204 for no, 200 for yes, and no word more.

    A page asks every moment, without cookies: it costs one query and keeps nobody signed in. The
    note in the address was signed for a page that its reader was let in to, and opens nothing.
    """
    try:
        moved = stage.has_moved(request.GET.get("at", ""))
    except signing.BadSignature:
        raise Http404 from None
    return HttpResponse(status=200 if moved else 204)


def session_of(request, occurrence_id, now):
    """Return the session of an occurrence of one's own couple; Http404 for any other."""
    found = planning.find(request.partner, occurrence_id, now)
    if found is None or not found.ritual.is_session:
        raise Http404
    found.ritual.couple = request.couple
    return Session.of(found)


def _begin(request, found, now):
    if found.asks_whether_ready:
        choice = request.POST.get("choice", "")
        together = "together" in request.POST
        found.answer_ready(request.partner, choice, now=now, together=together)
    else:
        found.begin(request.partner, now=now)
    return redirect("checkins:session", found.occurrence.pk)


def _shown(found, slug):
    """Return the step that the page showed; an unknown one is the one that both are at."""
    return next((one for one in found.steps if one["slug"] == slug), found.asked)


def _step_form(request, found, asked, now):
    today = request.couple.local(now).date()
    return StepForm(request.POST, asked=asked, today=today)


def _own_form(request, found, asked, now):
    if script.kind_of(asked, script.Screen(found.steps.index(asked))) != script.Kind.OWN:
        return None
    checkin = found.occurrence.checkin_of(request.partner)
    late = not found.occurrence.is_in_window(request.partner, now)
    return own_form(checkin, asked, locked=checkin.open_slugs(now), late=late, data=request.POST)


def _page(request, page, status=200):
    if page.other is None:
        messages.info(request, _("This is for two. It waits until your partner is here, too."))
        return redirect("checkins:rituals")
    context = {"stage": page, "session": page.session, "occurrence": page.occurrence}
    return render(request, "checkins/session.html", context, status=status)
