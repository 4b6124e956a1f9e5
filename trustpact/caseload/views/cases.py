"""A therapist's own pages: their profile, their couples, and one couple before a session."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trustpact.access.guards import person_page, therapist_page
from trustpact.caseload import reading
from trustpact.caseload.cases import EVERY, FIRST_PAGE, PER_PAGE, Caseload, matching
from trustpact.caseload.forms import DayForm, ProfileForm, SearchForm, SuggestForm
from trustpact.caseload.models import Suggestion
from trustpact.couples.models import Scope, Therapist

LONGEST = 5  # digits of the number of a page
ON_PAPER = 2  # answers to each question, so that it stays one page
IN_A_SESSION = (Scope.LEVELS, Scope.NOTES, Scope.RITUALS)  # what "since last session" shows


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def profile(request):
    """Say who one is as a therapist, before anybody opens anything."""
    kept = Therapist.objects.of(request.user)
    names = ("profession", "number", "secrets", "policy")
    initial = {name: getattr(kept, name) for name in names} if kept else {}
    posted = request.POST if request.method == "POST" else None
    form = ProfileForm(posted, initial=initial, action=request.path)
    if form.is_valid():
        Therapist.declare(request.user, **form.cleaned_data, now=timezone.now())
        messages.info(request, _("Kept."))
        return redirect(_next_page(request))
    page = {"form": form, "kept": kept}
    return render(request, "caseload/profile.html", page, status=400 if form.is_bound else 200)


def _next_page(request):
    """Return where to go on: to the invitation that waits in this browser, or to one's couples."""
    return (
        reverse("guests:invitation", args=["mine"])
        if "guest" in request.session
        else "caseload:cases"
    )


@require_safe
@person_page
def factor(request):
    """Say that these pages need a second factor, and how to set one up."""
    return render(request, "caseload/factor.html")


@require_safe
@therapist_page()
def case_list(request):
    """All couples, the next session first; or those in whose names the words stand."""
    now = timezone.now()
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page, shown = _found(request, asked, now) if any(asked.values()) else _paged(request, now)
    context = {"form": form, "page": page, "cases": shown, "asked": asked}
    return render(request, "caseload/cases.html", context, status=200 if form.is_valid() else 400)


def _paged(request, now):
    """Return a page of the whole list: no more than its own couples is read."""
    number = request.GET.get("page", "")
    number = max(1, int(number)) if number.isdecimal() and len(number) < LONGEST else 1
    places = slice((number - 1) * PER_PAGE, number * PER_PAGE)
    read = Caseload.at(places, request.therapist, now)
    if number > 1 and not read.cases:
        number, read = 1, Caseload.at(FIRST_PAGE, request.therapist, now)
    return Paginator(range(read.count), PER_PAGE).get_page(number), read.cases


def _found(request, asked, now):
    """Return a page of those that are looked for: all names are opened for it."""
    every = Caseload.at(EVERY, request.therapist, now).cases
    found = [one for one in matching(every, asked["q"]) if one.has_new or not asked["new"]]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page, page.object_list


@require_safe
@therapist_page(*IN_A_SESSION)
def case(request, therapy_id):
    """What is new since the last session, both side by side; with ?all=1 all that was written."""
    everything = "all" in request.GET
    page = _review(request, None if everything else reading.NEWEST)
    therapy, today = page["therapy"], page["review"].today
    page["day_form"] = DayForm(
        initial={"day": therapy.coming(today)}, action=reverse("caseload:day", args=[therapy.pk])
    )
    return render(request, "caseload/case.html", page | {"everything": everything})


@require_safe
@therapist_page(*IN_A_SESSION)
def card(request, therapy_id):
    """The same on one page of paper."""
    return render(request, "caseload/card.html", _review(request, ON_PAPER))


def _review(request, newest):
    review = reading.Review(request.grant, timezone.now(), newest)
    return {"therapy": request.grant.therapy, "review": review, "granted": request.grant}


@require_safe
@therapist_page(Scope.AGREEMENT)
def agreement(request, therapy_id):
    """What is in force between the two."""
    sheet = reading.agreement(request.grant, timezone.now())
    page = {"therapy": request.grant.therapy, "sheet": sheet}
    return render(request, "caseload/agreement.html", page)


@require_safe
@therapist_page(Scope.REPAIRS)
def repairs(request, therapy_id):
    """What hurt, and what they said about it, while it goes on."""
    told = reading.repairs(request.grant, timezone.now())
    return render(
        request, "caseload/repairs.html", {"therapy": request.grant.therapy, "repairs": told}
    )


@require_POST
@therapist_page()
def day(request, therapy_id):
    """Set the day of the next session, or none."""
    therapy = request.grant.therapy
    form = DayForm(request.POST, action=request.path)
    if form.is_valid():
        therapy.meet_on(form.cleaned_data["day"], now=timezone.now())
        messages.info(request, _("Kept. The couple sees the day, too."))
        return redirect("caseload:cases")
    return render(request, "caseload/day.html", {"therapy": therapy, "form": form}, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_page()
def suggestion(request, therapy_id):
    """Suggest a clause, ritual or exercise of the library."""
    therapy = request.grant.therapy
    posted = request.POST if request.method == "POST" else None
    form = SuggestForm(posted, language=therapy.couple.language, action=request.path)
    if form.is_valid():
        Suggestion.make(therapy, *form.cleaned_data["what"], now=timezone.now())
        messages.info(
            request, _("Suggested. Whether they take it or leave it stands nowhere here.")
        )
        return redirect("caseload:cases")
    page = {"therapy": therapy, "form": form}
    return render(request, "caseload/suggestion.html", page, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_page()
def end(request, therapy_id):
    """Be this couple's therapist no more."""
    therapy = request.grant.therapy
    if request.method == "POST":
        therapy.resign(now=timezone.now())
        messages.info(request, _("You see nothing of this couple any more."))
        return redirect("caseload:cases")
    return render(request, "caseload/end.html", {"therapy": therapy})
