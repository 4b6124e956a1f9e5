"""The forms in which a ritual's times are set."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from trustpact.web.forms import one_button

CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class RitualForm(forms.Form):
    """What the forms of a ritual share: where they lead, and their one button."""

    label = _("Keep this")
    kind = "primary"

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        button = {"name": "keep", "label": self.label, "kind": self.kind}
        self.helper = one_button(
            *self.fields, action=action, css_id=self.auto_id % "button", **button
        )


class OwnTimeForm(RitualForm):
    """One partner's own time."""

    kind = "plain"  # on a page whose one next step is to answer

    at = forms.TimeField(
        label=_("Your time"),
        widget=CLOCK,
        help_text=_("By your own clock. Only you see it."),
        error_messages={"required": _("Choose a time."), "invalid": _("Write a time as 19:30.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="own_%s", **kwargs)


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
