"""How the vault's own model and those of Django are classified."""

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q

from trustpact.privacy.models import DataKey, Erased
from trustpact.privacy.registry import Erasure, Owner, classify

classify(
    DataKey,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    secrets=["id", "owner_id", "key_id", "wrapped"],
    whose="owner_id",
    couple="owner_id",
)
classify(
    Erased,  # a random number that belongs to nobody any more
    owner=Owner.NOBODY,
    erasure=Erasure.NOTHING,
    links=["id"],
)


def _signed_in(person_id):
    known = UserSession.objects.filter(user=person_id)
    return Q(session_key__in=known.values("session_key"))


classify(
    Session,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    secrets=["session_key", "session_data", "expire_date"],
    whose=_signed_in,
)
classify(
    Group,
    owner=Owner.NOBODY,
    erasure=Erasure.NOTHING,
    library=["id", "name", "permissions"],
)
classify(
    Permission,
    owner=Owner.NOBODY,
    erasure=Erasure.NOTHING,
    library=["id", "name", "content_type", "codename"],
)
classify(
    ContentType,
    owner=Owner.NOBODY,
    erasure=Erasure.NOTHING,
    library=["id", "app_label", "model"],
)
classify(
    LogEntry,  # stays empty: each revision names who wrote and who published it
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    secrets=["id", "action_time", "user", "content_type", "object_id", "object_repr"]
    + ["action_flag", "change_message"],
    whose="user",
)
