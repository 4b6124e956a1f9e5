"""Persons: whoever has an account."""

from trustpact.people.models.person import Person

__all__ = ["Person"]
