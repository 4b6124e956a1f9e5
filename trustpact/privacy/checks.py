"""The start-up checks: every field has a class, what is private is sealed, the keys can be read."""

from django.apps import apps
from django.core.checks import Error, register

from trustpact.privacy import keys
from trustpact.privacy.fields import SealedField
from trustpact.privacy.registry import Kind, Owner, classification_of
from trustpact.privacy.vault import VaultError


@register()
def master_keys_can_be_read(app_configs, **kwargs):
    """Refuse to start with keys that would fail at the first thing somebody writes."""
    try:
        keys.master_ring()
    except VaultError as error:
        return [Error(f"VAULT_KEYS: {error}", id="privacy.E007")]
    return []


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
    private = classification.fields_of(Kind.WORDS, Kind.MEASURES)
    if private and (classification.owner == Owner.NOBODY or classification.mine is None):
        errors.append(Error(f"{label} holds what people wrote and no export.", id="privacy.E006"))
    return errors
