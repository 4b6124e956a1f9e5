"""Second factors: their secrets lie sealed, and a passkey shows no more than it must."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trustpact.privacy import keys, vault

AFTER_CODES = "after_codes"  # where somebody goes on who has kept their recovery codes
_PLACE = b"mfa_authenticator\0data\0"


def offer_codes(request, *, before):
    """
    Show recovery codes to whoever has just signed up with a passkey, then go on as `before` leads.

    Without them, a lost phone would be a lost account: a mail alone brings none back.
    """
    if not is_mfa_enabled(request.user) or auto_generate_recovery_codes(request) is None:
        return None
    request.session[AFTER_CODES] = before.url
    return redirect("mfa_view_recovery_codes")


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
