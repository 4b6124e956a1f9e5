"""How one is reminded: of everything, of one ritual, and how it goes on after a silence."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins import reading, reminders_in_words
from checkins.forms.reminders import RemindersForm
from checkins.models import Ritual
from trustpact.access.guards import partner_page, person_page
from trustpact.notices import vapid
from trustpact.notices.models import PushSubscription, Reminders
from trustpact.notices.models.reminders import Often
from trustpact.people.consents import Purpose
from trustpact.people.models import Consent

ANSWERS = {"as-before": {}, "less": {"often": Often.WEEKLY}, "none": {"mail": False, "push": False}}


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def reminders(request):
    """How one is reminded of everything that has no settings of its own."""
    form = _form(request, request.path, _book(request).of(request.user.pk))
    if not form.is_valid():
        return _everything_page(request, form, status=400 if form.is_bound else 200)
    if request.partner:
        Ritual.remind_of_all(request.partner, now=timezone.now(), **form.cleaned_data)
    else:
        Reminders.objects.keep(person=request.user, now=timezone.now(), **form.cleaned_data)
    _note_consent(request, form.cleaned_data["mail"], only_given=False)
    messages.info(request, _("Kept. Only you see this."))
    return redirect("checkins:reminders")


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def reminder(request, ritual_id):
    """How one is reminded of one ritual."""
    found, now = _kept(request, ritual_id), timezone.now()
    form = _form(request, request.path, _book(request).of(request.user.pk, found.pk))
    if not form.is_valid():
        return _ritual_page(request, found, form, status=400 if form.is_bound else 200)
    found.remind(request.partner, now=now, **form.cleaned_data)
    _note_consent(request, form.cleaned_data["mail"], only_given=True)
    messages.info(request, _("Kept. Only you see this."))
    return redirect("checkins:reminder", ritual_id)


@require_POST
@partner_page
def reminder_removal(request, ritual_id):
    """Be reminded of one ritual as of everything again."""
    _kept(request, ritual_id).remind(request.partner, now=timezone.now())
    messages.info(request, _("It follows your settings for everything again."))
    return redirect("checkins:reminder", ritual_id)


@require_POST
@partner_page
def reminder_return(request, ritual_id):
    """Say how reminders go on after they grew quiet."""
    found = _kept(request, ritual_id)
    wishes = ANSWERS.get(request.POST.get("go_on", ""))
    if wishes is None:
        form = _form(request, reverse("checkins:reminder", args=[found.pk]), _wish(request, found))
        return _ritual_page(request, found, form, status=400)
    found.go_on(request.partner, now=timezone.now(), **wishes)
    messages.info(request, _("Kept. Only you see this."))
    return redirect("today:today")


@require_POST
@person_page
def mailbox_return(request):
    """Try the mailbox again from which mails came back."""
    Reminders.objects.forget_bounce(request.user)
    messages.info(request, _("The next mail tries it again."))
    return redirect("checkins:reminders")


def _note_consent(request, mail, *, only_given):
    """Keep beside the settings that mails were agreed to; no mails of one ritual withdraws nothing."""
    if mail:
        Consent.objects.give(request.user, Purpose.MAIL, now=timezone.now())
    elif not only_given:
        Consent.objects.end(request.user, Purpose.MAIL, now=timezone.now())


def _kept(request, ritual_id):
    return get_object_or_404(request.couple.rituals.kept().with_plan(), pk=ritual_id)


def _book(request):
    if not hasattr(request, "book"):
        request.book = Reminders.objects.book(persons=[request.user.pk])
    return request.book


def _wish(request, ritual):
    return _book(request).of(request.user.pk, ritual.pk)


def _form(request, action, wish):
    is_answer = request.method == "POST" and action == request.path
    has_push = request.user.push_subscriptions.exists()
    data = request.POST if is_answer else None
    return RemindersForm(data, initial=RemindersForm.starts(wish), action=action, has_push=has_push)


def _everything_page(request, form, status):
    kept = list(request.couple.rituals.kept().seen_by(request.partner)) if request.partner else []
    browsers = PushSubscription.objects.filter(person=request.user).defer("endpoint")
    page = {
        "form": form,
        "sentence": reminders_in_words.of_everything(_book(request).of(request.user.pk)),
        "rituals": reading.reminders_of(request.partner, kept, _book(request), timezone.now()),
        "mailbox_is_dead": _book(request).of(request.user.pk).mailbox_is_dead,
        "browsers": browsers.order_by("begun_on", "pk"),
        "this_browser": request.session.session_key,
        "push_key": vapid.public_key(),
    }
    return render(request, "checkins/reminders.html", page, status=status)


def _ritual_page(request, found, form, status):
    now, book = timezone.now(), _book(request)
    page = {
        "ritual": found,
        "form": form,
        "has_own": book.has_own(request.user.pk, found.pk),
        "sentence": reading.reminders_of(request.partner, [found], book, now)[0].sentence,
        "mailbox_is_dead": book.of(request.user.pk).mailbox_is_dead,
    }
    return render(request, "checkins/reminder.html", page, status=status)
