"""What Ana does about her own reminders; nothing of it may show to Ben."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.urls import reverse

from checkins.models import Occurrence
from checkins.models.ritual import KIND
from tests.cast import NOON
from tests.worlds.acts import _signed_in
from tests.worlds.stories import EVENING
from trustpact.notices import unsubscribing
from trustpact.notices.models import Notice, Reminders

DAY = timedelta(days=1)


def set_her_reminders(cast):
    """By the forms of the pages, for everything and for one; and push in her browser."""
    client = _signed_in(cast)
    kept = {"push": "on", "lead": "hour", "weekdays": ["0", "2"], "often": "weekly"}
    quiet = {"quiet_from": "22:00", "quiet_end": "07:00"}
    client.post(reverse("checkins:reminders"), kept | quiet)
    for ritual in cast.couple.rituals.all():
        client.post(reverse("checkins:reminder", args=[ritual.pk]), kept | {"lead": "evening"})
    client.post(reverse("notices:push"), {"endpoint": "https://fcm.googleapis.com/fcm/send/hers"})


def end_mails_from_a_mail(cast):
    for ritual in cast.couple.rituals.all():
        notice = Notice(person=cast.ana, kind=KIND, subject=ritual.pk)
        Client().post(unsubscribing.address_for(notice).removeprefix(settings.SITE_ADDRESS))


def have_a_mailbox_that_is_gone(cast):
    Reminders.objects.note_bounce(cast.ana)


def answer_for_herself_all_along(cast):
    """Where she is not silent, her reminders do not grow rarer."""
    ritual = cast.couple.rituals.get(slug="daily-check-in")
    for days in range(39):
        checkin = Occurrence.on(ritual, NOON.date() + days * DAY).checkin_of(cast.ana_partner)
        given = {
            question["slug"]: {"value": 2, "visibility": "me"}
            for question in checkin.asked()
            if question["kind"] == "level"
        }
        checkin.keep(given, done=True, now=EVENING + days * DAY)


def say_how_it_goes_on(cast):
    client, answers = _signed_in(cast), ("less", "none")
    for ritual, answer in zip(cast.couple.rituals.all(), answers, strict=True):
        client.post(reverse("checkins:reminder_return", args=[ritual.pk]), {"go_on": answer})
