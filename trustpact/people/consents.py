"""
What somebody agrees to, for which purpose, in which words; and what ends when they withdraw it.

Apps above say in `AppConfig.ready()` what rests on a purpose: `on_withdrawal(purpose, callback)`,
where `callback(person, now)` runs in the transaction of the withdrawal. The words stand where the
consent is given; whoever changes what they mean gives them a new version.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a consent is for; each is given and withdrawn apart from the others."""

    INTIMATE = "intimate", _("What you write and rate here")
    HEALTH = "health", _("Health: test dates, and news of an infection or a pregnancy")
    THERAPIST = "therapist", _("What you open to a therapist")
    MAIL = "mail", _("Reminders by mail")


@dataclass(frozen=True)
class Text:
    """The words of a consent, in the reader's language, and their version."""

    version: str
    words: Promise


TEXTS = {
    Purpose.INTIMATE: Text(
        "2026-11",
        _(
            "You agree that what you write and rate here is kept for you, intimate things too. It is "
            "sealed, and the server opens it to show it to you, and to your partner what you share."
        ),
    ),
    Purpose.HEALTH: Text(
        "2026-11",
        _(
            "You agree that this is kept here although it is about your health. It is sealed, and "
            "goes to nobody but whom you choose."
        ),
    ),
    Purpose.THERAPIST: Text(
        "2026-11",
        _(
            "You agree that this therapist reads what you open, for 90 days or until you close it. "
            "Health and intimate things may be among it."
        ),
    ),
    Purpose.MAIL: Text(
        "2026-11",
        _(
            "You agree to reminders by mail. They say that something is waiting, and never what. You "
            "can switch them off under More."
        ),
    ),
}

_callbacks: dict[Purpose, list[Callable]] = {}


def on_withdrawal(purpose: Purpose, callback: Callable) -> None:
    """Call this where a consent is withdrawn, so that what rests on it ends in the same moment."""
    kept = _callbacks.setdefault(purpose, [])
    if callback not in kept:
        kept.append(callback)


def end_what_rests_on(purpose, person, now) -> None:
    """Let every app end what this person's consent was for."""
    for callback in _callbacks.get(purpose, []):
        callback(person, now)
