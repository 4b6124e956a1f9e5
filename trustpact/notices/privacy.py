"""How the models of this app are classified."""

from trustpact.notices.models import (
    CalendarFeed,
    Notice,
    PushSubscription,
    Reminders,
    Schedule,
    Silence,
)
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
classify(
    Reminders,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "subject"],
    state=[
        "is_own",
        "mail",
        "push",
        "calendar",
        "lead",
        "weekdays",
        "often",
        "quiet_from",
        "quiet_end",
        "asked_on",
    ],
    account=["bounced"],
    mine=lambda person: Reminders.objects.filter(person=person),
)
classify(
    PushSubscription,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person"],
    state=["device", "begun_on"],
    secrets=["session", "endpoint", "mark", "vapid_key"],  # whoever has them could push, or link
    mine=lambda person: PushSubscription.objects.filter(person=person),
)
