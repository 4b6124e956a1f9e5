"""The form that says when a ritual comes round: often used answers first, the rest folded."""

from datetime import timedelta

from django import forms
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from checkins import recurrence
from checkins.models.template import Clock
from checkins.recurrence import MOST_EVERY, Unit
from checkins.wording import how_often

OTHER = "other"
USUAL = ((Unit.DAY, 1), (Unit.DAY, 2), (Unit.WEEK, 1), (Unit.WEEK, 2), (Unit.MONTH, 1))
UNITS = [
    (Unit.DAY.value, _("days")),
    (Unit.WEEK.value, _("weeks")),
    (Unit.MONTH.value, _("months")),
]
WHICH = [(1, _("first")), (2, _("second")), (3, _("third")), (4, _("fourth")), (-1, _("last"))]
BY_WEEKDAY, BY_DAY = "weekday", "day"
BY = [(BY_WEEKDAY, _("On a weekday of the month")), (BY_DAY, _("On a day of the month"))]
FARTHEST_START = timedelta(days=2 * 366)
FARTHEST_END = timedelta(days=10 * 366)
CALENDAR = {"type": "date"}
ISO = "%Y-%m-%d"
NO_DAY = {"invalid": _("Write a day as 2026-03-31.")}
FROM_THE_LIST = {"invalid_choice": _("Choose from the list.")}


def often_used():
    """Return the rhythms that most people want, with their words."""
    return [(f"{unit}-{every}", how_often(unit, every)) for unit, every in USUAL]


