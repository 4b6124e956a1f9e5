"""What a partner would try first when guessing a password: their own name and mailbox."""

from trustpact.couples.models import Partner
from trustpact.people.passwords import familiar_words


@familiar_words
def partners_words(person):
    """Return the other partner's name and mailbox, or nothing for a person alone."""
    partner = Partner.objects.of(person)
    other = partner.couple.other(partner) if partner else None
    return [other.person.name, other.person.email] if other else []
