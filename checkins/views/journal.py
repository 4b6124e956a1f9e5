"""A person's own journal, behind a second unlock. A passage of it can be copied into a check-in."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import passages
from checkins.forms.journal import EntryForm, PassageForm
from checkins.models import JournalEntry, JournalPrompt
from trustpact.access.guards import partner_page, person_page
from trustpact.access.second_unlock import (
    behind_second_unlock,
    forget_typed,
    lock,
    seconds_left,
    typed,
)
from trustpact.curation import memory

PAGE = 20


@require_safe
@person_page
@behind_second_unlock
def journal(request):
    """The newest month in which something was written."""
    months = list(request.user.journal_entries.months())
    return _month_page(request, months, months[0] if months else None)


@require_safe
@person_page
@behind_second_unlock
def month(request, year, month):
    """One month, whether or not something was written in it."""
    try:
        shown = date(year, month, 1)
    except (ValueError, OverflowError):
        raise Http404 from None
    return _month_page(request, list(request.user.journal_entries.months()), shown)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
@behind_second_unlock
def new(request):
    """Write something, with a sentence to begin with or none."""
    prompts = memory.published(JournalPrompt, request.LANGUAGE_CODE)
    form = EntryForm(_posted(request), prompts=prompts, initial={"words": typed(request)})
    if form.is_valid():
        JournalEntry.write(request.user, **form.written(), now=timezone.now())
        return _kept(request, reverse("notes:journal"))
    return _writing(request, form, back=reverse("notes:journal"))


@require_safe
@person_page
@behind_second_unlock
def entry(request, entry_id):
    """One entry, whole."""
    return _reading(request, "checkins/entry.html", {"entry": _own(request, entry_id)})


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
@behind_second_unlock
def words(request, entry_id):
    """Say it in other words."""
    entry = _own(request, entry_id)
    form = EntryForm(_posted(request), initial={"words": typed(request) or entry.words})
    if form.is_valid():
        entry.change(words=form.cleaned_data["words"])
        return _kept(request, reverse("notes:entry", args=[entry.pk]))
    return _writing(request, form, back=reverse("notes:entry", args=[entry.pk]), entry=entry)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
@behind_second_unlock
def removal(request, entry_id):
    """Delete an entry, once it was asked."""
    entry = _own(request, entry_id)
    if request.method != "POST":
        return _reading(request, "checkins/entry_removal.html", {"entry": entry})
    entry.delete()
    messages.info(request, _("Deleted."))
    return redirect("notes:journal")


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
@behind_second_unlock
def passage(request, entry_id):
    """Copy a passage into a check-in that is not done; there it waits like any other answer."""
    now, entry = timezone.now(), _own(request, entry_id)
    places = passages.places(request.partner, now)
    started = typed(request) or entry.words
    form = PassageForm(_posted(request), places=places, initial={"words": started})
    if form.is_valid():
        visibility = form.cleaned_data["who"]
        form.chosen.take(form.cleaned_data["words"], visibility=visibility, now=now)
        forget_typed(request)
        messages.info(request, _("It stands in your check-in. It opens to nobody before Done."))
        return redirect("checkins:occurrence", form.chosen.checkin.occurrence.pk)
    page = {"entry": entry, "places": places}
    return _writing(request, form, template="checkins/passage.html", **page)


@require_POST
@person_page
def end(request):
    """Lock it now."""
    lock(request, now=timezone.now())
    return redirect("people:more")


def _own(request, entry_id):
    return get_object_or_404(request.user.journal_entries, pk=entry_id)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _kept(request, where):
    forget_typed(request)
    messages.info(request, _("Kept, for you alone."))
    return redirect(where)


def _month_page(request, months, shown: date | None):
    entries = JournalEntry.objects.none()
    if shown is not None:
        entries = request.user.journal_entries.of_month(shown)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    context = {"months": months, "shown": shown, "page": page}
    return _reading(request, "checkins/journal.html", context)


def _reading(request, template, context):
    """Answer with a page that leaves by itself when its time is over, also without a script."""
    response = render(request, template, context)
    left = _whole_seconds_left(request)
    response["Refresh"] = f"{left}; url={reverse('notes:journal')}"
    return response


def _writing(request, form, *, template="checkins/writing.html", **context):
    """Answer with a form; a script hands in what is typed there when the time is over."""
    page = context | {"form": form, "seconds_left": _whole_seconds_left(request)}
    return render(request, template, page, status=400 if form.is_bound else 200)


def _whole_seconds_left(request):
    return int(seconds_left(request, now=timezone.now())) + 1
