"""The forms with which each says what they think of a clause."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Choice
from trustpact.web.fields import WordsField
from trustpact.web.forms import one_button

MOST_OF_A_NOTE = 2000


class AnswerForm(forms.Form):
    """One of four answers, and the digest of the words that it is about."""

    choice = forms.ChoiceField(
        choices=Choice.choices,
        error_messages={
            "required": _("Choose one of the four answers."),
            "invalid_choice": _("Choose one of the four answers."),
        },
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """A private note beside a clause."""

    note = WordsField(
        limit=MOST_OF_A_NOTE,
        rows=3,
        required=False,
        label=_("Your private note"),
        help_text=_("For your eyes only. It never opens."),
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(
            "note", action=action, name="keep", label=_("Keep the note"), kind="plain"
        )
