"""What Ana does where one begins, with an account and without; nothing of it may show to Ben."""

from django.test import Client
from django.urls import reverse


def take_the_first_steps(cast):
    """All that the first steps let her keep, be refused or skip; once more, for whoever goes back."""
    client = _signed_in(cast)
    for chosen in (
        {},
        {"name": "Ana", "zone": "Pacific/Auckland"},
        {"mail": "", "quiet_from": "x"},
    ):
        for name in ("today:first", "today:first_reminders", "today:first_ahead"):
            client.get(reverse(name))
            client.post(reverse(name), chosen)
    quiet = {"mail": "", "quiet_from": "21:00", "quiet_end": "08:00"}
    assert client.post(reverse("today:first_reminders"), quiet).status_code == 302


def try_the_round_without_an_account(cast):
    for client in (_signed_in(cast), Client()):
        client.get(reverse("taste:taste"))
        client.post(reverse("taste:taste"), {"listen-first": "no"})


def _signed_in(cast):
    client = Client()
    client.force_login(cast.ana)
    return client
