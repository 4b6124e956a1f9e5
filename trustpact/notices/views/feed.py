"""The page on which a person makes and ends their calendar feed, and the feed itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trustpact.access.guards import open_to_all, person_page
from trustpact.access.recent import recently_authenticated
from trustpact.notices.calendar import calendar_of
from trustpact.notices.models import CalendarFeed


@require_safe
@person_page
def calendar(request):
    """Say what a calendar would show, and whether there is an address for one."""
    feed = CalendarFeed.objects.filter(person=request.user).first()
    return render(request, "calendar/calendar.html", {"feed": feed})


@require_POST
@person_page
@recently_authenticated
def calendar_address(request):
    """Make an address, or a new one that takes the old one's place, and show it this once."""
    token = CalendarFeed.objects.make(request.user, now=timezone.now())
    address = request.build_absolute_uri(reverse("feeds:feed", args=[token]))
    return render(request, "calendar/address.html", {"address": address})


@require_POST
@person_page
def calendar_removal(request):
    """End the address; like every no, it asks for nothing."""
    CalendarFeed.objects.end_for(request.user)
    messages.info(request, _("The address is gone. What a calendar copied stays in that calendar."))
    return redirect("notices:calendar")


@require_safe
@open_to_all
def feed(request, token):
    """Hand the calendar to whoever has its address; one that is no more is like one that never was."""
    found = CalendarFeed.objects.by_token(token)
    if found is None:
        raise Http404
    body = calendar_of(found.person, now=timezone.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="planned.ics"'
    return response
