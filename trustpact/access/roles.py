"""
Who works on the product itself: curators on its library, operators on its accounts.

Neither is a way to a couple: rights there come from membership alone, never from a role.
"""

from allauth.mfa.utils import is_mfa_enabled

CURATORS = "Curators"  # the group


def is_curator(person) -> bool:
    """Whether somebody writes and publishes the library; one query for who is signed in."""
    return person.is_authenticated and person.groups.filter(name=CURATORS).exists()


def is_operator(person) -> bool:
    """Whether somebody keeps the installation running."""
    return person.is_authenticated and person.is_superuser


def has_second_factor(person) -> bool:
    """Whether a passkey or an authenticator app stands beside the mailbox."""
    return is_mfa_enabled(person)
