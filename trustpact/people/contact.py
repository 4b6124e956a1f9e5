"""
Writing to the people who run this site: one mail to the mailbox that they set, and no copy here.

Nothing of an account goes with it, and no row remembers it, so that no page, export or dump can
tell somebody's partner that they wrote. The limit counts by network and forgets within the hour:
two who live together share one network, and neither should learn from it that the other wrote.
"""

from smtplib import SMTPException

from allauth.core import ratelimit
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from trustpact.rules import RuleBroken, TooOften


class About(models.TextChoices):
    """What somebody writes about."""

    MINOR = "minor", gettext_lazy("Somebody under 18 is here")
    HARM = "harm", gettext_lazy("This site is used to frighten, watch or control somebody")
    ACCOUNT = "account", gettext_lazy("An account in my name or mailbox is not mine")
    THERAPIST = "therapist", gettext_lazy("Somebody here is not the therapist they say they are")
    OTHER = "other", gettext_lazy("Something else")


def send(request, *, about, words, answer_to=""):
    """
    Mail it to the people who run this site. TooOften beyond ten an hour from one network.

    RuleBroken where the mail server does not take it: nothing was sent then, and nothing is kept.
    """
    if not ratelimit.consume(request, action="contact"):
        raise TooOften(
            _("Many messages came from this network just now. Wait an hour, then send it again.")
        )
    try:
        _letter(About(about), words, answer_to).send()
    except (SMTPException, OSError) as error:
        raise RuleBroken(
            _("The mail could not be sent just now. Try again in a few minutes.")
        ) from error


def _letter(about, words, answer_to):
    with override(settings.LANGUAGE_CODE):
        subject = f"Contact: {about.label}"
    where = answer_to or "no mailbox was given; there is no way to answer"
    body = f"{about.label}\n\n{words}\n\n-- \nAnswer to: {where}\n"
    answers = [answer_to] if answer_to else None
    return EmailMessage(subject, body, to=[settings.CONTACT_MAILBOX], reply_to=answers)
