"""The forms of negotiating: other words with their reason, a few words in a thread, a day."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.models.draft import LONGEST_REST_DAYS
from agreements.models.proposal import refuse_words
from trustpact.rules import RuleBroken
from trustpact.web.fields import WordsField
from trustpact.web.forms import one_button

MOST_OF_A_REASON = 500
MOST_OF_A_COMMENT = 2000
USUAL_REST = timedelta(days=30)


class ProposalForm(forms.Form):
    """Other words for a clause, the reason for them, and the digest of the words they start from."""

    words = WordsField(
        rows=6,
        label=_("The new words"),
        widget=forms.Textarea(attrs={"autofocus": True}),
        error_messages={"required": _("Write the new words first.")},
    )
    reason = WordsField(
        limit=MOST_OF_A_REASON,
        rows=2,
        label=_("Why"),
        help_text=_("One sentence is enough. Say what it would do for you."),
        error_messages={"required": _("Say in a few words why.")},
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    answers = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, clause, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.clause = clause
        self.helper = one_button(
            "words", "reason", "seen", "answers", action=action, name="send", label=_("Send")
        )

    def clean_words(self):
        """Say beside the field why these words cannot stand."""
        words = self.cleaned_data["words"]
        try:
            refuse_words(self.clause, words)
        except RuleBroken as refused:
            raise ValidationError(str(refused), code="refused") from None
        return words


class SeenForm(forms.Form):
    """The digest of the proposal that was read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class CommentForm(forms.Form):
    """A few words about a clause."""

    words = WordsField(
        limit=MOST_OF_A_COMMENT,
        rows=3,
        label=_("Write something about it"),
        help_text=_("You both see it. You can take it back at any time."),
        error_messages={"required": _("Write something first.")},
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, auto_id="comment_%s", **kwargs)
        self.helper = one_button("words", action=action, name="send", label=_("Send"), kind="plain")


class ParkForm(forms.Form):
    """The day on which a clause that rests is back."""

    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day as year, month and day, such as 2026-03-14."),
        },
    )

    def __init__(self, *args, today, action="", **kwargs):
        super().__init__(*args, initial={"until": today + USUAL_REST}, **kwargs)
        self.first, self.last = today + timedelta(days=1), today + timedelta(days=LONGEST_REST_DAYS)
        limits = {"min": self.first.isoformat(), "max": self.last.isoformat()}
        self.fields["until"].widget.attrs |= limits
        self.helper = one_button(
            "until", action=action, name="park", label=_("Park it"), kind="plain"
        )

    def clean_until(self):
        """Take a day from tomorrow on, within a year."""
        until = self.cleaned_data["until"]
        if until and not self.first <= until <= self.last:
            raise ValidationError(_("Choose a day after today, within a year."))
        return until


class ParkTheRestForm(ParkForm):
    """The same for all that is still to talk about when a version is put forward; or no day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {}
        until = self.fields["until"]
        until.required = False
        until.label = _("Park the rest until")
        until.help_text = _("If you like. It leaves the lists until then, and is back on that day.")
