"""The forms of what somebody tells about themselves: news that cannot wait, and a test's date."""

from datetime import date

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.models.health_test import FURTHEST_BACK
from trustpact.web.fields import WordsField

LIMIT = 1000


class DisclosureForm(forms.Form):
    """What it is about, own words, and whether a therapist may see it; nothing is chosen before."""

    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("What you would like to tell"),
        error_messages={
            "required": gettext_lazy("Choose one of the three."),
            "invalid_choice": gettext_lazy("Choose one of the three."),
        },
    )
    words = WordsField(
        limit=LIMIT,
        rows=4,
        required=False,
        label=gettext_lazy("Your own words, if you like"),
    )
    therapist_may_see = forms.BooleanField(
        required=False,
        label=gettext_lazy("A therapist who works with us may see this, too"),
        help_text=gettext_lazy("Without this, none ever does."),
    )

    def __init__(self, *args, kinds, reader, **kwargs):
        super().__init__(*args, auto_id="news_%s", **kwargs)
        self.fields["kind"].choices = list(kinds.items())
        self.fields["words"].help_text = format_html(
            _("{} can keep this."), format_html('<bdi dir="auto">{}</bdi>', reader)
        )


class HealthTestForm(forms.Form):
    """The date of a test, and nothing else about it."""

    day = forms.DateField(
        label=gettext_lazy("The day of a test"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Write the day as year, month and day, such as 2026-03-14."),
        },
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, auto_id="test_%s", **kwargs)
        self.today = today
        self.fields["day"].widget.attrs |= {
            "min": f"{today - FURTHEST_BACK}",
            "max": f"{today}",
            "autocomplete": "off",
        }

    def clean_day(self):
        """Take a day that has been, within ten years."""
        day = self.cleaned_data["day"]
        if not self.today - FURTHEST_BACK <= day <= self.today:
            raise forms.ValidationError(
                _("Choose a day of the last ten years, today at the latest.")
            )
        return day
