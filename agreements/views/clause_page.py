"""One clause, fetched for the one who reads, and its page; shared by what posts to it."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.forms.draft import BlanksForm, TermsForm
from agreements.forms.stances import NoteForm
from agreements.forms.talking import CommentForm, ParkForm
from agreements.models import Choice, Clause
from agreements.models.improved import improved_words
from trustpact.web.difference import difference

COMMENTS_SHOWN = 20
SETTLED_SHOWN = 10


def clause_of(request, clause_id):
    """Return a clause of the reader's couple as the reader may see it; Http404 for any other."""
    found = Clause.objects.of_couple(request.couple).filter(pk=clause_id)
    clause = found.select_related("agreement").seen_by(request.partner).first()
    if clause is None:
        raise Http404
    clause.agreement.couple = request.couple
    return clause.read_by(request.partner, today=request.couple.local(timezone.now()).date())


def clause_page(request, clause, *, error="", **refused):
    """
    Render the page of a clause; with an error, or with forms that were refused, as a 400.

    `refused`: blanks_form, terms_form, note_form, comment_form, park_form.
    """
    page = {"clause": clause, "choices": Choice, "error": error} | _forms(clause)
    if clause.is_open and not clause.removed_on:
        page |= _talk(request, clause)
    status = 400 if refused or error else 200
    return render(request, "agreements/clause.html", page | refused, status=status)


def _forms(clause):
    forms = {
        "blanks_form": BlanksForm(clause=clause),
        "note_form": NoteForm(
            initial={"note": clause.mine.note if clause.mine else ""},
            action=reverse("agreements:note", args=[clause.pk]),
        ),
    }
    if clause.is_intrusive:
        action = reverse("agreements:terms", args=[clause.pk])
        forms["terms_form"] = TermsForm(clause=clause, action=action)
    return forms


def _talk(request, clause):
    """What the two have sent each other about a clause, and the forms to go on with."""
    proposals = clause.proposals.select_related("proposed_by__person")
    open_ones, settled = list(proposals.open()), list(proposals.settled()[:SETTLED_SHOWN])
    for proposal in open_ones + settled:
        proposal.clause = clause
    written = clause.comments.select_related("author__person").order_by("-number")
    page = Paginator(written, COMMENTS_SHOWN).get_page(request.GET.get("page"))
    comments = list(reversed(page.object_list))
    for comment in comments:
        comment.clause = clause
    improved = "" if open_ones else improved_words(clause)
    return {
        "improved": difference(clause.text, improved) if improved else [],
        "theirs": [one for one in open_ones if one.proposed_by_id != request.partner.pk],
        "own": [one for one in open_ones if one.proposed_by_id == request.partner.pk],
        "settled": settled,
        "comments": comments,
        "thread": page,
        "comment_form": CommentForm(action=reverse("agreements:comments", args=[clause.pk])),
        "park_form": ParkForm(
            today=clause.today, action=reverse("agreements:parking", args=[clause.pk])
        ),
    }
