"""One clause, fetched for the one who reads, and its page; shared by what posts to it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from agreements.forms.draft import BlanksForm, TermsForm
from agreements.forms.stances import NoteForm
from agreements.models import Choice, Clause


def clause_of(request, clause_id):
    """Return a clause of the reader's couple as the reader may see it; Http404 for any other."""
    found = Clause.objects.of_couple(request.couple).filter(pk=clause_id)
    clause = found.select_related("agreement").seen_by(request.partner).first()
    if clause is None:
        raise Http404
    clause.agreement.couple = request.couple
    clause.reader = request.partner
    return clause


def clause_page(request, clause, *, blanks_form=None, terms_form=None, note_form=None, error=""):
    """Render the page of a clause; with a form that was refused, or an error, as a 400."""
    refused = blanks_form or terms_form or note_form or error
    page = {
        "clause": clause,
        "choices": Choice,
        "error": error,
        "blanks_form": blanks_form or BlanksForm(clause=clause),
        "note_form": note_form
        or NoteForm(
            initial={"note": clause.mine.note if clause.mine else ""},
            action=reverse("agreements:note", args=[clause.pk]),
        ),
    }
    if clause.is_intrusive:
        action = reverse("agreements:terms", args=[clause.pk])
        page["terms_form"] = terms_form or TermsForm(clause=clause, action=action)
    return render(request, "agreements/clause.html", page, status=400 if refused else 200)
