"""Signing a version, and taking more time before it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _


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
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.layout = Layout("seen", Submit("sign", _("Sign")))


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
        self.helper = FormHelper()
        self.helper.form_action = action
        submit = Submit("lengthen", _("Take more time"), css_class="button--plain")
        self.helper.layout = Layout("until", submit)
