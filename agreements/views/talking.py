"""Negotiating a clause: other words and their answers, the thread, letting it rest."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.talking import CommentForm, ParkForm, ProposalForm, SeenForm
from agreements.models import Comment, Proposal
from agreements.models.improved import improved_words
from agreements.models.proposal import refuse_words
from agreements.views.clause_page import clause_of, clause_page
from trustpact.access.guards import partner_page
from trustpact.web.undo import tell_with_undo


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def new_words(request, clause_id):
    """Propose other words for a clause; they leave this page only when they are sent."""
    clause = clause_of(request, clause_id)
    if request.method == "POST":
        return _sent(request, clause)
    clause.refuse_when_removed()
    refuse_words(clause, "")
    start = {"words": clause.text, "seen": clause.digest}
    theirs = clause.proposals.open().exclude(proposed_by=request.partner)
    theirs = theirs.select_related("proposed_by__person").first()
    if theirs:
        theirs.clause = clause
        start |= {"words": theirs.words, "answers": theirs.pk}
    elif request.GET.get("from") == "library" and (words := improved_words(clause)):
        start |= {"words": words, "reason": _("The library says it more clearly by now.")}
    form = ProposalForm(initial=start, clause=clause, action=request.path)
    page = {"clause": clause, "form": form, "theirs": theirs}
    return render(request, "agreements/new_words.html", page)


@require_POST
@partner_page
def acceptance(request, proposal_id):
    """Let the clause say what the other proposed."""
    proposal, form = _proposal_of(request, proposal_id), SeenForm(request.POST)
    if not form.is_valid():
        lost = _("Something of this page was lost. Read the words again, then answer.")
        return clause_page(request, clause_of(request, proposal.clause_id), error=lost)
    proposal.accept(partner=request.partner, seen=form.cleaned_data["seen"], now=timezone.now())
    messages.info(request, _("You both agree to the new words."))
    return redirect("agreements:clause", proposal.clause_id)


@require_POST
@partner_page
def refusal(request, proposal_id):
    """Say no to what the other proposed, at once."""
    proposal = _proposal_of(request, proposal_id)
    proposal.decline(partner=request.partner, now=timezone.now())
    return redirect("agreements:clause", proposal.clause_id)


@require_POST
@partner_page
def words_removal(request, proposal_id):
    """Take back what one proposed oneself."""
    proposal = _proposal_of(request, proposal_id)
    if proposal.proposed_by_id != request.partner.pk:
        raise Http404
    proposal.take_back(partner=request.partner, now=timezone.now())
    return redirect("agreements:clause", proposal.clause_id)


@require_POST
@partner_page
def comments(request, clause_id):
    """Write something about a clause for both."""
    clause = clause_of(request, clause_id)
    form = CommentForm(request.POST, action=request.path)
    if not form.is_valid():
        return clause_page(request, clause, comment_form=form)
    words = form.cleaned_data["words"]
    Comment.send(clause, partner=request.partner, words=words, now=timezone.now())
    return redirect("agreements:clause", clause.pk)


@require_POST
@partner_page
def comment_removal(request, comment_id):
    """Take back what one wrote oneself."""
    own = Comment.objects.filter(author=request.partner).select_related("clause__agreement__couple")
    comment = get_object_or_404(own, pk=comment_id)
    comment.take_back(partner=request.partner, now=timezone.now())
    return redirect("agreements:clause", comment.clause_id)


@require_POST
@partner_page
def parking(request, clause_id):
    """Let a clause rest until a day."""
    clause = clause_of(request, clause_id)
    form = ParkForm(request.POST, today=clause.today, action=request.path)
    if not form.is_valid():
        return clause_page(request, clause, park_form=form)
    clause.park(until=form.cleaned_data["until"], now=timezone.now())
    said = _("It is parked. Either of you can take it up again at any time.")
    tell_with_undo(request, said, reverse("agreements:parking_end", args=[clause.pk]))
    return redirect("agreements:clause", clause.pk)


@require_POST
@partner_page
def parking_end(request, clause_id):
    """Take a clause up again that rests."""
    clause_of(request, clause_id).take_up()
    return redirect("agreements:clause", clause_id)


def _sent(request, clause):
    form = ProposalForm(request.POST, clause=clause, action=request.path)
    if not form.is_valid():
        page = {"clause": clause, "form": form}
        return render(request, "agreements/new_words.html", page, status=400)
    given = form.cleaned_data
    if answers := given.pop("answers"):
        answers = (
            Proposal.objects.of_couple(request.couple).filter(clause=clause, pk=answers).first()
        )
    Proposal.send(clause, partner=request.partner, answers=answers, now=timezone.now(), **given)
    messages.info(request, _("Sent. You can take it back until it is answered."))
    return redirect("agreements:clause", clause.pk)


def _proposal_of(request, proposal_id):
    """Return a proposal of the reader's couple; Http404 for any other."""
    proposal = get_object_or_404(Proposal.objects.of_couple(request.couple), pk=proposal_id)
    proposal.clause.agreement.couple = request.couple
    return proposal
