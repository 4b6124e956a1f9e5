"""The start-up checks: every field has a class, what is private is sealed, the keys can be read."""

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection

from trustpact.privacy import keys, ledger, retention, rotation
from trustpact.privacy.fields import SealedField
from trustpact.privacy.models import DataKey
from trustpact.privacy.registry import Erasure, Kind, Owner, classification_of
from trustpact.privacy.vault import VaultError

MALFORMED = (
    "Give VAULT_KEYS or VAULT_KEYS_FILE 32 bytes each in URL-safe base64, newest first, commas "
    "between. See README, “Settings”."
)


@register()
def master_keys_can_be_read(app_configs, **kwargs):
    """Refuse to start with keys that would fail at the first thing somebody writes."""
    try:
        keys.master_ring()
    except VaultError as error:
        return [Error(f"VAULT_KEYS: {error}", id="privacy.E007", hint=MALFORMED)]
    return []


@register(Tags.database)
def master_keys_open_what_is_kept(app_configs, databases=None, **kwargs):
    """
    Refuse to start with master keys that do not open the data keys in the database.

    A master key is known by its digest, so holding the same id is holding the same key. Asked
    wherever a database is (`web.starting`, `check --database default`, `migrate`); one without tables
    holds no keys yet.
    """
    if not databases:
        return []
    try:
        held = {key.id for key in keys.master_ring()}
        found = rotation.counts() if is_prepared(DataKey) else {}
    except VaultError:
        return []  # E007 tells of it
    except DatabaseError:
        return [Warning("The database was not asked whether VAULT_KEYS fit.", id="privacy.W001")]
    return [
        Error(
            f"VAULT_KEYS does not hold the master key {key_id.hex()}, under which {count} data keys "
            "of this database lie.",
            id="privacy.E008",
            hint="Put it back, behind the others: without it nothing that these people and couples "
            "wrote can be read. `manage.py rotate_keys` makes an older key dispensable.",
        )
        for key_id, count in found.items()
        if key_id not in held
    ]


def is_prepared(model) -> bool:
    """Whether the database has the table of this model yet."""
    return model._meta.db_table in connection.introspection.table_names()


@register(Tags.database)
def nobody_is_back(app_configs, databases=(), **kwargs):
    """Say that a restored dump holds somebody erased since; `wsgi.py` serves nobody until then."""
    said = ledger.who_is_back() if databases else ""
    return [Warning(said, id="privacy.W010")] if said else []


@register()
def every_rule_is_carried_out(app_configs, **kwargs):
    """Refuse to start while something is promised to go and nothing takes it out."""
    rules = retention.without_anybody()
    return [Error(f"Nothing takes out: {rule.what}.", id="privacy.E011") for rule in rules]


@register()
def every_field_is_classified(app_configs, **kwargs):
    """Refuse to start while a field is unclassified, classified twice, or private and open."""
    return [error for model in apps.get_models() for error in _errors_of(model)]


def _errors_of(model):
    label = model._meta.label
    classification = classification_of(model)
    if classification is None:
        return [Error(f"{label} is not classified.", id="privacy.E001")]
    names = {field.name for field in model._meta.concrete_fields}
    names |= {field.name for field in model._meta.local_many_to_many}
    errors = [
        Error(f"{label}.{name} is not classified.", id="privacy.E002")
        for name in sorted(names - classification.kinds.keys())
    ]
    errors += [
        Error(f"{label}.{name} is classified but does not exist.", id="privacy.E003")
        for name in sorted(classification.kinds.keys() - names)
    ]
    errors += [
        Error(f"{label}.{name} is classified twice.", id="privacy.E004")
        for name in classification.doubled
    ]
    errors += [
        Error(f"{label}.{name} is private and not sealed.", id="privacy.E005")
        for name in classification.fields_of(Kind.WORDS, Kind.MEASURES)
        if name in names and not isinstance(model._meta.get_field(name), SealedField)
    ]
    errors += _errors_of_erasure(label, classification)
    private = classification.fields_of(Kind.WORDS, Kind.MEASURES)
    if private and (classification.owner == Owner.NOBODY or classification.mine is None):
        errors.append(Error(f"{label} holds what people wrote and no export.", id="privacy.E006"))
    return errors


def _errors_of_erasure(label, classification):
    """Find what erasure would walk past: a row of nobody's in particular, one that nothing ends."""
    errors = []
    if classification.owner == Owner.PERSON and not classification.whose:
        errors.append(Error(f"{label} does not say whose a row is.", id="privacy.E008"))
    stays = classification.erasure in (Erasure.KEEP_SENT, Erasure.KEEP_JOINT)
    if stays and not classification.couple:
        errors.append(Error(f"{label} stays, and for nobody.", id="privacy.E009"))
    return errors
