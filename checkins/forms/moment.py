"""The form in which somebody comes back from a pause."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trustpact.web.fields import WordsField
from trustpact.web.forms import one_button

LONGEST = 300


class ComingBackForm(forms.Form):
    """One sentence to come back with; it is sent only by the button beneath it."""

    words = WordsField(
        label=_("Your sentence"),
        limit=LONGEST,
        rows=2,
        help_text=_("Nobody sees it unless you come back with it."),
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        label = _("Come back with this sentence")
        self.helper = one_button("words", action=action, name="send", label=label, kind="plain")
