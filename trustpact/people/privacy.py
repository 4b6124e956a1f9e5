"""
How a person's account is classified, and allauth's models with it.

The ids of allauth's rows are counted up, over all people. They leave through nothing: a gap between
two of one's own tells that somebody else signed in between.
"""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from trustpact.curation.privacy import classify_library
from trustpact.people.models import Helpline, Person
from trustpact.privacy.registry import Erasure, Owner, classify

classify(
    Person,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id"],
    words=["name"],
    account=["email"],
    state=["zone", "language", "adult_confirmed_on", "joined_on", "is_active", "is_staff"],
    secrets=["password", "last_login", "is_superuser", "groups", "user_permissions"],
    mine=lambda person: Person.objects.filter(pk=person.pk),
)
classify(
    EmailAddress,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["user"],
    account=["email", "verified", "primary"],
    secrets=["id"],
    mine=lambda person: EmailAddress.objects.filter(user=person),
)
classify(
    EmailConfirmation,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "email_address"],
    secrets=["created", "sent", "key"],
)
classify(
    Authenticator,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["user"],
    account=["type", "created_at", "last_used_at"],
    secrets=["id", "data"],
    mine=lambda person: Authenticator.objects.filter(user=person),
)
classify(
    UserSession,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["user"],
    account=["created_at", "ip", "last_seen_at", "user_agent"],
    secrets=["id", "session_key", "data"],
    mine=lambda person: UserSession.objects.filter(user=person),
)
classify_library(Helpline)
