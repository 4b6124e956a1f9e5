"""How the couple's models are classified."""

from django.db.models import Q

from trustpact.couples.models import (
    Block,
    Couple,
    Grant,
    Invitation,
    Partner,
    Therapist,
    TherapistInvitation,
    Therapy,
    Viewing,
    WrongCode,
)
from trustpact.privacy.registry import Erasure, Owner, Received, classify

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
classify(
    Therapist,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person"],
    words=["profession", "number", "policy"],
    state=["secrets"],
    mine=lambda person: Therapist.objects.filter(person=person),
)
classify(
    TherapistInvitation,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "couple", "invited_by"],
    words=["address"],
    state=["status", "made_on", "expires_at"],
    secrets=["token_digest", "declined_on"],
    mine=lambda person: TherapistInvitation.objects.filter(invited_by__person=person),
)
# Who let a therapist in stands in nobody's copy: it would name one of the two to the other.
classify(
    Therapy,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple", "therapist"],
    state=["began_on", "ended_on", "next_on", "last_on"],
    secrets=["invited_by"],
    mine=lambda person: Therapy.objects.filter(couple__partners__person=person),
    received=Received(
        rows=lambda person: Therapy.objects.filter(therapist__person=person),
        fields=["id", "began_on", "ended_on"],
    ),
)
# A grant is its author's alone: the other cannot read from it what a therapist sees of both.
classify(
    Grant,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "therapy", "partner"],
    state=["scope", "given_on", "ends_on"],
    mine=lambda person: Grant.objects.filter(partner__person=person),
)
classify(
    Viewing,
    owner=Owner.COUPLE,
    erasure=Erasure.DELETE,
    links=["id", "therapy", "partner"],
    state=["scope", "viewed_on"],
    mine=lambda person: Viewing.objects.filter(
        Q(partner__person=person)
        | Q(partner__isnull=True, therapy__couple__partners__person=person)
    ),
    received=Received(
        rows=lambda person: Viewing.objects.filter(therapy__therapist__person=person),
        fields=["id", "therapy", "scope", "viewed_on"],
    ),
)
