"""Signing a version, and taking more time before it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trustpact.web.forms import one_button


class SignForm(forms.Form):
    """The digest of the text that was read, posted back with the signature."""

    seen = forms.CharField(
        max_length=128,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Something of this page was lost. Read it again, then sign.")
        },
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button("seen", action=action, name="sign", label=_("Sign"))


class TimeForm(forms.Form):
    """The day on which signing opens instead; later only."""

    until = forms.DateField(
        label=_("Open signing on"),
        help_text=_("At seven in the morning. It can only become later."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day as year, month and day, such as 2026-03-14."),
        },
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(
            "until", action=action, name="lengthen", label=_("Take more time"), kind="plain"
        )
