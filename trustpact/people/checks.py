"""What an operator has to set before people come: a way for them to tell of misuse."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from trustpact.people.mailboxes import is_mailbox


@register()
def contact_mailbox_is_one(app_configs, **kwargs):
    """Refuse to start where messages would go to something that is no mailbox."""
    if settings.CONTACT_MAILBOX and not is_mailbox(settings.CONTACT_MAILBOX):
        return [Error(f"CONTACT_MAILBOX, {settings.CONTACT_MAILBOX}, is none.", id="people.E001")]
    return []


@register(Tags.security, deploy=True)
def misuse_can_be_told(app_configs, **kwargs):
    """Warn while nobody could tell the operator of misuse."""
    if settings.CONTACT_MAILBOX:
        return []
    return [
        Warning(
            "Nobody can tell you of misuse, or of somebody under 18.",
            hint="Set CONTACT_MAILBOX to a mailbox that you read. See README, “Settings”.",
            id="people.W001",
        )
    ]
