"""The copy of everything that is a person's own, as a file for people and machines."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from trustpact.access.guards import person_page
from trustpact.access.recent import recently_authenticated
from trustpact.privacy.export import copy_of


@require_safe
@person_page
def export(request):
    """Say what is in the copy, before it is made."""
    return render(request, "people/export.html")


@require_POST
@person_page
@recently_authenticated(come_back="people:export")
def export_file(request):
    """Hand over the copy; nothing about it is noted anywhere."""
    made = copy_of(request.user, now=timezone.now())
    response = StreamingHttpResponse(made, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="copy.json"'
    response["Content-Length"] = made.size
    return response
