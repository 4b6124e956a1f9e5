"""Forms of accounts: signing up and in, the mailbox, the profile."""

from allauth.account import forms as allauth_forms
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from trustpact.people import devices
from trustpact.people.contact import About
from trustpact.people.mailboxes import LONGEST, is_mailbox, normal
from trustpact.people.models import Person
from trustpact.people.zones import zone_choices, zone_of_language
from trustpact.web.fields import NameField, WordsField


class MailboxField(forms.EmailField):
    """A mailbox that can be somebody's own: no hidden, look-alike or bracketed parts."""

    default_error_messages = {
        "required": gettext_lazy("This is still empty."),
        "invalid": gettext_lazy("Write a mailbox such as name@example.org."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Mailbox"))
        super().__init__(max_length=LONGEST, **kwargs)
        self.widget.attrs |= {"autocomplete": "email", "dir": "ltr"}

    def clean(self, value):
        """Return the mailbox in lower case; ValidationError when it cannot be one."""
        if value and not is_mailbox(str(value).strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return normal(super().clean(value))


class ZoneField(forms.ChoiceField):
    """A time zone from the allowlist, grouped by part of the world."""

    default_error_messages = {
        "required": gettext_lazy("Choose a time zone from the list."),
        "invalid_choice": gettext_lazy("Choose a time zone from the list."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Time zone"))
        super().__init__(choices=zone_choices, **kwargs)


def own_device_field():
    """Return the question that decides how long a sign-in lasts."""
    return forms.BooleanField(
        required=False,
        label=gettext_lazy("This is my own device"),
        help_text=gettext_lazy(
            "Leave it empty on a shared one: you are then signed out when the browser closes, "
            "or after 30 minutes without use."
        ),
    )


class SignUpForm(allauth_forms.SignupForm):
    """Who joins: name, mailbox, zone, language, an adult; a password only if they want one."""

    field_order = ["name", "email", "password1", "zone", "language", "adult", "remember"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        self.fields["name"] = NameField(
            label=_("Your name"), help_text=_("As your partner calls you. Any script is fine.")
        )
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"] = MailboxField(
            help_text=_("Your own, that only you read. We send a code to it.")
        )
        self.fields["zone"] = ZoneField(initial=zone_of_language(language))
        if not self.is_bound:
            self.fields["zone"].widget.attrs["data-zone-guess"] = ""  # static/js/zone.js
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=settings.LANGUAGES, initial=language
        )
        self.fields["adult"] = forms.BooleanField(
            label=_("I am an adult"),
            error_messages={
                "required": _("This place is for adults. Tick the box if you are one.")
            },
        )
        self.fields["remember"] = own_device_field()
        if password := self.fields.get("password1"):
            password.label = _("Password, if you want one")
            password.help_text = _(
                "Leave it empty to sign in with a code by mail. "
                "Otherwise at least 12 characters; a few words in a row are fine."
            )
        self.order_fields(self.field_order)

    def clean(self):
        """Check the password against the name as well as the mailbox."""
        cleaned = super().clean()
        password = cleaned.get("password1")
        if password and "password1" not in self.errors:
            person = Person(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request):
        """Make the account, or answer alike, in the same time, where the mailbox has one already."""
        request.session[devices.OWN] = self.cleaned_data["remember"]
        if self.account_already_exists:
            make_password(self.cleaned_data.get("password1") or None)
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # a second press: the mailbox got its account a moment ago
            self.account_already_exists = True
            return super().try_save(request)


class SignInForm(allauth_forms.LoginForm):
    """Mailbox and password; without a password, a code comes by mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = MailboxField()
        self.fields["password"].required = False
        self.fields["password"].widget.is_required = False
        self.fields["password"].label = _("Password, if you have one")
        self.fields["password"].help_text = _("Leave it empty and get a code by mail.")
        self.fields["remember"] = own_device_field()
        self.order_fields(["login", "password", "remember"])

    def login(self, request, redirect_url=None):
        """Begin to sign in; allauth's own answer about the device gives way to ours."""
        request.session[devices.OWN] = self.cleaned_data["remember"]
        response = super().login(request, redirect_url)
        if devices.SINCE in request.session:
            devices.set_own(request.session, own=self.cleaned_data["remember"])
        return response


class CodeRequestForm(allauth_forms.RequestLoginCodeForm):
    """The mailbox a code goes to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = MailboxField()


class PasswordResetForm(allauth_forms.ResetPasswordForm):
    """The mailbox of whoever forgot their password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = MailboxField()


class MailboxForm(allauth_forms.AddEmailForm):
    """The new mailbox of a person; the old one stays until the new one is proved."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = MailboxField(label=_("New mailbox"))


class PasswordChangeForm(allauth_forms.ChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password now")
        _name_new_passwords(self)


class PasswordSetForm(allauth_forms.SetPasswordForm):
    """A first password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class PasswordResetKeyForm(allauth_forms.ResetPasswordKeyForm):
    """A new password, by a code from the mailbox."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


def _name_new_passwords(form):
    form.fields["password1"].label = _("New password")
    form.fields["password2"].label = _("The same once more")


class ProfileForm(forms.Form):
    """What a person may change of themselves: name, zone, language."""

    name = NameField(label=gettext_lazy("Your name"))
    zone = ZoneField(help_text=gettext_lazy("What is planned for you moves with it."))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", _("Save")))


class FreshCodeForm(forms.Form):
    """The code that was just mailed, typed with or without its dash."""

    code = forms.CharField(
        label=gettext_lazy("Code from the mail"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
        error_messages={"required": gettext_lazy("Type the code that stands in the mail.")},
    )

    def __init__(self, *args, is_right=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_right = is_right
        self.helper = FormHelper()
        self.helper.add_input(Submit("go_on", _("Go on")))

    def clean_code(self):
        """Return the code; ValidationError when it is not the one that was sent."""
        code = self.cleaned_data["code"]
        if not self.is_right(code):
            raise ValidationError(
                _("That is not the code in the mail. Check it and type it again."), code="wrong"
            )
        return code


class ContactForm(forms.Form):
    """What somebody writes to the people who run this site; the browser is asked to keep none of it."""

    about = forms.ChoiceField(
        label=gettext_lazy("What it is about"),
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what comes closest.")},
    )
    words = WordsField(label=gettext_lazy("What happened"), limit=4000, rows=6)
    answer_to = MailboxField(
        label=gettext_lazy("Where they can answer you, if you want that"),
        required=False,
        help_text=gettext_lazy(
            "A mailbox that only you read. Leave it empty if an answer could be found by somebody."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer_to"].widget.attrs["autocomplete"] = "off"
        self.helper = FormHelper()
        self.helper.attrs = {"autocomplete": "off"}
        self.helper.add_input(Submit("send", _("Send it")))
