"""Persons: whoever has an account; what they agreed to; and the helplines that anyone finds."""

from trustpact.people.models.consent import Consent
from trustpact.people.models.helpline import Helpline
from trustpact.people.models.person import Person

__all__ = ["Consent", "Helpline", "Person"]
