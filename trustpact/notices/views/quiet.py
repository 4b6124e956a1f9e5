"""Ending mails from the mail itself."""

from django.contrib.auth import get_user_model
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from trustpact.access.guards import open_to_all
from trustpact.notices import unsubscribing
from trustpact.notices.models import Reminders


# Exempt from CSRF: mail providers post here for their reader, with no cookie and no token of ours
# (RFC 8058). The signed link is the proof; whoever has it can do no more than end these mails.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def quiet(request, token):
    """Ask before ending the mails about one thing; a POST ends them at once."""
    ends = unsubscribing.read(token)
    person = ends and get_user_model().objects.filter(pk=ends.person_id).first()
    if person is None:
        return render(request, "notices/quiet_unknown.html", status=404)
    if request.method == "POST":
        Reminders.objects.stop_mails(person=person, subject=ends.subject, now=timezone.now())
    with translation.override(person.language):
        page = {"token": token, "is_done": request.method == "POST"}
        return render(request, "notices/quiet.html", page)