class PlanForm(forms.Form):
    """
    When a ritual comes round for both.

    Nothing in it is required by a browser: what does not apply to the rhythm that was chosen is
    ignored, whatever stands in it, and what is missing is said in a sentence.
    """

    often = forms.ChoiceField(
        label=_("How often"),
        choices=lambda: [*often_used(), (OTHER, _("Another rhythm"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often."), **FROM_THE_LIST},
    )
    every = forms.IntegerField(
        label=_("How many"),
        required=False,
        error_messages={"invalid": _("Write a whole number, such as 3.")},
    )
    unit = forms.ChoiceField(
        label=_("Days, weeks or months"),
        choices=UNITS,
        required=False,
        error_messages=FROM_THE_LIST,
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On these days of the week"),
        choices=lambda: [(str(day), name) for day, name in WEEKDAYS_ABBR.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=FROM_THE_LIST,
    )
    by = forms.ChoiceField(
        label=_("In the month"),
        choices=BY,
        required=False,
        widget=forms.RadioSelect,
        error_messages=FROM_THE_LIST,
    )
    nth = forms.TypedChoiceField(
        label=_("Which one"),
        choices=WHICH,
        coerce=int,
        required=False,
        error_messages=FROM_THE_LIST,
    )
    weekday = forms.ChoiceField(
        label=_("Weekday"),
        choices=lambda: [(str(day), name) for day, name in WEEKDAYS.items()],
        required=False,
        error_messages=FROM_THE_LIST,
    )
    day = forms.TypedChoiceField(
        label=_("Day"),
        choices=[(day, str(day)) for day in range(1, 32)],
        coerce=int,
        required=False,
        error_messages=FROM_THE_LIST,
        help_text=_("In a month that is too short, it is the last day."),
    )
    clock = forms.ChoiceField(
        label=_("By whose clock"),
        choices=Clock,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), **FROM_THE_LIST},
    )
    at = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": _("Choose a time."), "invalid": _("Write a time as 19:30.")},
    )
    started_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(format=ISO, attrs=CALENDAR),
        error_messages=NO_DAY,
        help_text=_("It is counted from here. Empty: from today."),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(format=ISO, attrs=CALENDAR),
        error_messages=NO_DAY,
        help_text=_("Empty: until one of you ends it."),
    )
    replaces = forms.ChoiceField(
        label=_("In its week it takes the place of"), required=False, error_messages=FROM_THE_LIST
    )

    WEEKS = ("weekdays",)
    MONTHS = ("by", "nth", "weekday", "day")
    COUNTED = ("every", "unit")

    def __init__(self, *args, couple, today, ritual=None, **kwargs):
        super().__init__(*args, auto_id="plan_%s", **kwargs)
        self.today, self.ritual = today, ritual
        self.fields["replaces"].choices = [("", _("None"))] + [
            (one.slug, one.name)
            for one in couple.rituals.kept().select_related("template")
            if ritual is None or one.pk != ritual.pk
        ]

    @property
    def has_more_to_show(self):
        """Whether something stands in what is folded away, or is wrong in it."""
        more = ("started_on", "ends_on", "replaces")
        return any(self[name].errors or self[name].value() for name in more if name != "started_on")

    def clean(self):
        """Ask for what the chosen rhythm needs, and forget what does not belong to it."""
        cleaned = super().clean()
        often = cleaned.get("often", "")
        self._forget(() if often == OTHER else self.COUNTED)
        unit, every = self._rhythm(often, cleaned)
        self._forget(() if unit == Unit.WEEK else self.WEEKS)
        self._forget(() if unit == Unit.MONTH else self.MONTHS)
        cleaned["unit"], cleaned["every"] = unit, every
        if unit == Unit.WEEK and not cleaned.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Choose one day of the week at least."))
        if unit == Unit.MONTH:
            self._need_a_day_of_the_month(cleaned)
        self._need_days_in_order(cleaned)
        return cleaned

    def _forget(self, names):
        for name in names:
            self.errors.pop(name, None)

    def _rhythm(self, often, cleaned):
        if often != OTHER:
            unit, _dash, every = often.partition("-")
            return unit, int(every or 1)
        every = cleaned.get("every")
        if every is None and "every" not in self.errors:
            self.add_error("every", _("Write how many days, weeks or months."))
        elif every is not None and not 1 <= every <= MOST_EVERY:
            self.add_error("every", _("Write a number from 1 to %(most)d.") % {"most": MOST_EVERY})
        if not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Choose days, weeks or months."))
        return cleaned.get("unit", ""), every

    def _need_a_day_of_the_month(self, cleaned):
        if cleaned.get("by") == BY_DAY:
            self._forget(("nth", "weekday"))
            if not cleaned.get("day") and "day" not in self.errors:
                self.add_error("day", _("Choose a day of the month."))
        elif cleaned.get("by") == BY_WEEKDAY:
            self._forget(("day",))
            for name in ("nth", "weekday"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose which weekday of the month."))
        elif "by" not in self.errors:
            self.add_error("by", _("Choose how its day in the month is found."))

    def _need_days_in_order(self, cleaned):
        kept = self.ritual.started_on if self.ritual else self.today
        if "started_on" not in self.errors:
            start = cleaned["started_on"] = cleaned.get("started_on") or kept
            if start != kept and not self.today <= start <= self.today + FARTHEST_START:
                self.add_error("started_on", _("Choose a day from today on, within two years."))
        end = cleaned.get("ends_on")
        if end is None or self.errors.keys() & {"started_on", "ends_on"}:
            return
        if end < cleaned["started_on"]:
            self.add_error("ends_on", _("The last day is before the first one."))
        elif not self.today <= end <= self.today + FARTHEST_END:
            self.add_error("ends_on", _("Choose a day from today on, within ten years."))

    def plan(self):
        """Return the fields of the ritual that this form sets, as `Ritual.reschedule` takes them."""
        given = self.cleaned_data
        by_day = given["unit"] == Unit.MONTH and given["by"] == BY_DAY
        by_weekday = given["unit"] == Unit.MONTH and not by_day
        weekdays = sorted(set(given["weekdays"])) if given["unit"] == Unit.WEEK else []
        return {
            "clock": given["clock"],
            "at": given["at"],
            "unit": given["unit"],
            "every": given["every"],
            "weekdays": given["weekday"] if by_weekday else "".join(weekdays),
            "day": given["day"] if by_day else 0,
            "nth": given["nth"] if by_weekday else 0,
            "started_on": given["started_on"],
            "ends_on": given["ends_on"],
            "replaces": given["replaces"],
        }


def plan_of(ritual):
    """Return what stands in the form of a ritual's plan at first."""
    often = f"{ritual.unit}-{ritual.every}"
    weekdays = list(ritual.weekdays)
    start = ritual.started_on
    return {
        "often": often if often in dict(often_used()) else OTHER,
        "every": ritual.every,
        "unit": ritual.unit,
        "weekdays": weekdays or [str(start.weekday())],
        "by": BY_DAY if ritual.day else BY_WEEKDAY,
        "nth": ritual.nth or recurrence.ORDINALS["first"],
        "weekday": weekdays[0] if weekdays else str(start.weekday()),
        "day": ritual.day or start.day,
        "clock": ritual.clock,
        "at": ritual.at,
        "started_on": start,
        "ends_on": ritual.ends_on,
        "replaces": ritual.replaces,
    }


def plan_to_begin_with(today):
    """Return what stands in the form of a plan for a new ritual: once a week, on this weekday."""
    return {
        "often": "week-1",
        "every": 3,
        "unit": Unit.WEEK.value,
        "weekdays": [str(today.weekday())],
        "by": BY_WEEKDAY,
        "nth": 1,
        "weekday": str(today.weekday()),
        "day": today.day,
        "clock": Clock.OWN.value,
        "at": "19:30",
        "started_on": today,
    }
