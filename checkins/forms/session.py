"""What people send from a step of a session, and from a follow-up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins import script
from checkins.answers import TEXT_LIMIT, is_answered
from checkins.forms.checkin import CheckInForm
from checkins.models.followup import FURTHEST_DAY
from checkins.models.passing import LATER, NO, Given
from trustpact.web.fields import WordsField

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
NO_DAY = _("Write a day as 2026-03-31.")


class DayField(forms.DateField):
    """A day from today on, within two years; it can be left empty."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=DAY, error_messages={"invalid": NO_DAY}, **kwargs)
        self.today = None

    def validate(self, value):
        """Refuse a day that is over or too far away; `today` is set by the form."""
        super().validate(value)
        if value and self.today and not self.today <= value <= self.today + FURTHEST_DAY:
            raise forms.ValidationError(_("Choose a day from today on, within two years."))


class StepForm(forms.Form):
    """
    One press on a step: the state that the page showed (`moves`), the step, and what was given.

    The form is that of the step which was shown, whatever the two have gone on to meanwhile.
    """

    moves = forms.IntegerField(required=False, widget=forms.HiddenInput)
    step = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    words = WordsField(limit=TEXT_LIMIT, rows=3, required=False)
    choice = forms.CharField(required=False, max_length=300)
    due_on = DayField(label=_("Day"))
    mine = forms.BooleanField(required=False, label=_("I take this on"))

    def __init__(self, *args, asked, today, **kwargs):
        super().__init__(*args, auto_id="step_%s", **kwargs)
        self.asked = asked
        self.fields["words"].label = asked["text"]
        self.fields["due_on"].today = today

    def clean(self):
        """Ask for what a decision needs: the words of what it is about, and until when to think."""
        given = super().clean()
        if "nothing" in self.data:
            return given | {"words": "", "choice": ""}
        if not self._is_decision() or self.errors:
            return given
        place = _index(self.asked["choices"], given.get("choice"))
        if place is None:
            if given.get("words"):
                self.add_error(None, _("Choose one of the answers shown."))
        elif place != NO and not given.get("words"):
            self.add_error("words", _("Write what it is about first."))
        elif place == LATER and not given.get("due_on"):
            self.add_error("due_on", _("Choose the day until which you want to think."))
        return given

    def _is_decision(self):
        asked = self.asked
        kind = script.kind_of(asked, script.Screen(0))
        return kind == script.Kind.JOINT and bool(asked.get("choices"))

    def given(self, answers=None):
        """Return what came with the press."""
        data = self.cleaned_data
        return Given(
            words=data.get("words") or "",
            choice=data.get("choice") or "",
            due_on=data.get("due_on"),
            mine=bool(data.get("mine")),
            answers=answers or {},
        )


def own_form(checkin, asked, *, locked, late, data=None):
    """Return the form of the own answers that one step asks for; those that stand open are out."""
    others = {question["slug"] for question in checkin.asked() if not belongs_to(question, asked)}
    return CheckInForm(data, checkin=checkin, locked=others | set(locked), late=late)


def belongs_to(question, asked):
    """Whether a question, as it is asked on a date, comes from this step of the script."""
    if asked["kind"] == "clauses":
        return question["slug"].startswith("clause-")
    if asked["kind"] == "level":
        return question["kind"] == "level" and question["slug"] in (
            asked.get("one_of") or [asked["slug"]]
        )
    return question["slug"] == asked["slug"] and is_answered(question)


def _index(choices, choice):
    return choices.index(choice) if choice in choices else None


class FollowUpForm(forms.Form):
    """A follow-up's words and its day."""

    words = WordsField(limit=TEXT_LIMIT, rows=3, label=_("What"))
    due_on = DayField(label=_("By this day"), help_text=_("It can be left empty."))

    def __init__(self, *args, today, kept_day=None, **kwargs):
        super().__init__(*args, auto_id="noted_%s", **kwargs)
        self.kept_day = kept_day
        self.fields["due_on"].today = today

    def _clean_fields(self):
        """A day that stands already may stay, even once it is over."""
        if self.kept_day and self.data.get("due_on") == self.kept_day.isoformat():
            self.fields["due_on"].today = None
        super()._clean_fields()
