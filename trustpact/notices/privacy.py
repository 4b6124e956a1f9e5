"""How the models of this app are classified."""

from trustpact.notices.models import CalendarFeed, Notice, Schedule, Silence
from trustpact.privacy.registry import Erasure, Owner, classify

classify(
    Schedule,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "kind", "subject"],
    state=["next_at", "zone"],
    secrets=["flagged"],
    mine=lambda person: Schedule.objects.filter(person=person),
)
classify(
    Notice,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "kind", "subject", "series"],
    state=["channel", "lead", "urgency", "due_at", "until"],
    words=["words", "address"],
    # The status too: it would tell an inviter whose mailbox wants no more invitations of theirs.
    secrets=["status", "next_at", "claim", "begun", "attempts"],
    mine=lambda person: Notice.objects.filter(person=person),
)
classify(
    Silence,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "subject"],
    state=["from_at", "until_at"],
    mine=lambda person: Silence.objects.filter(person=person),
)
classify(
    CalendarFeed,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person"],
    state=["made_on"],
    secrets=["token_digest"],
    mine=lambda person: CalendarFeed.objects.filter(person=person),
)
