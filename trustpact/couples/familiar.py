"""
What a partner would try first when guessing a password: their own name.

Not their mailbox: a password that is refused because it resembles it would tell whoever tries
which mailbox the other has.
"""

from trustpact.couples.models import Partner
from trustpact.people.passwords import familiar_words


@familiar_words
def partners_words(person):
    """Return the other partner's name, or nothing for a person alone."""
    partner = Partner.objects.of(person)
    other = partner.couple.other(partner) if partner else None
    return [other.name] if other else []
