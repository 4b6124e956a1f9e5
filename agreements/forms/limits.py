"""How a form says that words reach too far: one sentence, and the rest a tap away."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from agreements.models.refusals import objections


def within_limits(words, language):
    """Return the words; ValidationError, with kinder ones, where they would bind a person too far."""
    if said := objections(words, language):
        raise forms.ValidationError(folded(said), code="limits")
    return words


def folded(said):
    """Return the first sentence, and what folds out beneath it: which words, and kinder ones."""
    why, *more = said
    lines = format_html_join("", "<p>{}</p>", ([line] for line in more))
    summary = _("Which words, and kinder ones")
    return [why, format_html("<details><summary>{}</summary>{}</details>", summary, lines)]
