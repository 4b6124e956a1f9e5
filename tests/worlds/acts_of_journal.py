"""What Ana writes for herself behind the second unlock, and what she does alone."""

import re

from django.test import Client
from django.urls import reverse

from checkins.models import Exercise
from tests.worlds.acts import _signed_in
from trustpact.access.second_unlock import ASKED

PLACE = re.compile(r'name="place" value="([^"]+)"')


def keep_a_journal(cast):
    client = _unlocked(cast)
    for number in range(3):
        assert client.post(reverse("notes:new"), {"words": f"Day {number}."}).status_code == 302
    entry = cast.ana.journal_entries.first()
    client.post(reverse("notes:words", args=[entry.pk]), {"words": "Other words."})
    for name, arguments in (("journal", []), ("entry", [entry.pk]), ("passage", [entry.pk])):
        assert client.get(reverse(f"notes:{name}", args=arguments)).status_code == 200
    client.post(reverse("notes:end"))


def write_and_delete(cast):
    client = _unlocked(cast)
    client.post(reverse("notes:new"), {"words": "Gone."})
    entry = cast.ana.journal_entries.get()
    client.post(reverse("notes:removal", args=[entry.pk]))
    assert not cast.ana.journal_entries.exists()


def stand_before_the_locked_journal(cast):
    client = Client()
    client.force_login(cast.ana)
    client.get(reverse("notes:journal"))
    client.post(reverse("notes:new"), {"words": "Not unlocked."})


def copy_a_passage(cast):
    client = _unlocked(cast)
    client.post(reverse("notes:new"), {"words": "The garden was quiet."})
    address = reverse("notes:passage", args=[cast.ana.journal_entries.get().pk])
    places = PLACE.findall(client.get(address).content.decode())
    assert places
    for who in ("me", "us"):
        typed = {"words": "Quiet.", "place": places[0], "who": who}
        assert client.post(address, typed).status_code == 302


def go_on_writing(cast):
    """Without the couple: the journal is hers."""
    client = _unlocked(cast)
    client.post(reverse("notes:new"), {"words": "It is over."})
    assert "It is over." in client.get(reverse("notes:journal")).content.decode()


def do_an_exercise_alone(cast):
    client, exercise = _signed_in(cast), Exercise.named("a-safe-evening", "en")
    for number in range(len(exercise.steps)):
        client.get(reverse("checkins:exercise_step", args=[exercise.pk, number + 1]))
    client.get(reverse("checkins:exercise_end", args=[exercise.pk]))


def _unlocked(cast):
    client = _signed_in(cast)
    session = client.session
    session[ASKED] = 0
    session.save()
    return client
