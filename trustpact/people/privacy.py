"""
How a person's account is classified, and allauth's models with it.

The ids of allauth's rows are counted up, over all people. They leave through nothing: a gap between
two of one's own tells that somebody else signed in between.
"""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from trustpact.curation.privacy import classify_library
from trustpact.notices.models import PushSubscription
from trustpact.people.models import Consent, Helpline, Person
from trustpact.privacy.registry import Erasure, Owner, classify
from trustpact.privacy.retention import SIGN_INS, forgets

classify(
    Person,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id"],
    words=["name"],
    account=["email"],
    state=[
        "zone",
        "language",
        "shortcuts",
        "adult_confirmed_on",
        "joined_on",
        "is_active",
        "is_staff",
    ],
    secrets=["password", "last_login", "is_superuser", "groups", "user_permissions"],
    whose="pk",
)
classify(
    Consent,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "person"],
    state=["purpose", "text_version", "language", "given_on", "ends_on", "withdrawn_on"],
    whose="person",
)
classify(
    EmailAddress,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["user"],
    account=["email", "verified", "primary"],
    secrets=["id"],
    whose="user",
)
classify(
    EmailConfirmation,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    secrets=["id", "email_address", "created", "sent", "key"],
    whose="email_address__user",
)
classify(
    Authenticator,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["user"],
    account=["type", "created_at", "last_used_at"],
    secrets=["id", "data"],
    whose="user",
)
classify(
    UserSession,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["user"],
    account=["created_at", "ip", "last_seen_at", "user_agent"],
    secrets=["id", "session_key", "data"],
    whose="user",
)
classify_library(Helpline)


@forgets(SIGN_INS)
def _sign_ins_that_are_over(now):
    # Pushes hang on them. With a session goes its list entry, and a code that was begun in it.
    PushSubscription.objects.forget(now)
    over = Session.objects.filter(expire_date__lte=now).delete()[0]
    running = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=running).delete()
    return over
