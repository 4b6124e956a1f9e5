"""The start-up check: the keys for push services can be read."""

from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

from trustpact.notices import vapid


@register()
def vapid_keys_can_be_read(app_configs, **kwargs):
    """Refuse to start with keys that would fail at the first push."""
    try:
        vapid.keys()
    except ImproperlyConfigured as error:
        hint = 'Make one: python -c "import base64, secrets; print(base64.urlsafe_b64encode('
        hint += 'secrets.token_bytes(32)).decode())"'
        return [Error(str(error), id="notices.E001", hint=hint)]
    return []
