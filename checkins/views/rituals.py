"""The couple's rituals: what is kept, when it comes round, and what else there is."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins import planning, reading, wording
from checkins.forms.ritual import OwnTimeForm, RestForm, SharedTimeForm
from checkins.models import Ritual, RitualTemplate
from trustpact.access.guards import partner_page

COUNTS = range(1, 8)


@require_safe
@partner_page
def rituals(request):
    """What the two keep, and what they could begin."""
    return _rituals_page(request)


@require_POST
@partner_page
def begin(request, template_id):
    """Begin a starter ritual for both."""
    template = get_object_or_404(RitualTemplate.published, pk=template_id)
    every = request.POST.get("every", "")
    every = int(every) if every in map(str, COUNTS) else None
    Ritual.begin(request.couple, template, now=timezone.now(), every=every)
    messages.info(request, _("Begun, for both of you. Each of you is reminded at an own time."))
    return redirect("checkins:rituals")


@require_safe
@partner_page
def ritual(request, ritual_id):
    """The settings of one ritual: own ones, and those for both."""
    return _ritual_page(request, _kept(request, ritual_id))


@require_POST
@partner_page
def own(request, ritual_id):
    """Set one's own time, and whether a mail reminds."""
    found = _kept(request, ritual_id)
    form = OwnTimeForm(request.POST, ritual=found, action=request.path)
    if not form.is_valid():
        return _ritual_page(request, found, status=400, own=form)
    found.set_time(request.partner, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("Kept. Only you see this."))
    return redirect("checkins:ritual", ritual_id)


@require_POST
@partner_page
def time(request, ritual_id):
    """Set when it comes round for both."""
    found = _kept(request, ritual_id)
    form = SharedTimeForm(request.POST, ritual=found, action=request.path)
    if not form.is_valid():
        return _ritual_page(request, found, status=400, shared=form)
    found.reschedule(now=timezone.now(), **form.changes())
    messages.info(request, _("Changed for both of you."))
    return redirect("checkins:ritual", ritual_id)


@require_POST
@partner_page
def rest(request, ritual_id):
    """Let one ritual rest until a day; without a day it goes on now."""
    found, now = _kept(request, ritual_id), timezone.now()
    if "until" not in request.POST:
        found.rest(None, now=now)
        return redirect("checkins:ritual", ritual_id)
    form = _rest_form(request, request.path, now, request.POST)
    if not form.is_valid():
        return _ritual_page(request, found, status=400, rest=form)
    found.rest(form.cleaned_data["until"], now=now)
    return redirect("checkins:ritual", ritual_id)


@require_POST
@partner_page
def end(request, ritual_id):
    """End a ritual for both."""
    _kept(request, ritual_id).end(now=timezone.now())
    messages.info(request, _("Ended. What opened between you stays, and you can begin it again."))
    return redirect("checkins:rituals")


@require_POST
@partner_page
def rest_all(request):
    """Let everything rest until a day."""
    now = timezone.now()
    form = _rest_form(request, request.path, now, request.POST)
    if not form.is_valid():
        return _rituals_page(request, status=400, rest=form)
    Ritual.rest_all(request.couple, form.cleaned_data["until"], now=now)
    return redirect("checkins:rituals")


def _kept(request, ritual_id):
    kept = request.couple.rituals.kept().with_plan()
    return get_object_or_404(kept, pk=ritual_id)


def _rest_form(request, action, now, data=None):
    return RestForm(data, action=action, today=request.couple.local(now).date())


def _rituals_page(request, status=200, rest=None):
    now = timezone.now()
    kept = list(request.couple.rituals.kept().seen_by(request.partner))
    timely, others = reading.offers(request.couple, kept, now)
    page = {
        "kept": reading.kept_rituals(request.partner, kept, now),
        "due": planning.due_for(request.partner, kept, now),
        "timely": timely,
        "others": others,
        "rest": rest or _rest_form(request, reverse("checkins:rest_all"), now),
    }
    return render(request, "checkins/rituals.html", page, status=status)


def _ritual_page(request, found, status=200, **forms):
    now = timezone.now()
    where = {name: reverse(f"checkins:{name}", args=[found.pk]) for name in ("own", "time", "rest")}
    own_time = found.time_of(request.partner)
    starts = {"at": own_time.at or found.at, "mail": own_time.mail}
    page = {
        "ritual": found,
        "often": wording.cadence_in_words(found.cadence),
        "kept": reading.kept_rituals(request.partner, [found], now)[0],
        "own": OwnTimeForm(initial=starts, ritual=found, action=where["own"]),
        "shared": SharedTimeForm(initial=_shared(found), ritual=found, action=where["time"]),
        "rest": _rest_form(request, where["rest"], now),
    }
    return render(request, "checkins/ritual.html", page | forms, status=status)


def _shared(found):
    return {
        "every": found.every,
        "nth": found.nth,
        "weekday": found.weekdays[:1],
        "at": found.at,
    }
