"""The forms of a repair: one step a form. What is typed goes nowhere before it is sent."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.forms.limits import within_limits
from checkins import mending
from checkins.mending import ACTION, ANSWER, FOLLOW_THROUGH, HURT_TOO, OPENING
from checkins.models.repair import FURTHEST_DAY
from trustpact.web.fields import WordsField

LIMIT = 2000
NEEDED = gettext_lazy("Write something first, or leave it for now.")


class StepForm(forms.Form):
    """
    One step of a repair: words, a choice, a day, as the step asks.

    `text` is what it asks, `choices` pairs of place and words, `reader` whoever can keep it.
    """

    step = forms.SlugField(max_length=20, widget=forms.HiddenInput)
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)
    choice = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one, or leave it for now."),
            "invalid_choice": gettext_lazy("Choose one of the answers shown."),
        },
    )
    words = WordsField(limit=LIMIT, rows=6, error_messages={"required": NEEDED})
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day for it."),
            "invalid": gettext_lazy("Write the day as year, month and day, such as 2026-03-14."),
        },
    )

    def __init__(self, *args, step, text, choices, reader, today, language, **kwargs):
        super().__init__(*args, auto_id="step_%s", **kwargs)
        self.asks, self.today, self.language = step, today, language
        self.helper = FormHelper()
        self.helper.form_tag = False
        self._say(text, choices, reader)
        if step == OPENING:
            self.fields["words"].widget.attrs["autofocus"] = True
        if step != ACTION:
            del self.fields["due_on"]
        else:
            last = today + FURTHEST_DAY
            self.fields["due_on"].widget.attrs |= {"min": f"{today}", "max": f"{last}"}
        if step != FOLLOW_THROUGH:
            del self.fields["about"]

    def _say(self, text, choices, reader):
        keeps = format_html(_("{} can keep this."), format_html('<bdi dir="auto">{}</bdi>', reader))
        words, choice = self.fields["words"], self.fields["choice"]
        words.label, words.help_text = text, keeps
        if not choices:
            del self.fields["choice"]
            return
        choice.label, choice.choices = text or _("What you say to it"), choices
        if self.asks == ANSWER:
            words.label, words.required = _("Your words, if you like"), False
            if HURT_TOO in dict(choices):
                words.help_text = format_html(
                    "{} {}", keeps, _("With “too”, say what was said or done to you.")
                )
        else:
            del self.fields["words"]
            choice.help_text = keeps

    def clean(self):
        """Ask for words where "I was hurt, too" opens a hurt of its own."""
        given = super().clean()
        if given.get("choice") == HURT_TOO and self.asks == ANSWER and not given.get("words"):
            self.add_error("words", _("Write what was said or done, without guessing why."))
        return given

    def clean_words(self):
        """Take an offer that binds nobody beyond the limits; anything else as it is."""
        words = self.cleaned_data["words"]
        return within_limits(words, self.language) if self.asks == ACTION else words

    def clean_due_on(self):
        """Take a day from today on, within a year."""
        day = self.cleaned_data["due_on"]
        if not self.today <= day <= self.today + FURTHEST_DAY:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return day

    def given(self):
        """Return what the verb takes."""
        names = ("words", "choice", "due_on", "about")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class TypedForm(forms.Form):
    """What was typed and is not sent: anything that a person can write, for their own eyes."""

    step = forms.ChoiceField(choices=[(one, one) for one in (OPENING, ANSWER, *mending.STEPS)])
    words = WordsField(limit=LIMIT, required=False)
    choice = forms.CharField(max_length=2, required=False)
    due_on = forms.CharField(max_length=10, required=False)

    def typed(self):
        """Return what there is to keep."""
        given = {name: self.cleaned_data[name] for name in ("words", "choice", "due_on")}
        return {name: value for name, value in given.items() if value}
