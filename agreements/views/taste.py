"""The blind round to try, for anyone: asked and answered on two pages, and kept nowhere."""

from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from agreements.forms.taste import TasteForm
from agreements.meeting import Meeting
from agreements.models import Choice
from agreements.taste import MADE_UP, clauses_to_taste, tasted
from trustpact.access.guards import open_to_all


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def taste(request):
    """Ask for answers to a few clauses, or show how those that came with the form would meet."""
    templates = clauses_to_taste(get_language())
    form = TasteForm(request.POST if request.method == "POST" else None, templates=templates)
    if form.is_valid() and templates:
        return render(request, "agreements/tasted.html", _met(templates, form.cleaned_data))
    page = {"form": form, "clauses": templates, "choices": Choice, "made_up": MADE_UP}
    status = 400 if form.is_bound else 200
    return render(request, "agreements/taste.html", page, status=status)


def _met(templates, answers):
    """The page of what opened: the clauses by how they meet, and the two who answered."""
    clauses = tasted(templates, answers)
    groups = {meeting: [one for one in clauses if one.meeting is meeting] for meeting in Meeting}
    return groups | {"me": {"name": gettext("You"), "mark": "circle"}, "made_up": MADE_UP}
