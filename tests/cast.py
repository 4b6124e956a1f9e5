"""
The people of every test: Ana and Ben, a couple; Dan, a stranger; Dr Chen, a therapist; Ada, a
curator. And functions that make more of them, for tests that need other people.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.models import EmailAddress

from trustpact.couples.models import Couple, Partner
from trustpact.people.models import Person

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
ZONE = "Europe/Berlin"


@dataclass
class Cast:
    """Everybody who plays in a test."""

    ana: Person
    ben: Person
    dan: Person
    chen: Person
    ada: Person
    couple: Couple
    ana_partner: Partner
    ben_partner: Partner


def make_person(name: str, email: str = "", **fields) -> Person:
    """Make a person with a verified mailbox, who signs in by mail code."""
    email = email or f"{name.lower().replace(' ', '.')}@example.org"
    person = Person.objects.create_user(
        email=email, name=name, **{"zone": ZONE, "adult_confirmed_on": NOON.date()} | fields
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def make_couple(first: Person, second: Person | None = None, *, now: datetime = NOON) -> Couple:
    """Make a couple of one person, or of two."""
    couple = Couple.start(first, now=now)
    if second is not None:
        Partner.join(couple, second, now=now)
    return couple


def make_cast() -> Cast:
    """Make everybody, and the couple of Ana and Ben."""
    ana, ben = make_person("Ana"), make_person("Ben")
    couple = make_couple(ana, ben)
    ana_partner, ben_partner = couple.partners_now()
    return Cast(
        ana=ana,
        ben=ben,
        dan=make_person("Dan"),
        chen=make_person("Dr Chen"),
        ada=make_person("Ada"),
        couple=couple,
        ana_partner=ana_partner,
        ben_partner=ben_partner,
    )
