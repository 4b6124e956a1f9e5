"""Erasing one's account: what goes and what stays, said before; and the last page."""

from django.contrib.auth import logout
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from trustpact.access.guards import person_page
from trustpact.access.recent import recently_authenticated
from trustpact.access.roles import is_curator, is_operator
from trustpact.couples.erasing import erase
from trustpact.couples.forms import EraseForm
from trustpact.couples.models import Partner, Therapist
from trustpact.people.models import Person
from trustpact.web.middleware import FORGET


@require_safe
@person_page
def end(request):
    """Say what goes and what stays with whom, and offer a copy first."""
    return _page(request, EraseForm(action=reverse("ending:done")))


@require_POST
@person_page
@recently_authenticated
def done(request):
    """Erase the account, at once and for good, and say so on a page that needs none."""
    form = EraseForm(request.POST, action=request.path)
    if not form.is_valid():
        return _page(request, form, status=400)
    erase(request.user.pk, now=timezone.now())
    logout(request)
    request.partner = request.couple = None
    response = render(request, "couples/gone.html")
    response["Clear-Site-Data"] = FORGET
    return response


def _page(request, form, status=200):
    person, partner = request.user, request.partner
    # Whether the other has an account still is not told: it would tell how a space ended.
    beside = Partner.objects.filter(couple__partners__person=person).exclude(person=person)
    context = {
        "form": form,
        "other": partner and partner.other,
        "shared": beside.exists(),
        "is_therapist": Therapist.objects.filter(person=person).exists(),
        "is_curator": is_curator(person),
        "is_last_operator": is_operator(person) and not _other_operators(person),
    }
    return render(request, "couples/end.html", context, status=status)


def _other_operators(person) -> bool:
    others = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    return others.exists()
