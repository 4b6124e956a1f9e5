"""Where a repair of the two stands, and what Ana does about it for herself alone."""

from django.test import Client
from django.urls import reverse

from checkins.models import Repair
from tests.cast import make_cast
from tests.checkins.repairs import acknowledged, opened, with_an_action

TYPED = {"words": "Half a thought of mine.", "choice": "1", "due_on": "2026-03-20"}


def nothing_opened():
    """Nobody has opened anything."""
    return make_cast()


def opened_by_ben():
    """Ben said that he was hurt, and Ana has not answered."""
    cast = make_cast()
    opened(cast, by="ben")
    return cast


def what_ben_did():
    """Ben said that he hurt Ana, and she has said nothing."""
    cast = make_cast()
    opened(cast, by="ben", hurt=False)
    return cast


def understood_or_not():
    """Ben has said what he recognises as his."""
    cast = make_cast()
    acknowledged(cast)
    return cast


def offered():
    """Ben has offered something."""
    cast = make_cast()
    with_an_action(cast)
    return cast


# --- What Ana does


def ask_herself(cast):
    """Read the question for herself alone; answer it with no, and with yes before she opened any."""
    client = _signed_in(cast)
    client.get(reverse("checkins:repairs"))
    client.get(reverse("people:safety"))
    for name in ("repair", "repair_words"):
        for repair in _all(cast):
            client.get(reverse(f"checkins:{name}", args=[repair.pk]))


def say_not_yet(cast):
    """Say "not yet" at every step, with and without something typed."""
    client = _signed_in(cast)
    for repair in _all(cast):
        for step in ("answer", "impact", "understood", "follow-through"):
            address = reverse("checkins:repair_note", args=[repair.pk])
            for typed in ({}, TYPED):
                assert client.post(address, {"step": step} | typed).status_code == 302


def write_without_sending(cast):
    """Type, be refused, and keep an opening of her own unsent."""
    client = _signed_in(cast)
    client.post(reverse("checkins:new_repair_note"), {"step": "opening", "side": "own"} | TYPED)
    client.post(reverse("checkins:new_repair"), {"side": "own", "step": "opening", "words": " "})
    for repair in _all(cast):
        address = reverse("checkins:repair_words", args=[repair.pk])
        for step in ("answer", "impact", "apologise", "follow-through", "rest", "action"):
            client.post(address, {"step": step, "words": "x" * 2001})


def stop(cast):
    """Stop without a word."""
    _end(cast, {})


def say_that_it_was_fear(cast):
    """Answer the question with yes, and go on to help."""
    _end(cast, {"help": "1"})


def _end(cast, pressed):
    client = _signed_in(cast)
    for repair in _all(cast):
        client.post(reverse("checkins:repair_end", args=[repair.pk]), pressed, follow=True)


def _all(cast):
    return list(Repair.objects.filter(couple=cast.couple))


def _signed_in(cast):
    client = Client()
    client.force_login(cast.ana)
    return client
