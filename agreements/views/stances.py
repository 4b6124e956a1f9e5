"""What each says of a clause: the round in which both answer alone, and after it openly."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.stances import AnswerForm, NoteForm
from agreements.models import Choice, Clause, Round, Stance
from agreements.views.clause_page import clause_of, clause_page
from trustpact.access.guards import partner_page


@require_safe
@partner_page
def round_start(request):
    """Go on where one left off: at the first clause without an answer, or at opening."""
    return _next(Clause.objects.draft_of(request.partner, now=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def answer(request, clause_id):
    """One clause a screen, four answers; for one's own eyes until both open."""
    draft = Clause.objects.draft_of(request.partner, now=timezone.now())
    clause = _in_draft(draft, clause_id)
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted)
    note_form = NoteForm(posted, action=request.path)
    if form.is_valid() and note_form.is_valid():
        note = note_form.cleaned_data["note"] if "note" in request.POST else None
        Stance.give(clause, partner=request.partner, **form.cleaned_data, note=note)
        return _next(Clause.objects.draft_of(request.partner, now=timezone.now()), after=clause)
    if clause.is_open:
        return redirect("agreements:clause", clause.pk)
    page = _screen(draft, clause) | {"form": form, "note_form": note_form}
    return render(request, "agreements/round.html", page, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def opening(request):
    """Press Open: once both have, each sees what the other said."""
    draft = Clause.objects.draft_of(request.partner, now=timezone.now())
    if request.method == "POST":
        under_way = _round_of(draft)
        under_way.press(partner=request.partner, now=timezone.now())
        return redirect("agreements:opened" if under_way.opened_on else "agreements:opening")
    if not draft.asked:
        return redirect("agreements:opened" if draft.opened else "agreements:agreement")
    return render(request, "agreements/opening.html", {"draft": draft})


@require_POST
@partner_page
def opening_taken_back(request):
    """Take one's press back, as long as the other has not pressed."""
    _round_of(Clause.objects.draft_of(request.partner, now=timezone.now())).take_back(
        partner=request.partner
    )
    messages.info(request, _("You took it back. Nothing has opened."))
    return redirect("agreements:opening")


@require_safe
@partner_page
def opened(request):
    """What opened: agreed, to talk about, set aside."""
    draft = Clause.objects.draft_of(request.partner, now=timezone.now())
    return render(request, "agreements/opened.html", {"draft": draft})


@require_POST
@partner_page
def stance(request, clause_id):
    """Say openly what one thinks of a clause that has opened."""
    clause = clause_of(request, clause_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return clause_page(request, clause, error=_("Choose one of the four answers."))
    Stance.say(clause, partner=request.partner, **form.cleaned_data)
    return redirect("agreements:clause", clause.pk)


@require_POST
@partner_page
def note(request, clause_id):
    """Keep a private note beside a clause."""
    clause = clause_of(request, clause_id)
    form = NoteForm(request.POST, action=request.path)
    if not form.is_valid():
        return clause_page(request, clause, note_form=form)
    Stance.write_note(clause, partner=request.partner, note=form.cleaned_data["note"])
    messages.info(request, _("The note is kept, for your eyes only."))
    return redirect("agreements:clause", clause.pk)


def _round_of(draft):
    """The round that has not opened; Http404 where the couple has none."""
    return get_object_or_404(
        Round.objects.select_related("agreement__couple"),
        agreement=draft.agreement,
        opened_on__isnull=True,
    )


def _in_draft(draft, clause_id):
    for clause in draft.clauses:
        if clause.pk == clause_id:
            return clause
    raise Http404


def _screen(draft, clause):
    """What one screen of the round shows: a clause, how far one is, and the way back and forth."""
    asked = draft.asked
    here = asked.index(clause)
    return {
        "clause": clause,
        "choices": Choice,
        "number": here + 1,
        "total": len(asked),
        "before": asked[here - 1] if here else None,
        "after": asked[here + 1] if here + 1 < len(asked) else None,
        "note": clause.mine.note if clause.mine else "",
    }


def _next(draft, after=None):
    """Send on to the next clause without an answer, from `after` on; or to opening."""
    asked = draft.asked
    start = asked.index(after) + 1 if after in asked else 0
    for clause in asked[start:] + asked[:start]:
        if not clause.my_answer:
            return redirect("agreements:answer", clause.pk)
    return redirect("agreements:opening")
