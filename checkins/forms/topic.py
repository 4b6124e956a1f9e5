"""The forms of topics: a subject to ask about, and how ready one is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.models.topic import Ready
from trustpact.web.fields import WordsField

LONGEST = 500


class TopicForm(forms.Form):
    """A subject, asked now or kept for later."""

    words = WordsField(
        label=_("What is it about?"),
        limit=LONGEST,
        rows=3,
        help_text=_("One subject. Nobody sees it before you ask."),
    )


class ReadyForm(forms.Form):
    """How ready one is, and from which day on."""

    ready = forms.ChoiceField(
        choices=[(ready, ready) for ready in Ready],
        error_messages={
            "required": _("Choose one of the answers shown."),
            "invalid_choice": _("Choose one of the answers shown."),
        },
    )
    day = forms.DateField(
        label=_("From this day on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write a day as 2026-03-31.")},
    )
