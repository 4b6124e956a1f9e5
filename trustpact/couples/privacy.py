"""How the couple's models are classified."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q

from trustpact.couples.erasing import erase
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
from trustpact.people.models import Person
from trustpact.privacy.registry import Erasure, Owner, Received, classify
from trustpact.privacy.retention import INVITATIONS, UNPROVED_ACCOUNTS, VIEWS, WRONG_CODES, forgets

classify(
    Couple,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id"],
    state=["zone", "currency", "language", "opening_hour", "started_on", "ended_on"],
    couple="pk",
    stands=["zone", "currency", "language", "opening_hour"],
    mine=lambda person: Couple.objects.filter(partners__person=person),
)
classify(
    Partner,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple", "person", "party_id"],
    state=["place", "joined_on", "left_on", "asks_both_done", "asks_language"] + ["knows_of_end"],
    whose="person",
    couple="couple",
    emptied=["person", "asks_both_done", "asks_language", "knows_of_end"],
    stands=[],
)
classify(
    Invitation,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "couple", "invited_by"],
    words=["address"],
    state=["status", "made_on", "expires_at"],
    secrets=["token_digest", "code_digest", "declined_on"],
    whose="invited_by__person",
    # The mailbox to which the other wrote is that of the one who goes.
    emptied=["address"],
    emptied_in=lambda person: Invitation.objects.filter(couple__partners__person=person),
)
classify(
    Block,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "blocked_person"],
    whose="person",
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
    whose="person",
)
classify(
    TherapistInvitation,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "couple", "invited_by"],
    words=["address"],
    state=["status", "made_on", "expires_at"],
    secrets=["token_digest", "declined_on"],
    whose="invited_by__person",
)
# Of a therapist who goes, their couples keep the dates on which they looked, without a name.
# Who let a therapist in stands in nobody's copy: it would name one of the two to the other.
classify(
    Therapy,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple", "therapist"],
    state=["began_on", "ended_on", "next_on", "last_on"],
    secrets=["invited_by"],
    couple="couple",
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
    whose="partner__person",
)
classify(
    Viewing,
    owner=Owner.COUPLE,
    erasure=Erasure.DELETE,
    links=["id", "therapy", "partner"],
    state=["scope", "viewed_on"],
    couple="therapy__couple",
    whose="partner__person",
    mine=lambda person: Viewing.objects.filter(
        Q(partner__person=person)
        | Q(partner__isnull=True, therapy__couple__partners__person=person)
    ),
    received=Received(
        rows=lambda person: Viewing.objects.filter(therapy__therapist__person=person),
        fields=["id", "therapy", "scope", "viewed_on"],
    ),
)


@forgets(VIEWS)
def _looked_at_long_ago(now):
    return Viewing.forget(now.date())


@forgets(WRONG_CODES)
def _wrong_codes(now):
    return WrongCode.objects.forget(now)


@forgets(INVITATIONS)
def _that_ended(now):
    # One that was mailed stays with its inviter: by those that were declined, their mailbox gets no
    # more of them, and if only those stayed, their inviter could tell.
    over = Invitation.objects.filter(expires_at__lte=now - INVITATIONS.kept_for)
    unmailed = [pk for pk, address in over.values_list("pk", "address") if not address]
    return Invitation.objects.filter(pk__in=unmailed).delete()[0]


@forgets(UNPROVED_ACCOUNTS)
def _never_proved(now):
    since = (now - UNPROVED_ACCOUNTS.kept_for).date()
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    found = Person.objects.filter(~Exists(proved), joined_on__lte=since)
    ids = list(found.values_list("pk", flat=True)[:500])  # the next hour goes on
    for person_id in ids:
        erase(person_id, now=now)
    return len(ids)
