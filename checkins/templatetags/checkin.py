"""A question's parts with many choices, drawn here: no template is as fast with fifty of them."""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join

from checkins.answers import RATHER_NOT
from checkins.forms.checkin import offered, who_sees

register = template.Library()

CHOICE = '<label class="{}"><input type="{}" name="{}" value="{}" id="answer_{}_{}"><span>{}</span></label>'
CHOSEN = CHOICE.replace(' id="', ' checked id="')
WHO_SEES = (
    '<span class="who"><label class="unseen" for="answer_{0}-for">{1}</label>'
    '<select name="{0}-for" id="answer_{0}-for">{2}</select></span>'
)


@register.simple_tag
def choices(row, which="all"):
    """Draw what a row offers as big words to tap: all of it, what shows at "first", or the "more"."""
    pieces, at_first = _pieces(row.question), row.question.get("at_first")
    if which == "first":
        pieces = pieces[:at_first]
    elif which == "more":
        pieces = pieces[at_first:]
    drawn = ((there[value in row.chosen],) for value, there in pieces)
    return format_html_join("", "{}", drawn)


@register.simple_tag
def who(row):
    """Draw the list of those who may see an answer."""
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, " selected" if value == row.visibility else "", label)
            for value, label in row.those
        ),
    )
    return format_html(WHO_SEES, row.question["slug"], who_sees(row.question), options)


def _pieces(question):
    """Return (value, (not chosen, chosen)) of all that is offered. Only the library's is kept."""
    name, kind, choices = question["slug"], question["kind"], tuple(offered(question))
    from_the_library = kind == "level" or "at_first" in question
    return (_kept if from_the_library else _drawn)(name, kind, choices)


def _drawn(name, kind, choices):
    look, how = (
        "scale__step" if kind == "level" else "chip",
        "checkbox" if kind == "words" else "radio",
    )
    drawn = []
    for place, (value, label) in enumerate(choices):
        is_quiet = value == RATHER_NOT or (value == "" and kind != "words")
        parts = (
            f"{look} {look}--quiet" if is_quiet else look,
            how,
            name,
            value,
            name,
            place,
            label,
        )
        drawn.append((value, (format_html(CHOICE, *parts), format_html(CHOSEN, *parts))))
    return drawn


_kept = lru_cache(maxsize=200)(_drawn)
