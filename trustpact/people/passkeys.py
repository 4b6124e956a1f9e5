"""Forms of passkeys: allauth's, made safe against what a browser would never send."""

import struct
from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth_forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trustpact.web.fields import NameField

MOST = 20_000  # characters; a real credential has a few thousand
ODD: tuple[type[Exception], ...] = (
    KeyError,
    AttributeError,
    TypeError,
    ValueError,
    IndexError,
    struct.error,
)
ODD += (RecursionError, InvalidSignature, UnsupportedAlgorithm)


class CredentialField(forms.JSONField):
    """What the browser's passkey machinery answers: a small JSON object of plain ASCII."""

    widget = forms.HiddenInput

    def to_python(self, value):
        """Return the object; ValidationError for anything that cannot be one."""
        text = value if isinstance(value, str) else ""
        if len(text) > MOST or not text.isascii() or "\\u" in text:
            raise self._wrong()
        try:
            credential = super().to_python(value)
        except RecursionError as error:
            raise self._wrong() from error
        if credential not in self.empty_values and not isinstance(credential, dict):
            raise self._wrong()
        return credential

    def bound_data(self, data, initial):
        """Return nothing to fill the form with again: a credential is good for one answer."""
        return initial

    def _wrong(self):
        return get_adapter().validation_error("incorrect_code")


def careful(clean):
    """Let a `clean` method answer with a sentence where the machinery below it stumbles."""

    @wraps(clean)
    def checked(form):
        try:
            return clean(form)
        except ValidationError:
            raise
        except ODD as error:
            raise get_adapter().validation_error("incorrect_code") from error

    return checked


class NewPasskeyMixin:
    """A name of one line, and a credential that is one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()
        self.fields["name"] = NameField(required=False, label=_("Name of this passkey"))

    @careful
    def clean(self):
        """Check the new passkey."""
        return super().clean()


class UsedPasskeyMixin:
    """A credential that is one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    @careful
    def clean_credential(self):
        """Check the passkey that was used."""
        return super().clean_credential()


class AddForm(NewPasskeyMixin, allauth_forms.AddWebAuthnForm):
    """One more passkey; it signs in by itself unless the person wants it otherwise."""

    field_order = ["name", "passwordless", "credential"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("It can sign me in by itself")
        self.fields["passwordless"].help_text = _(
            "Your device then asks for your finger, face or PIN. "
            "Otherwise it is a second step after code or password."
        )
        self.order_fields(self.field_order)


class SignUpForm(NewPasskeyMixin, allauth_forms.SignupWebAuthnForm):
    """The first passkey of a new account."""


class SignInForm(UsedPasskeyMixin, allauth_forms.LoginWebAuthnForm):
    """Signing in by passkey alone."""


class SecondStepForm(UsedPasskeyMixin, allauth_forms.AuthenticateWebAuthnForm):
    """A passkey as the second step of signing in."""


class AgainForm(UsedPasskeyMixin, allauth_forms.ReauthenticateWebAuthnForm):
    """A passkey where recent authentication is asked for."""
