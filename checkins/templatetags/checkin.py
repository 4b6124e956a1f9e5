"""The choices of a check-in's questions, drawn here because no template is as fast with fifty of them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

CHOICE = (
    '<label class="{}"><input type="{}" name="{}" value="{}" id="{}"{}{}><span>{}</span></label>'
)
OPTION = '<option value="{}"{}>{}</option>'
CHECKED, SELECTED, NOT = SafeString(" checked"), SafeString(" selected"), ""


@register.simple_tag
def choices(row, offered, look="chip"):
    """Draw choices (id, value, label, chosen) of a row as big words to tap; `look` is their class."""
    kind, name = "checkbox" if row.kind == "words" else "radio", row.field.html_name
    described = _described(row)
    return format_html_join(
        "",
        CHOICE,
        (
            (
                _look(row, look, value),
                kind,
                name,
                value,
                at,
                CHECKED if chosen else NOT,
                described,
                label,
            )
            for at, value, label, chosen in offered
        ),
    )


@register.simple_tag
def who_options(row):
    """Draw who may see an answer, as the options of a list."""
    return format_html_join(
        "",
        OPTION,
        ((value, SELECTED if chosen else NOT, label) for value, label, chosen in row.who_options),
    )


def _look(row, look, value):
    quiet = value == "rather-not-say" or (value == "" and row.kind != "words")
    return f"{look} {look}--quiet" if quiet else look


def _described(row):
    if not row.errors:
        return NOT
    return format_html(' aria-invalid="true" aria-describedby="wrong_{}"', row.question["slug"])
