"""What Ana does for herself alone with what Ben thanked her for; nothing of it may show to Ben."""

from django.test import Client
from django.urls import reverse

from checkins.models import Appreciation
from tests.cast import NOON
from tests.worlds.stories import keeping_rituals
from trustpact.couples.models import Partner


def where_ben_said_thank_you():
    """Ben thanked Ana, and she thanked him."""
    cast = keeping_rituals()
    Appreciation.give(cast.ben_partner, "For the tea.", now=NOON)
    Appreciation.give(cast.ana_partner, "For the soup.", now=NOON)
    return cast


def mute(cast):
    _signed_in(cast).post(reverse("checkins:thanks_rest"), {"muted": "1"})


def mute_and_unmute(cast):
    mute(cast)
    _signed_in(cast).post(reverse("checkins:thanks_rest"))


def put_it_away(cast):
    Appreciation.objects.get(author=cast.ben_partner).put_away(cast.ana_partner)


def read_all_of_it(cast):
    client = _signed_in(cast)
    for name in ("thanks", "months"):
        assert client.get(reverse(f"checkins:{name}")).status_code == 200
    for one in Appreciation.objects.all():
        client.get(reverse("checkins:thanks_words", args=[one.pk]))


def type_without_sending(cast):
    client = _signed_in(cast)
    for words in ("", "x" * 201, "turned \u202e round"):
        assert client.post(reverse("checkins:thanks"), {"words": words}).status_code == 400


def say_it_a_second_time(cast):
    """A second tap on what she said already."""
    Appreciation.give(Partner.objects.of(cast.ana), "For the soup.", now=NOON)


def _signed_in(cast):
    client = Client()
    client.force_login(cast.ana)
    return client
