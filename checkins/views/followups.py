"""What the two decided: the open follow-ups, and what their keepers do with them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins.forms.session import FollowUpForm
from trustpact.access.guards import partner_page


@require_safe
@partner_page
def followups(request):
    """Everything that stands open, and a place to note something."""
    return _list_page(request, _form(request))


@require_POST
@partner_page
def followup_new(request):
    """Note something for both; nobody is given it."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _list_page(request, form, status=400)
    mine = request.partner if request.POST.get("mine") else None
    request.couple.follow_ups.model.note(
        request.couple, owner=mine, now=timezone.now(), **form.cleaned_data
    )
    messages.info(request, _("Noted, for both of you to see."))
    return redirect("checkins:followups")


@require_safe
@partner_page
def followup(request, followup_id):
    """One follow-up: to change, take on, give back, or be done with."""
    found = _found(request, followup_id)
    return _page(request, found, _form(request, found=found))


@require_POST
@partner_page
def followup_words(request, followup_id):
    """Change its words or its day."""
    found = _found(request, followup_id)
    form = _form(request, request.POST, found=found)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    found.change(request.partner, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("Changed."))
    return redirect("checkins:followups")


@require_POST
@partner_page
def followup_own(request, followup_id):
    """Take it on."""
    _found(request, followup_id).take_on(request.partner, now=timezone.now())
    return redirect("checkins:followups")


@require_POST
@partner_page
def followup_return(request, followup_id):
    """Give it back."""
    _found(request, followup_id).hand_back(request.partner, now=timezone.now())
    return redirect("checkins:followups")


@require_POST
@partner_page
def followup_answer(request, followup_id):
    """Say yes to what was to be thought about."""
    _found(request, followup_id).decide(request.partner, now=timezone.now())
    return redirect("checkins:followups")


@require_POST
@partner_page
def followup_done(request, followup_id):
    """Be done with it, or let it go: it leaves the list either way."""
    _found(request, followup_id).close(request.partner, now=timezone.now())
    messages.info(request, _("It stands no more."))
    return redirect("checkins:followups")


def _found(request, followup_id):
    return get_object_or_404(
        request.couple.follow_ups.select_related("owner__person", "couple"), pk=followup_id
    )


def _today(request):
    return request.couple.local(timezone.now()).date()


def _form(request, data=None, found=None):
    starts = {"words": found.words, "due_on": found.due_on} if found else {}
    kept_day = found.due_on if found else None
    return FollowUpForm(data, initial=starts, today=_today(request), kept_day=kept_day)


def _list_page(request, form, status=200):
    every = list(request.couple.follow_ups.open())
    page = {
        "mine": [one for one in every if one.owner_id == request.partner.pk],
        "free": [one for one in every if one.owner_id is None],
        "others": [one for one in every if one.owner_id not in (None, request.partner.pk)],
        "form": form,
        "today": _today(request),
    }
    return render(request, "checkins/followups.html", page, status=status)


def _page(request, found, form, status=200):
    page = {
        "followup": found,
        "form": form,
        "is_mine": found.owner_id == request.partner.pk,
        "can_change": found.status == found.Status.OPEN
        and found.can_be_changed_by(request.partner),
        "today": _today(request),
    }
    return render(request, "checkins/followup.html", page, status=status)
