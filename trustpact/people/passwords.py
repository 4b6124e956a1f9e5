"""How passwords are hashed, and which ones are taken."""

from collections.abc import Callable
from re import findall

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

SHORTEST, LONGEST = 12, 128  # characters
STRONG_ENOUGH = 3  # of 0 to 4: withstands some 10 ** 8 guesses
JUDGED = 64  # characters: the estimator's time grows fast with length

_familiar: list[Callable] = []


class Argon2idHasher(Argon2PasswordHasher):
    """
    Argon2id with 46 MiB, one pass, one lane.

    Source: OWASP Password Storage Cheat Sheet, first of its equivalent settings. Django's default
    takes 100 MiB and eight lanes a hash, too much for a small machine under load.
    """

    memory_cost = 47_104  # KiB
    time_cost = 1
    parallelism = 1


def familiar_words(callback: Callable) -> Callable:
    """Register `callback(person)`, which returns words that the person's partner would try first."""
    _familiar.append(callback)
    return callback


class LengthValidator:
    """Takes 12 to 128 characters, of any kind."""

    def validate(self, password, user=None):
        """Raise ValidationError when the password is too short or too long."""
        if len(password) < SHORTEST:
            message = _("Use at least %(count)d characters. A few words in a row are fine.")
            raise ValidationError(message % {"count": SHORTEST}, code="short")
        if len(password) > LONGEST:
            message = _("Use at most %(count)d characters.")
            raise ValidationError(message % {"count": LONGEST}, code="long")

    def get_help_text(self):
        """Return what a password needs, for the form."""
        return _("At least %(count)d characters. A few words in a row are fine.") % {
            "count": SHORTEST
        }


class StrengthValidator:
    """Refuses what is guessed first: common passwords, patterns, and the names of both people."""

    def validate(self, password, user=None):
        """Raise ValidationError when an estimator guesses the password too soon."""
        if zxcvbn(password[:JUDGED], user_inputs=_words(user))["score"] < STRONG_ENOUGH:
            raise ValidationError(
                _("Somebody who knows you could guess this. Add a word or two."), code="weak"
            )

    def get_help_text(self):
        """Return what it refuses, for the form."""
        return _("Nothing that somebody who knows you would guess.")


def _words(user):
    """Return the words around a person: name, mailbox, and what the rooms above add."""
    texts = ["TrustPact"]
    if user is not None:
        texts += [user.name, user.email]
        texts += [word for callback in _familiar for word in callback(user)]
    return texts + [word for text in texts for word in findall(r"\w{3,}", text or "")]
