"""Which mailboxes are a person's own, from the account's verified addresses."""

from allauth.account.models import EmailAddress


def mailboxes(person) -> list[str]:
    """Return every verified mail address of a person; one query."""
    return list(
        EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    )
