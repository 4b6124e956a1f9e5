"""Why an invitation cannot be accepted: what to say, and what can be done next."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Obstacle(models.TextChoices):
    """What stands between a person and an invitation; the label is what the page says first."""

    UNKNOWN = "unknown", _("No invitation belongs to this link or code.")
    OWN = "own", _("This is your own invitation.")
    ALREADY_IN = "already_in", _("You have joined already.")
    USED = "used", _("This invitation was used.")
    EXPIRED = "expired", _("This invitation has expired.")
    REVOKED = "revoked", _("This invitation was taken back.")
    ELSEWHERE = "elsewhere", _("You already have a shared space.")
    BLOCKED = "blocked", _("You asked not to be invited by this person again.")
    SAME_MAILBOX = "same_mailbox", _("You and the person who invites you use one mailbox.")
    UNVERIFIED = "unverified", _("Your mailbox is not confirmed yet.")

    @property
    def advice(self):
        """Return what can be done next, as a sentence or two."""
        return ADVICE[self]

    @property
    def sentence(self):
        """Return what is the matter and what can be done next."""
        return f"{self.label} {self.advice}"

    @property
    def status(self):
        """Return the HTTP status of the page that says so."""
        return 404 if self is Obstacle.UNKNOWN else 409


ADVICE = {
    Obstacle.UNKNOWN: _(
        "Check that the whole link was copied, or type the twelve signs of the code. "
        "The person who invites you can also make a new one."
    ),
    Obstacle.OWN: _(
        "It is for your partner. They open it on their own device and join with their own account. "
        "If they sit beside you, sign out first."
    ),
    Obstacle.ALREADY_IN: _("There is nothing more to do here."),
    Obstacle.USED: _(
        "An invitation works once. If it was you who used it, sign in. "
        "If it was not, tell the person who invited you."
    ),
    Obstacle.EXPIRED: _("An invitation works for seven days. Ask for a new one."),
    Obstacle.REVOKED: _("The person who made it can make a new one, if you both want that."),
    Obstacle.ELSEWHERE: _(
        "Nobody can be in two. To accept this invitation, leave your own space first; "
        "what you wrote there stays in your export."
    ),
    Obstacle.BLOCKED: _(
        "To them it looks as if it were still open. If you want to accept after all, "
        "lift your block first."
    ),
    Obstacle.SAME_MAILBOX: _(
        "Each of you needs a mailbox that only they read. Sign up with another one, or change "
        "yours in your account."
    ),
    Obstacle.UNVERIFIED: _("Confirm it in your account, then come back to this invitation."),
}
