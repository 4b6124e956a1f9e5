"""How the vault's own model and those of Django are classified."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from trustpact.privacy.models import DataKey
from trustpact.privacy.registry import Erasure, Owner, classify

classify(
    DataKey,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "owner_id"],
    secrets=["key_id", "wrapped"],
)
classify(
    Session,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    secrets=["session_key", "session_data", "expire_date"],
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
)
