"""The form of an appreciation: one short line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trustpact.web.fields import NameField

LONGEST = 200


class ThanksForm(forms.Form):
    """What one thanks the other for: a ready line, or own words, of which `opener` says how."""

    words = NameField(label=_("Or in words of your own"), limit=LONGEST)

    def __init__(self, *args, opener, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = opener
