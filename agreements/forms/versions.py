"""Asking about versions: two to compare, a day to look back to, when to be asked again."""

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _


class PairForm(forms.Form):
    """Two versions of one agreement, by their numbers."""

    old = forms.TypedChoiceField(coerce=int, label=_("From version"))
    new = forms.TypedChoiceField(coerce=int, label=_("To version"))

    def __init__(self, *args, numbers, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = [(number, str(number)) for number in numbers]
            field.error_messages["required"] = _("Choose two versions.")
            field.error_messages["invalid_choice"] = _("Choose versions from the list.")

    @property
    def pair(self):
        """The numbers of the two, the older one first."""
        return sorted((self.cleaned_data["old"], self.cleaned_data["new"]))


class DayForm(forms.Form):
    """A day to look back to, from the first day on which something was in force until today."""

    day = forms.DateField(
        label=_("As of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day as year, month and day, such as 2026-03-14."),
        },
    )

    def __init__(self, *args, first, last, **kwargs):
        super().__init__(*args, **kwargs)
        self.first, self.last = first, last
        self.fields["day"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_day(self):
        """Refuse a day on which nothing can have been in force."""
        day = self.cleaned_data["day"]
        if day < self.first:
            first = formats.date_format(self.first, _("j F Y"))
            raise forms.ValidationError(_("Nothing was in force before %(day)s.") % {"day": first})
        if day > self.last:
            raise forms.ValidationError(_("That day is still to come."))
        return day


class DelayForm(forms.Form):
    """For how many days the prompt to look at a version again rests."""

    DAYS = (14, 90)

    days = forms.TypedChoiceField(coerce=int, choices=[(days, days) for days in DAYS])
