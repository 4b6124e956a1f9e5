"""The start-up checks: the keys that seal the history can be read, and are those that sealed it."""

from datetime import UTC, timedelta

from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from agreements.chain import ALWAYS, Statement
from agreements.models.agreement import Agreement
from agreements.models.history import (
    HistoryEntry,
    key_validity,
    public_keys,
    sealing_keys,
)
from trustpact.privacy.checks import is_prepared

MALFORMED = (
    "Give SEALING_KEYS or SEALING_KEYS_FILE 32 bytes each in URL-safe base64, newest first, commas "
    "between. See README, “Settings”."
)
LOOKED_AT = 1000  # histories; `manage.py verify_history` looks at all
AHEAD = timedelta(days=30)


@register()
def sealing_keys_can_be_read(app_configs, **kwargs):
    """Refuse to start with keys that would fail at the first version somebody puts forward."""
    try:
        found = sealing_keys()
    except ValueError as error:
        return [Error(f"SEALING_KEYS: {error}.", id="agreements.E001", hint=MALFORMED)]
    try:
        public_keys()
    except ValueError as error:
        return [Error(f"OLD_SEALING_KEYS: {error}.", id="agreements.E003")]
    if not found:
        return [Error("There is no sealing key.", id="agreements.E002", hint=MALFORMED)]
    return _dates_that_do_not_hold(found, timezone.now().astimezone(UTC).date())


@register(Tags.database)
def sealing_keys_sealed_the_histories(app_configs, databases=None, **kwargs):
    """Refuse to start where a history ends under a key that is known here by neither half."""
    if not databases:
        return []
    try:
        known, named = public_keys(), _named() if is_prepared(HistoryEntry) else set()
    except ValueError:
        return []  # E001 or E003 tells of it
    except DatabaseError:
        return [
            Warning("The database was not asked whether SEALING_KEYS fit.", id="agreements.W001")
        ]
    return [
        Error(
            f"Histories of this database were sealed by the key {key}, which neither SEALING_KEYS "
            "nor OLD_SEALING_KEYS holds.",
            id="agreements.E005",
            hint="Put its seed back into SEALING_KEYS, behind the others, or its public half (it "
            "stands in every file of a history) into OLD_SEALING_KEYS.",
        )
        for key in sorted(named - known.keys())
    ]


def _dates_that_do_not_hold(found, today):
    try:
        validity = key_validity()
    except ValueError as error:
        return [Error(f"SEALING_KEY_DATES: {error}.", id="agreements.E004")]
    may = [validity.get(key.id, ALWAYS) for key in found]
    if not any(one.covers(today.isoformat()) for one in may):
        return [
            Error(
                "No key of SEALING_KEYS may seal today.",
                id="agreements.E006",
                hint="Put a new seed in front of SEALING_KEYS, or set SEALING_KEY_DATES right.",
            )
        ]
    if not any(one.covers((today + AHEAD).isoformat()) for one in may):
        told = "In 30 days no key of SEALING_KEYS may seal. Put a new seed in front of it."
        return [Warning(told, id="agreements.W002")]
    return []


def _named():
    """Return the ids of the keys under which histories end; the first thousand, by random ids."""
    last = HistoryEntry.objects.filter(agreement=OuterRef("pk")).order_by("-seq")
    ends = Agreement.objects.annotate(end=Subquery(last.values("statement")[:1]))
    ends = ends.filter(end__isnull=False).order_by("pk").values_list("end", flat=True)
    return {Statement.read(bytes(end)).key for end in ends[:LOOKED_AT]}
