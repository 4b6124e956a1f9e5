"""The couple's rituals: what is kept, when it comes round, and what else there is."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins import planning, reading, wording
from checkins.forms.ritual import OwnTimeForm, RestForm
from checkins.models import Ritual, RitualTemplate, RitualWish, Snooze
from checkins.offers import offers
from trustpact.access.guards import partner_page
from trustpact.notices.models import Reminders
from trustpact.web.undo import tell_with_undo

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


@require_POST
@partner_page
def ask(request, template_id):
    """Ask for what begins only when both ask for it."""
    template = get_object_or_404(RitualTemplate.published, pk=template_id)
    begun = RitualWish.ask(request.partner, template, now=timezone.now())
    alone = _("Kept. Only you see this, unless your partner asks for it, too.")
    messages.info(request, _("Both of you asked for it: it has begun.") if begun else alone)
    return redirect("checkins:rituals")


@require_POST
@partner_page
def ask_no_more(request, template_id):
    """Ask for it no longer."""
    template = get_object_or_404(RitualTemplate.published, pk=template_id)
    RitualWish.take_back(request.partner, template.slug)
    messages.info(request, _("Taken back. Nobody else knew of it."))
    return redirect("checkins:rituals")


@require_POST
@partner_page
def later(request, occurrence_id):
    """Put one date off, for oneself."""
    now = timezone.now()
    found = planning.find(request.partner, occurrence_id, now)
    if found is None:
        raise Http404
    until = Snooze.put_off(found, request.partner, request.POST.get("until"), now=now)
    moment = wording.moment_in_words(until, request.user, now)
    messages.info(request, _("Put off: %(moment)s. Only you see this.") % {"moment": moment})
    return redirect("today:today")


@require_safe
@partner_page
def ritual(request, ritual_id):
    """The settings of one ritual: own ones, and those for both."""
    return _ritual_page(request, _kept(request, ritual_id))


@require_POST
@partner_page
def own(request, ritual_id):
    """Set one's own time; what both hold at one moment has none."""
    found = _kept(request, ritual_id)
    if found.is_shared():
        raise Http404
    form = OwnTimeForm(request.POST, action=request.path)
    if not form.is_valid():
        return _ritual_page(request, found, status=400, own=form)
    found.set_time(request.partner, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("Kept. Only you see this."))
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
    """Let everything rest until a day; without a day all of it goes on now."""
    now = timezone.now()
    if "until" not in request.POST:
        Ritual.rest_all(request.couple, None, now=now)
        messages.info(request, _("All of it goes on."))
        return redirect("checkins:rituals")
    form = _rest_form(request, request.path, now, request.POST)
    if not form.is_valid():
        return _rituals_page(request, status=400, rest=form)
    today = request.couple.local(now).date()
    some_rest = request.couple.rituals.kept().filter(rest_until__gt=today).exists()
    Ritual.rest_all(request.couple, form.cleaned_data["until"], now=now)
    said = _("All of it rests, for both of you, and goes on by itself.")
    if some_rest:  # their own days are gone: going on would not bring those back
        messages.info(request, said)
    else:
        tell_with_undo(request, said, request.path)
    return redirect("checkins:rituals")


def _kept(request, ritual_id):
    kept = request.couple.rituals.kept().with_plan()
    return get_object_or_404(kept, pk=ritual_id)


def _rest_form(request, action, now, data=None):
    return RestForm(data, action=action, today=request.couple.local(now).date())


def _rituals_page(request, status=200, rest=None):
    now = timezone.now()
    rituals = Ritual.kept_by(request.partner)
    kept = reading.kept_rituals(request.partner, rituals, now)
    page = {
        "kept": kept,
        "all_rest": bool(kept) and all(one.resting_until for one in kept),
        "due": reading.due_cards(request.partner, rituals, now),
        "offers": offers(request.partner, rituals, now),
        "in_a_week": reading.in_a_week(request.couple, now),
        "rest": rest or _rest_form(request, reverse("checkins:rest_all"), now),
    }
    return render(request, "checkins/rituals.html", page, status=status)


def _ritual_page(request, found, status=200, **forms):
    now = timezone.now()
    where = {name: reverse(f"checkins:{name}", args=[found.pk]) for name in ("own", "rest")}
    beside = Ritual.kept_by(request.partner)
    mine = [one for one in beside if one.pk == found.pk]
    own_time = found.time_of(request.partner)
    starts = {"at": own_time.at or found.at}
    book = Reminders.objects.book(persons=[request.user.pk])
    page = {
        "ritual": found,
        "often": wording.cadence_in_words(found.cadence),
        "ahead": reading.dates_ahead(request.partner, mine[0], beside, now),
        "kept": reading.kept_rituals(request.partner, mine, now)[0],
        "place_of": next((one for one in beside if one.slug == found.replaces), None),
        "questions": reading.own_questions(found) if found.is_own else [],
        "due": [
            card for card in reading.due_cards(request.partner, beside, now) if card.ritual == found
        ],
        "in_a_week": reading.in_a_week(request.couple, now),
        "own": None if found.is_shared() else OwnTimeForm(initial=starts, action=where["own"]),
        "reminded": reading.reminders_of(request.partner, mine, book, now)[0].sentence,
        "rest": _rest_form(request, where["rest"], now),
    }
    return render(request, "checkins/ritual.html", page | forms, status=status)
