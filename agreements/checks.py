"""The start-up check: the keys that seal the history can be read."""

from django.core.checks import Error, register

from agreements.models.history import public_keys, sealing_keys


@register()
def sealing_keys_can_be_read(app_configs, **kwargs):
    """Refuse to start with keys that would fail at the first version somebody puts forward."""
    try:
        found = sealing_keys()
    except ValueError as error:
        return [Error(f"SEALING_KEYS: {error}.", id="agreements.E001")]
    try:
        public_keys()
    except ValueError as error:
        return [Error(f"OLD_SEALING_KEYS: {error}.", id="agreements.E003")]
    return [] if found else [Error("There is no sealing key.", id="agreements.E002")]
