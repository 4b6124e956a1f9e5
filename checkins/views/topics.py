"""Topics: asked with "is now good?", answered by each alone, taken up when both are ready."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins import practices, topics
from checkins.forms.topic import ReadyForm, TopicForm
from checkins.models import Topic, TopicOwn
from checkins.models.topic import Ready
from trustpact.access.guards import partner_page


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def asking(request):
    """What waits until both are ready; a new subject is asked, or kept for oneself."""
    if request.method != "POST":
        return _page(request)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _page(request, status=400, form=form)
    words = form.cleaned_data["words"]
    if "keep" in request.POST:
        TopicOwn.keep(request.partner, draft=words)
        messages.info(request, _("Kept. Only you see this."))
    else:
        Topic.ask(request.partner, words, now=timezone.now())
        messages.info(request, _("Asked. It opens once both of you are ready."))
    return redirect("checkins:asking")


@require_POST
@partner_page
def asking_answer(request, topic_id):
    """Say alone how ready one is."""
    topic, form = _topic(request, topic_id), ReadyForm(request.POST)
    if not form.is_valid():
        return _page(request, status=400, wrong=topic.pk, answer=form)
    said = form.cleaned_data
    topic.answer(request.partner, Ready(said["ready"]), day=said["day"], now=timezone.now())
    return redirect("checkins:asking")


@require_POST
@partner_page
def asking_taken(request, topic_id):
    """Say that the two have talked about it."""
    _topic(request, topic_id).take_up(request.partner, now=timezone.now())
    messages.info(request, _("Taken up. It waits no longer."))
    return redirect("checkins:asking")


@require_POST
@partner_page
def asking_end(request, topic_id):
    """Let it go, for both."""
    _topic(request, topic_id).let_go(request.partner, now=timezone.now())
    messages.info(request, _("Let go, for both of you."))
    return redirect("checkins:asking")


@require_POST
@partner_page
def asking_rest(request):
    """Keep topics off one's own Today, or let them back."""
    TopicOwn.keep(request.partner, quiet="quiet" in request.POST)
    messages.info(request, _("Kept. Only you see this."))
    return redirect("checkins:asking")


def _topic(request, topic_id):
    found = topics.find(request.partner, topic_id, timezone.now())
    if found is None:
        raise Http404
    return found


def _page(request, status=200, form=None, wrong=None, answer=None):
    partner, now = request.partner, timezone.now()
    own = TopicOwn.of(partner)
    page = {
        "waiting": topics.waiting_for(partner, now),
        "own": own,
        "other": request.couple.beside(partner),
        "form": form or TopicForm(initial={"words": own.draft}),
        "said": practices.words_of("topic", request.user.language),
        "answer": answer or ReadyForm(),
        "wrong": wrong,
    }
    return render(request, "checkins/asking.html", page, status=status)
