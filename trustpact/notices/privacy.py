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
from trustpact.privacy.retention import BODIES_OF_MAIL, SILENCES, forgets

classify(
    Schedule,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "kind", "subject"],
    state=["next_at", "zone"],
    secrets=["flagged", "failures"],
    whose="person",
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
    whose="person",
)
classify(
    Silence,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person", "subject"],
    state=["from_at", "until_at"],
    whose="person",
)
classify(
    CalendarFeed,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person"],
    state=["made_on"],
    secrets=["token_digest"],
    whose="person",
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
    whose="person",
)
classify(
    PushSubscription,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person"],
    state=["device", "begun_on"],
    secrets=["session", "endpoint", "mark", "vapid_key"],  # whoever has them could push, or link
    whose="person",
)


@forgets(BODIES_OF_MAIL)
def _told_long_ago(now):
    return Notice.objects.forget(now)


@forgets(SILENCES)
def _silences_long_over(now):
    return Silence.objects.forget(now)
