"""How the couple's models are classified."""

from trustpact.couples.models import Block, Couple, Invitation, Partner, WrongCode
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
    state=["place", "joined_on", "left_on", "asks_both_done", "asks_language"] + ["knows_of_end"],
    mine=lambda person: Partner.objects.filter(person=person),
)
classify(
    Invitation,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "couple", "invited_by"],
    words=["address"],
    state=["status", "made_on", "expires_at"],
    secrets=["token_digest", "code_digest", "declined_on"],
    mine=lambda person: Invitation.objects.filter(invited_by__person=person),
)
classify(
    Block,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "blocked_person"],
    mine=lambda person: Block.objects.filter(person=person),
)
classify(
    WrongCode,
    owner=Owner.NOBODY,
    erasure=Erasure.NOTHING,
    links=["id"],
    secrets=["who", "tried_at"],
)
