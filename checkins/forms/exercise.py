"""What kind of exercise somebody looks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.models.exercise import Kind

TOGETHER, ALONE = "together", "alone"
FROM_THE_LIST = {"invalid_choice": _("Choose from the list.")}


class ExerciseSearch(forms.Form):
    """Filters a list of exercises; each can be left open."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Any kind")), *Kind.choices],
        required=False,
        error_messages=FROM_THE_LIST,
    )
    who = forms.ChoiceField(
        label=_("Alone or together"),
        choices=[("", _("Either")), (ALONE, _("Alone")), (TOGETHER, _("Together"))],
        required=False,
        error_messages=FROM_THE_LIST,
    )
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        choices=[
            ("", _("Any length")),
            ("8", _("Up to 8 minutes")),
            ("10", _("Up to 10 minutes")),
            ("15", _("Up to 15 minutes")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages=FROM_THE_LIST,
    )

    def chosen_of(self, exercises):
        """Return those of the exercises that are looked for; all where the form makes no sense."""
        wanted = self.cleaned_data if self.is_valid() else {}
        kind, who, minutes = (wanted.get(name) for name in ("kind", "who", "minutes"))
        return [
            one
            for one in exercises
            if (not kind or one.kind == kind)
            and (not who or one.together == (who == TOGETHER))
            and (not minutes or one.minutes <= minutes)
        ]
