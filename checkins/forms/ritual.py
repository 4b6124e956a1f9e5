"""The forms in which a ritual's times are set."""

from datetime import timedelta

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from checkins.recurrence import Unit
from checkins.wording import how_often
from trustpact.web.forms import one_button

WHICH = [(1, _("First")), (2, _("Second")), (3, _("Third")), (4, _("Fourth")), (-1, _("Last"))]
CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
COUNTS = {Unit.DAY: range(1, 8), Unit.WEEK: range(1, 5), Unit.MONTH: (1, 2, 3, 4, 6, 12)}


class RitualForm(forms.Form):
    """What the forms of a ritual share: where they lead, and their one button."""

    label = _("Keep this")
    kind = "primary"

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = one_button(
            *self.fields, action=action, name="keep", label=self.label, kind=self.kind
        )


class OwnTimeForm(RitualForm):
    """One partner's own time, and whether a mail reminds them."""

    at = forms.TimeField(
        label=_("Your time"),
        widget=CLOCK,
        help_text=_("By your own clock. Only you see it."),
        error_messages={"required": _("Choose a time."), "invalid": _("Write a time as 19:30.")},
    )
    mail = forms.BooleanField(
        label=_("Remind me by mail"),
        required=False,
        help_text=_("The mail says that something is waiting for you, and nothing else."),
    )

    def __init__(self, *args, ritual, **kwargs):
        super().__init__(*args, auto_id="own_%s", **kwargs)
        if ritual.is_shared():
            del self.fields["at"]
            self.helper.layout.fields.remove("at")


class SharedTimeForm(RitualForm):
    """When a ritual comes round for both."""

    kind = "plain"
    label = _("Change it for both of us")

    every = forms.TypedChoiceField(label=_("How often"), coerce=int)
    nth = forms.TypedChoiceField(label=_("Which one of the month"), coerce=int, choices=WHICH)
    weekday = forms.TypedChoiceField(
        label=_("Day"), coerce=int, choices=lambda: list(WEEKDAYS.items())
    )
    at = forms.TimeField(
        label=_("Time"),
        widget=CLOCK,
        help_text=_("In the time zone that you set together."),
        error_messages={"required": _("Choose a time."), "invalid": _("Write a time as 19:30.")},
    )

    def __init__(self, *args, ritual, **kwargs):
        super().__init__(*args, auto_id="both_%s", **kwargs)
        unit = Unit(ritual.unit)
        counts = sorted({*COUNTS[unit], ritual.every})
        self.fields["every"].choices = [(count, how_often(unit, count)) for count in counts]
        if ritual.unit != Unit.MONTH:
            self._leave_out("nth")
        if ritual.unit == Unit.DAY:
            self._leave_out("weekday")
        if not ritual.is_shared():
            self._leave_out("at")

    def _leave_out(self, name):
        del self.fields[name]
        self.helper.layout.fields.remove(name)

    def changes(self):
        """Return the fields of the ritual that this form sets."""
        changes = dict(self.cleaned_data)
        if "weekday" in changes:
            changes["weekdays"] = str(changes.pop("weekday"))
        return changes


class RestForm(RitualForm):
    """Until when to rest: the day on which it goes on."""

    kind = "plain"
    label = _("Let it rest")

    until = forms.DateField(
        label=_("Goes on from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write a day as 2026-03-31.")},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, auto_id="rest_%s", **kwargs)
        self.initial.setdefault("until", today + timedelta(days=7))
