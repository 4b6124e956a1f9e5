"""Second factors: their secrets lie sealed, and a passkey shows no more than it must."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.privacy import keys, vault

_PLACE = b"mfa_authenticator\0data\0"


class FactorAdapter(DefaultMFAAdapter):
    """allauth's second factors, with their secrets under the installation's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": gettext_lazy(
            "Remove your passkeys and your authenticator app first, then change the mailbox."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes stand in for a passkey or an app. Set one of those up first."
        ),
        "incorrect_code": gettext_lazy("That is not the code. Check it and type it again."),
        "unverified_email": gettext_lazy("Confirm your new mailbox first, or keep the old one."),
    }

    def encrypt(self, text):
        """Return the secret of an authenticator app or of recovery codes, sealed."""
        sealed = vault.seal(text.encode(), key=keys.master_ring()[0], place=_PLACE)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text):
        """Return the secret; VaultError when it was sealed elsewhere or altered."""
        sealed = base64.b64decode(encrypted_text)
        return vault.open_with_any(sealed, keys=keys.master_ring(), place=_PLACE).decode()

    def generate_authenticator_name(self, user, type):
        """Return a name for a new passkey."""
        number = self._passkeys(user, type) + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)d") % {"number": number}

    def _passkeys(self, user, type):
        return user.authenticator_set.filter(type=type).count() if user.pk else 0
