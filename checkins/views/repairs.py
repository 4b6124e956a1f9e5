"""A repair: asked alone, opened, one step a page; left for now, stopped, let rest."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Version
from checkins.forms.repair import StepForm, TypedForm
from checkins.mending import ANSWER, FOLLOW_THROUGH, OPENING, REST, STEPS
from checkins.models import Appreciation, Repair, RepairGuide, UnsentWords
from checkins.telling import story
from trustpact.access.guards import partner_page

SIDES = ("own", "other")  # whose hurt one opens; neutral, for it stands in an address


@require_safe
@partner_page
def repairs(request):
    """What goes on, and the question that comes before anything is opened."""
    today = _today(request)
    going_on = request.couple.repairs.open_on(today).with_people().order_by("opened_on", "pk")
    page = {
        "guide": _guide(request),
        "other": request.partner.other,
        "repairs": going_on,
        "thanks": Appreciation.lately(request.partner, timezone.now()),
        "own": next((one for one in going_on if one.opened_by_id == request.partner.pk), None),
    }
    return render(request, "checkins/repairs.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def new_repair(request):
    """Write what was said or done; it is sent with one press, and not before."""
    side = request.POST.get("side") or request.GET.get("side") or SIDES[0]
    if side not in SIDES:
        raise Http404
    if request.method != "POST":
        return _opening(request, side, None)
    form = _form(request, OPENING, request.POST)
    if not form.is_valid():
        return _opening(request, side, form, status=400)
    opened = Repair.open(
        request.couple,
        request.partner,
        hurt=side == SIDES[0],
        words=form.cleaned_data["words"],
        now=timezone.now(),
    )
    UnsentWords.objects.filter(partner=request.partner, repair=None).delete()
    messages.info(request, _("Sent. Nothing more is asked of you now."))
    return redirect("checkins:repair_words", opened.pk)


@require_POST
@partner_page
def new_repair_note(request):
    """Keep an opening for oneself, unsent."""
    return _kept(request, None)


@require_safe
@partner_page
def repair(request, repair_id):
    """The question for each alone, before anything is read; after the end, what was said."""
    found = _repair_of(request, repair_id)
    if not found.is_open(_today(request)):
        return _over(request, found)
    if found.has_spoken(request.partner):
        return redirect("checkins:repair_words", found.pk)
    page = {"repair": found, "guide": _guide(request), "other": request.partner.other}
    return render(request, "checkins/repair_alone.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def repair_words(request, repair_id):
    """What was said so far, and the one step that comes next for the reader, if any."""
    found = _repair_of(request, repair_id)
    if request.method != "POST":
        if not found.is_open(_today(request)):
            return redirect("checkins:repair", found.pk)
        return _step(request, found, *_asked(request, found))
    step = _posted_step(request, found)
    form = _form(request, step, request.POST, found)
    if not form.is_valid():
        return _step(request, found, step, form=form, status=400)
    found.say(request.partner, step, now=timezone.now(), **form.given())
    messages.info(request, _("Sent."))
    return redirect("checkins:repair_words", found.pk)


@require_POST
@partner_page
def repair_note(request, repair_id):
    """Not yet: keep what was typed for oneself, and come back to it or not."""
    return _kept(request, _repair_of(request, repair_id))


@require_POST
@partner_page
def repair_end(request, repair_id):
    """Stop, alone and at once; whoever was afraid is led to help."""
    _repair_of(request, repair_id).stop(request.partner, now=timezone.now())
    if "help" in request.POST:
        return redirect("people:safety")
    return redirect("checkins:repair", repair_id)


@require_POST
@partner_page
def repair_rest(request, repair_id):
    """Be at rest with it, for now."""
    _repair_of(request, repair_id).rest(request.partner, now=timezone.now())
    return redirect("checkins:repair", repair_id)


# --- Pages


def _opening(request, side, form, status=200):
    typed = UnsentWords.of(request.partner, None, OPENING)
    page = {
        "guide": _guide(request),
        "other": request.partner.other,
        "side": side,
        "form": form or _form(request, OPENING, initial=typed),
    }
    return render(request, "checkins/repair_new.html", page, status=status)


def _asked(request, repair):
    """Return the step that was asked for, where it is open to the reader, or the one that is next."""
    side, state = repair.side_of(request.partner), repair.state
    today = _today(request)
    step = request.GET.get("step", "")
    if step not in state.open_to(side) or step == REST:
        due = [one.pk for one in repair.standing_actions if one.due_on <= today]
        step = state.next_step(side, due)
    if step == FOLLOW_THROUGH:
        return step, _action_of(request.GET.get("about", ""), state.to_follow(side))
    return step, None


def _posted_step(request, repair):
    """Return the step that was posted; where it is none, the one that the page would show."""
    step = request.POST.get("step", "")
    return step if step in (ANSWER, *STEPS) else _asked(request, repair)[0] or ANSWER


def _action_of(asked, known):
    return next((one for one in known if str(one) == asked), known[0])


def _step(request, repair, step, about=None, form=None, status=200):
    state, side = repair.state, repair.side_of(request.partner)
    guide = _guide(request)
    if step and form is None:
        typed = UnsentWords.of(request.partner, repair, step)
        form = _form(request, step, None, repair, initial=typed | {"about": about})
    told = story(repair, guide)
    page = {
        "repair": repair,
        "guide": guide,
        "other": request.partner.other,
        "at_rest": guide.text(REST) if repair.hurt_id == request.partner.pk else "",
        "step": step,
        "form": form,
        "earlier": told[:-1],
        "latest": told[-1:],
        "about": next((one for one in told if about and one.id == about), None),
        "ways": _other_ways(repair, state, side, step, guide),
        "beside": _beside(repair, _today(request)),
    }
    return render(request, "checkins/repair.html", page, status=status)


def _other_ways(repair, state, side, step, guide):
    """Return the other steps that are open, as pairs of slug and words; to rest is no link."""
    return [(one, guide.text(one)) for one in state.open_to(side) if one not in (step, REST)]


def _beside(repair, today):
    """Return the other hurt that stands beside this one and goes on, or None."""
    there = Repair.objects.open_on(today).with_people().filter(couple=repair.couple_id)
    return there.exclude(pk=repair.pk).first()


def _over(request, repair):
    guide = _guide(request)
    unsent = UnsentWords.objects.filter(repair=repair, partner=request.partner)
    in_force = Version.objects.filter(agreement__couple=request.couple, status="in_force").first()
    page = {
        "repair": repair,
        "story": story(repair, guide),
        "unsent": [one.words["words"] for one in unsent if one.words.get("words")],
        "version": in_force,
    }
    return render(request, "checkins/repair_over.html", page)


# --- What the views share


def _kept(request, repair):
    form = TypedForm(request.POST)
    if not form.is_valid():
        if repair is None:
            side = request.POST.get("side") if request.POST.get("side") in SIDES else SIDES[0]
            return _opening(request, side, _form(request, OPENING, request.POST), status=400)
        step = _posted_step(request, repair)
        bound = _form(request, step, request.POST, repair)
        return _step(request, repair, step, form=bound, status=400)
    step = form.cleaned_data["step"]
    UnsentWords.keep(request.partner, repair, step, form.typed(), today=_today(request))
    messages.info(request, _("Nothing was sent. What you typed stays here, for you alone."))
    return redirect("today:today")


def _form(request, step, data=None, repair=None, **more):
    guide = _guide(request)
    places = repair.state.choices(repair.side_of(request.partner), step) if repair else []
    words = guide.choices(step)
    other = request.partner.other
    more["initial"] = {"step": step} | more.get("initial", {})
    return StepForm(
        data,
        step=step,
        text=guide.text(step),
        choices=[(place, words[place]) for place in places],
        reader=other.name if other else "",
        today=_today(request),
        language=request.couple.language,
        **more,
    )


def _repair_of(request, repair_id: UUID):
    return get_object_or_404(request.couple.repairs.with_people(), pk=repair_id)


def _guide(request):
    return RepairGuide.read_in(request.couple.language)


def _today(request):
    return request.couple.local(timezone.now()).date()
