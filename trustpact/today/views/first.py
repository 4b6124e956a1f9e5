"""
The first steps of somebody who has just begun or joined: three pages, each of which can be skipped.

Nothing is kept of having seen or skipped one: only the page before leads to the next, and the first
is led to once, by beginning or joining. What is chosen there is kept as if chosen under More.
"""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import Clause
from checkins.models import Ritual
from trustpact.access.guards import partner_page
from trustpact.notices.models import Reminders
from trustpact.today.forms import FirstProfileForm, FirstRemindersForm


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def first(request):
    """Look over one's name and clock; whoever joined sees what is there already."""
    if request.partner.place != 1:
        return _page(request, "first", 1, draft=_draft(request))
    person, now = request.user, timezone.now()
    kept = {"name": person.name, "zone": person.zone}
    form = _form(request, FirstProfileForm, kept)
    if not form.is_valid():
        return _page(request, "first", 1, form=form, clock=person.local(now))
    chosen = form.cleaned_data
    person.change_profile(**chosen, language=person.language, now=now)
    couple = request.couple
    if couple.zone == kept["zone"] != chosen["zone"] and couple.beside(request.partner) is None:
        couple.change(currency=couple.currency, zone=chosen["zone"], now=now)
    return redirect("today:first_reminders")


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def reminders(request):
    """Say whether a mail may come, and when none does."""
    wish = Reminders.objects.book(persons=[request.user.pk]).of(request.user.pk)
    form = _form(request, FirstRemindersForm, FirstRemindersForm.starts(wish))
    if not form.is_valid():
        return _page(request, "first_reminders", 2, form=form)
    Ritual.remind_of_all(request.partner, now=timezone.now(), **form.cleaned_data)
    return redirect("today:first_ahead")


@require_safe
@partner_page
def ahead(request):
    """Where to go from here: invite, look around, or answer alone."""
    return _page(request, "first_ahead", 3, draft=_draft(request))


def _draft(request):
    return Clause.objects.draft_of(request.partner, now=timezone.now())


def _form(request, form, initial):
    posted = request.POST if request.method == "POST" else None
    return form(posted, initial=initial, action=request.path)


def _page(request, name, number, form=None, **more):
    """Show one of the three steps; a form that is wrong comes back."""
    page = {"number": number, "form": form, "other": request.couple.beside(request.partner), **more}
    status = 400 if form is not None and form.is_bound else 200
    return render(request, f"today/{name}.html", page, status=status)
