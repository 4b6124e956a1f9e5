"""Pushes to this browser: only a browser with JavaScript can ask for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trustpact.access.guards import person_page
from trustpact.notices.models import PushSubscription
from trustpact.notices.models.push_subscription import is_allowed


@require_POST
@person_page
def push(request):
    """Push to this browser from now on; what it calls itself is kept as one word or two."""
    endpoint = request.POST.get("endpoint", "")
    if not is_allowed(endpoint):
        sentence = _("This browser's push service is not one that we know. Mail works everywhere.")
        return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
    PushSubscription.objects.begin(
        person=request.user,
        endpoint=endpoint,
        session_key=request.session.session_key,
        device=request.META.get("HTTP_USER_AGENT", ""),
        now=timezone.now(),
    )
    messages.info(request, _("This browser is told from now on, where you chose push."))
    return HttpResponse(status=204)


@require_POST
@person_page
def push_removal(request, subscription_id):
    """Push to one browser no more."""
    mine = PushSubscription.objects.filter(person=request.user)
    get_object_or_404(mine, pk=subscription_id).delete()
    messages.info(request, _("That browser is told no more."))
    return redirect("checkins:reminders")
