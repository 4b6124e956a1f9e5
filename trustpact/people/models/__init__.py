"""Persons: whoever has an account; and the helplines that anyone finds."""

from trustpact.people.models.helpline import Helpline
from trustpact.people.models.person import Person

__all__ = ["Helpline", "Person"]
