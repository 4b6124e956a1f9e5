"""How the couple's models are classified."""

from trustpact.couples.models import Couple, Partner
from trustpact.privacy.registry import Erasure, Owner, classify

classify(
    Couple,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id"],
    state=["zone", "currency", "language", "opening_hour", "started_on", "ended_on"],
    mine=lambda person: Couple.objects.filter(partners__person=person),
)
classify(
    Partner,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple", "person", "party_id"],
    state=["place", "joined_on", "left_on"],
    mine=lambda person: Partner.objects.filter(person=person),
)
