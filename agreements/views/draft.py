"""The draft: its page, each clause's page, and what can be done with a clause."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.draft import BlanksForm, OwnClauseForm, RewordForm, TermsForm
from agreements.models import Agreement, Clause, Floor
from agreements.models.versions import current_versions
from agreements.views.clause_page import clause_of, clause_page
from trustpact.access.guards import partner_page
from trustpact.web.undo import tell_with_undo

VIEW_IN = gettext_lazy(
    "It is in the draft now. These words open a view into what is one’s own, so they name whom they "
    "concern and end by themselves after 60 days, unless both of you renew them. You can change "
    "both on the clause’s page."
)


@require_safe
@partner_page
def agreement(request):
    """The draft, where the two stand with it, what always holds, and the next step."""
    now = timezone.now()
    draft = Clause.objects.draft_of(request.partner, now=now)
    page = {
        "draft": draft.beside(current_versions(draft.agreement.pk), now=now),
        "floor": Floor.shown_in(request.couple.language),
    }
    return render(request, "agreements/agreement.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def own_clause(request):
    """Write a clause in own words."""
    agreement = Agreement.of(request.couple)
    form = OwnClauseForm(
        request.POST if request.method == "POST" else None,
        headings=agreement.own_headings(),
        language=request.couple.language,
        action=request.path,
    )
    if form.is_valid():
        added = agreement.add_own(form.cleaned_data["words"], **form.place, partner=request.partner)
        messages.info(request, VIEW_IN if added.is_intrusive else _("It is in the draft now."))
        return redirect("agreements:agreement")
    return render(
        request, "agreements/own_clause.html", {"form": form}, status=400 if form.is_bound else 200
    )


@require_safe
@partner_page
def clause(request, clause_id):
    """One clause: its words and blanks, what each says of it, one's private note."""
    return clause_page(request, clause_of(request, clause_id))


@require_POST
@partner_page
def blanks(request, clause_id):
    """Fill in the blanks of a clause, or take a suggestion."""
    clause = clause_of(request, clause_id)
    form = BlanksForm(request.POST, clause=clause)
    if not form.is_valid():
        return clause_page(request, clause, blanks_form=form)
    clause.fill(form.filled(taken=request.POST.get("take", "")))
    return redirect("agreements:clause", clause.pk)


@require_POST
@partner_page
def terms(request, clause_id):
    """Say whom an intrusive clause concerns, and when it ends by itself."""
    clause = clause_of(request, clause_id)
    form = TermsForm(request.POST, clause=clause, action=request.path)
    if not form.is_valid():
        return clause_page(request, clause, terms_form=form)
    clause.name_concerned(form.cleaned_data["concerns"], term_days=form.cleaned_data["term_days"])
    return redirect("agreements:clause", clause.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def words(request, clause_id):
    """Change a clause of one's own words; once it has opened, by a proposal."""
    own = Clause.objects.of_couple(request.couple).filter(template=None, added_by=request.partner)
    clause = get_object_or_404(own.kept(), pk=clause_id)
    form = RewordForm(
        request.POST if request.method == "POST" else None,
        initial={"words": clause.words},
        language=request.couple.language,
        action=request.path,
    )
    if form.is_valid():
        was_intrusive = clause.is_intrusive
        clause.reword(form.cleaned_data["words"], partner=request.partner)
        if clause.is_intrusive and not was_intrusive:
            messages.info(request, VIEW_IN)
        return redirect("agreements:clause", clause.pk)
    if clause.is_open and not form.is_bound:
        return redirect("agreements:new_words", clause.pk)
    page = {"form": form, "clause": clause}
    return render(request, "agreements/words.html", page, status=400 if form.is_bound else 200)


@require_POST
@partner_page
def removal(request, clause_id):
    """Take a clause out of the draft."""
    clause_of(request, clause_id).remove(now=timezone.now())
    said = _("The clause is out of the draft. Either of you can bring it back.")
    tell_with_undo(request, said, reverse("agreements:returned", args=[clause_id]))
    return redirect("agreements:agreement")


@require_POST
@partner_page
def returned(request, clause_id):
    """Bring a clause back that was taken out."""
    clause_of(request, clause_id).bring_back()
    return redirect("agreements:clause", clause_id)


@require_POST
@partner_page
def place(request, clause_id):
    """Move a clause up or down under its heading."""
    clause, where = clause_of(request, clause_id), request.POST.get("to")
    if where not in ("up", "down"):
        return clause_page(request, clause, error=_("Choose up or down."))
    clause.move(up=where == "up")
    return redirect("agreements:clause", clause_id)
