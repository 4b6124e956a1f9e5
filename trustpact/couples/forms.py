"""The forms of joining, of the couple's settings and of leaving."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trustpact.couples.codes import read_code
from trustpact.couples.currencies import CURRENCIES, DEFAULT_CURRENCY
from trustpact.couples.models import OpeningHour
from trustpact.people.forms import MailboxField, ZoneField
from trustpact.people.mailboxes import share_a_mailbox
from trustpact.web.fields import NameField
from trustpact.web.forms import one_button


def currencies():
    return [(code, code) for code in CURRENCIES]


class CoupleForm(forms.Form):
    """Money and clock of what two people share; either sets them."""

    currency = forms.ChoiceField(
        label=_("Currency"), choices=currencies, help_text=_("For amounts in what you agree.")
    )
    zone = ZoneField(
        help_text=_("For what you do at one time together. Your own times stay on your own clock.")
    )

    def __init__(self, *args, action, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["currency"].initial = DEFAULT_CURRENCY
        self.helper = one_button(*self.fields, action=action, name="save", label=label)


class StartForm(CoupleForm):
    """What one who begins chooses for both; the shared clock begins as their own."""

    zone = None  # type: ignore[assignment]

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("In which you write together. Each of you reads the pages in your own."),
    )

    field_order = ["currency", "language"]


class LanguageForm(forms.Form):
    """The language in which the two write."""

    language = forms.ChoiceField(
        label=_("You write together in"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("language", action=action, name="save", label=_("Keep this"))


class OpeningForm(forms.Form):
    """When answers open that both gave for both."""

    opening_hour = forms.ChoiceField(
        label=_("Your answers for both open"), choices=OpeningHour.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("opening_hour", action=action, name="save", label=_("Keep this"))


class InvitationForm(forms.Form):
    """By mail where an address is given; else to hand over."""

    address = MailboxField(
        label=_("Your partner’s mailbox"),
        required=False,
        help_text=_("Leave it empty to hand the invitation over yourself."),
    )

    def __init__(self, *args, partner, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.partner = partner
        self.fields["address"].widget.attrs["autocomplete"] = (
            "off"  # it is another's, not one's own
        )
        self.helper = one_button(
            "address", action=action, name="invite", label=_("Make the invitation")
        )

    def clean_address(self):
        """Return the address in the form in which it is kept, if it is somebody else's."""
        address = self.cleaned_data["address"]
        if address and share_a_mailbox([address], self.partner.person.mailboxes):
            raise forms.ValidationError(
                _("This is your own mailbox. Your partner needs one that only they read.")
            )
        return address


class CodeForm(forms.Form):
    """The code of an invitation, typed in any case and spacing."""

    code = NameField(
        label=_("Code"),
        limit=40,
        help_text=_("Twelve letters and numbers, such as ABCD-EFGH-JKLM."),
        error_messages={"required": _("Type the code that you were given.")},
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        self.helper = one_button("code", action=action, name="look", label=_("See the invitation"))

    def clean_code(self):
        """Return the code as it is spelled."""
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("A code has twelve letters and numbers, without I, O, 0, 1. Check yours.")
            )
        return code


class LeaveForm(forms.Form):
    """Leaving asks for nothing; with a partner one thing can be chosen."""

    block = forms.BooleanField(required=False)

    def __init__(self, *args, other, action, **kwargs):
        super().__init__(*args, **kwargs)
        if other is None:
            del self.fields["block"]
        else:
            self.fields["block"].label = gettext(
                "%(name)s cannot invite me again. They are not told."
            ) % {"name": other.name}
        self.helper = one_button(
            *self.fields, action=action, name="leave", label=_("Leave now"), kind="danger"
        )


class EraseForm(forms.Form):
    """Erasing asks for one tick, so that no slip of a finger does it."""

    read = forms.BooleanField(
        label=_("I have read what goes and what stays."),
        error_messages={"required": _("Tick the box to erase your account, or leave this page.")},
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(
            "read", action=action, name="erase", label=_("Erase my account now"), kind="danger"
        )
