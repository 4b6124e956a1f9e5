"""The forms of a therapist's profile, of consent, and of suggesting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trustpact.caseload.models import Suggestion, library
from trustpact.couples.models import Scope, Secrets
from trustpact.people.forms import MailboxField
from trustpact.people.mailboxes import share_a_mailbox
from trustpact.web.fields import NameField, WordsField
from trustpact.web.forms import one_button


class ProfileForm(forms.Form):
    """What a therapist says of themselves; nobody checks it."""

    profession = NameField(
        label=_("Profession"), help_text=_("Such as couples therapist, coach or mentor.")
    )
    number = NameField(
        label=_("Register or licence number"),
        required=False,
        help_text=_("With the name of the register. Couples read that nobody here has checked it."),
    )
    secrets = forms.ChoiceField(
        label=_("What one partner tells you alone"),
        choices=Secrets.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these: couples read it first.")},
    )
    policy = WordsField(label=_("More about secrets, in your words"), limit=1000, required=False)

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(*self.fields, action=action, name="save", label=_("Keep this"))


class InviteForm(forms.Form):
    """The mailbox of a therapist."""

    address = MailboxField(label=_("Mailbox of your therapist, coach or mentor"))

    def __init__(self, *args, partner, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.partner = partner
        self.fields["address"].widget.attrs["autocomplete"] = "off"
        self.helper = one_button(
            "address", action=action, name="invite", label=_("Send the invitation")
        )

    def clean_address(self):
        """Return the address in the form in which it is kept, if it is somebody else's."""
        address = self.cleaned_data["address"]
        if share_a_mailbox([address], self.partner.person.mailboxes):
            raise forms.ValidationError(
                _("This is your own mailbox. It has to be somebody else’s.")
            )
        return address


class ConsentForm(forms.Form):
    """What one partner opens now; nothing is ticked before they tick it."""

    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        error_messages={
            "required": _("Tick what you want to open, or leave the page as it is."),
            "invalid_choice": _("Tick one of what is shown."),
        },
    )


class EndForm(forms.Form):
    """What one partner closes; nothing named means everything."""

    scopes = forms.MultipleChoiceField(choices=Scope.choices, required=False)


class DayForm(forms.Form):
    """The day of the next session; empty where none is set."""

    day = forms.DateField(
        label=_("Next session"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(
            "day", action=action, name="keep", label=_("Keep the day"), kind="plain"
        )


class SearchForm(forms.Form):
    """What to look for among a therapist's couples: a name, and whether something is new."""

    q = NameField(label=_("Name"), required=False)
    new = forms.BooleanField(label=_("Only where something is new"), required=False)


class SuggestForm(forms.Form):
    """One thing of the library: its kind and name, as in "clause:small-wins"."""

    what = forms.ChoiceField(
        label=_("What you suggest"),
        error_messages={
            "required": _("Choose what you suggest."),
            "invalid_choice": _("This is not in the library any more. Choose another."),
        },
    )

    def __init__(self, *args, language, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", _("Choose one")), *_offered(language)]
        self.helper = one_button("what", action=action, name="suggest", label=_("Suggest it"))

    def clean_what(self):
        """Return the kind and the name apart."""
        kind, _colon, slug = self.cleaned_data["what"].partition(":")
        return kind, slug


def _offered(language):
    """Return the whole library in groups, as a select shows it."""
    for kind in Suggestion.Kind:
        entries = [(f"{kind}:{one.slug}", title(one)) for one in library(kind, language)]
        yield kind.label, entries


def title(template) -> str:
    """Return what an entry of the library is called."""
    return getattr(template, "name", "") or template.text
