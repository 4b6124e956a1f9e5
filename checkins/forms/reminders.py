"""The form in which a person says how they want to be reminded."""

from crispy_forms.layout import Field, Row
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.forms.ritual import CLOCK
from trustpact.notices.models.reminders import EVERY_DAY, Lead, Often
from trustpact.web.forms import Folded, one_button

FOLDED = {"weekdays", "often", "quiet_from", "quiet_end"}
CLOCK_ERRORS = {"invalid": gettext_lazy("Write a time as 22:00.")}


class RemindersForm(forms.Form):
    """How one is reminded of everything, or of one ritual."""

    mail = forms.BooleanField(
        label=gettext_lazy("By mail"),
        required=False,
        help_text=gettext_lazy("It says that something is waiting for you, and nothing else."),
    )
    push = forms.BooleanField(
        label=gettext_lazy("By push"),
        required=False,
        help_text=gettext_lazy("The same few words, in the browsers that you chose for it."),
    )
    calendar = forms.BooleanField(
        label=gettext_lazy("In my calendar"),
        required=False,
        help_text=gettext_lazy("Where you made an address for it. It says nothing of what it is."),
    )
    lead = forms.ChoiceField(
        label=gettext_lazy("When"), choices=Lead.choices, widget=forms.RadioSelect
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("On which days"),
        choices=lambda: [(str(day), name) for day, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose a day, or switch mail and push off for silence.")
        },
    )
    often = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Often.choices, widget=forms.RadioSelect
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        widget=CLOCK,
        error_messages=CLOCK_ERRORS,
        help_text=gettext_lazy("Nothing is sent in these hours. It comes when they are over."),
    )
    quiet_end = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        required=False,
        widget=CLOCK,
        error_messages=CLOCK_ERRORS,
    )

    def __init__(self, *args, action, has_push, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_push:  # a hint to what is not there yet would only ask for patience
            hint = _("First switch it on in a browser, at the end of “Reminders”.")
            self.fields["push"].help_text = hint
        folded = Folded(
            Field("weekdays", wrapper_class="choices--days"),
            "often",
            Row("quiet_from", "quiet_end"),
            summary=_("Days, quiet hours, less often"),
            is_open=bool(FOLDED & self.errors.keys()),
        )
        shown = ("mail", "push", "calendar", "lead", folded)
        self.helper = one_button(*shown, action=action, name="keep", label=_("Keep this"))

    @classmethod
    def starts(cls, wish):
        """Return the form's first values for settings."""
        values = {name: getattr(wish, name) for name in wish.WISHES}
        return values | {"weekdays": list(wish.weekdays)}

    def clean_weekdays(self):
        """Return the days as they are kept: digits in order."""
        return "".join(day for day in EVERY_DAY if day in self.cleaned_data["weekdays"])

    def clean(self):
        """Ask for both ends of the quiet hours, or none."""
        given = super().clean()
        if {"quiet_from", "quiet_end"} & self.errors.keys():
            return given
        start, end = given.get("quiet_from"), given.get("quiet_end")
        if (start is None) != (end is None):
            missing = "quiet_end" if start else "quiet_from"
            self.add_error(
                missing, _("Quiet hours have a beginning and an end. Leave both empty for none.")
            )
        elif start and start == end:
            self.add_error("quiet_end", _("Choose another time than the one they begin at."))
        return given
