"""A ritual in a couple's own words: written, and changed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkins.forms.own import KINDS, OwnRitualForm, Questions
from checkins.forms.plan import PlanForm, plan_to_begin_with
from checkins.models import OwnQuestions
from checkins.views.plans import preview
from trustpact.access.guards import partner_page
from trustpact.rules import RuleBroken, TooOften

PRESSED = ("add", "remove", "up", "down", "preview")  # what changes the page and nothing else
FIRST_QUESTION = [{"kind": "text", "slug": "", "text": "", "visibility": "me"}]


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def new_own(request):
    """Write a ritual; nothing of it is anywhere before it is begun."""
    now = timezone.now()
    today = request.couple.local(now).date()
    if request.method != "POST":
        plan = PlanForm(couple=request.couple, today=today, initial=plan_to_begin_with(today))
        return _page(
            request, _words(request), Questions(request.couple, None, FIRST_QUESTION), plan, now
        )
    words, questions = _words(request, request.POST), Questions(request.couple, request.POST)
    plan = PlanForm(request.POST, couple=request.couple, today=today)
    if _is_pressed(request):
        questions.press()
        return _pressed(request, words, questions, plan, now)
    if not all([words.is_valid(), questions.is_valid(), plan.is_valid()]):
        return _page(request, words, questions, plan, now, status=400)
    try:
        ritual = OwnQuestions.begin(
            request.couple,
            **words.cleaned_data,
            questions=questions.given(),
            plan=plan.plan(),
            now=now,
        )
    except RuleBroken as broken:
        words.add_error(None, str(broken))
        return _page(request, words, questions, plan, now, status=_status(broken))
    messages.info(request, _("Begun, for both of you."))
    return redirect("checkins:ritual", ritual.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def words(request, ritual_id):
    """Change the words and questions of an own ritual."""
    now = timezone.now()
    found = get_object_or_404(request.couple.rituals.kept(), pk=ritual_id)
    if not found.is_own:
        raise Http404
    if request.method != "POST":
        asked = OwnQuestions.latest(found).questions
        form = _words(request, initial=found.words)
        return _page(request, form, Questions(request.couple, None, asked), None, now, found)
    form, questions = _words(request, request.POST), Questions(request.couple, request.POST)
    if _is_pressed(request):
        questions.press()
        return _page(request, _as_typed(form), questions, None, now, found)
    if not all([form.is_valid(), questions.is_valid()]):
        return _page(request, form, questions, None, now, found, status=400)
    try:
        OwnQuestions.rewrite(
            found,
            **form.cleaned_data,
            questions=questions.given(),
            seen=request.POST.get("seen", ""),
            now=now,
        )
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _page(request, form, questions, None, now, found, status=_status(broken))
    messages.info(request, _("Kept. The questions are asked like this from tomorrow on."))
    return redirect("checkins:ritual", ritual_id)


def _words(request, data=None, initial=None):
    return OwnRitualForm(data, initial=initial, language=request.couple.language)


def _as_typed(form):
    """Return the form with what was typed, and nobody told of mistakes before they are done."""
    typed = {name: form.data.get(name, "") for name in form.fields}
    return OwnRitualForm(initial=typed, language=form.language)


def _pressed(request, words, questions, plan, now):
    """Show a new ritual as it was typed; a look ahead asks whether its plan is right."""
    if "preview" not in request.POST:
        typed = {
            name: field.widget.value_from_datadict(plan.data, {}, name)
            for name, field in plan.fields.items()
        }
        plan = PlanForm(couple=request.couple, today=plan.today, initial=typed)
    status = 400 if plan.is_bound and not plan.is_valid() else 200
    return _page(request, _as_typed(words), questions, plan, now, status=status)


def _is_pressed(request):
    return any(name in request.POST for name in PRESSED)


def _status(broken):
    return 429 if isinstance(broken, TooOften) else 409


def _page(request, words, questions, plan, now, ritual=None, status=200):
    page = {
        "words": words,
        "questions": questions,
        "plan": plan,
        "kinds": KINDS,
        "ritual": ritual,
        "seen": _seen(request, ritual, anew=status == 409),
        "preview": preview(request, plan, now) if plan else None,
    }
    return render(request, "checkins/own.html", page, status=status)


def _seen(request, ritual, anew):
    """Return the digest of what the writer read: kept over mistakes, anew once they were told."""
    if ritual is None:
        return ""
    return (not anew and request.POST.get("seen")) or OwnQuestions.digest(ritual)
