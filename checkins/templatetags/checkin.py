"""A question drawn here, over what its row says: no template is as fast with fifty choices."""

from functools import cache, lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from checkins.answers import RATHER_NOT
from checkins.forms.checkin import offered, who_sees

register = template.Library()

QUESTION = (
    '<div class="question{}" data-question="{}"{}><input type="hidden" name="seen" value="{}">'
    '<div class="question__head">{}{}</div>'
    '<p class="error" id="wrong_{}" data-wrong{}>{}</p>{}</div>'
)
ASKED = '<p class="question__text" id="asks_{}">{}{}</p>'
LABEL = '<label class="question__text" for="answer_{}">{}</label>'
TEXT = '<textarea name="{0}" id="answer_{0}" rows="2" cols="60" dir="auto"{1}>\n{2}</textarea>'
MORE = (
    '<details class="words__more"{}><summary aria-label="{}">{}</summary>'
    '<div class="words">{}</div></details>'
)
CHOICE = '<label class="{}"><input type="{}" name="{}" value="{}" id="answer_{}_{}"><span>{}</span></label>'
CHOSEN = CHOICE.replace(' id="', ' checked id="')
WHO_SEES = (
    '<span class="who"><label class="unseen" for="answer_{0}-for">{1}</label>'
    '<select name="{0}-for" id="answer_{0}-for">{2}</select></span>'
)
IS_WRONG = ' aria-describedby="wrong_{}"'


@register.simple_tag
def question(row):
    """Draw a question that is answered: its words, who sees the answer, and what is offered."""
    name = row.question["slug"]
    wrong = format_html(IS_WRONG, name) if row.errors else ""
    group = format_html(' role="group" aria-labelledby="asks_{}"{}', name, wrong)
    return format_html(
        QUESTION,
        " question--wrong" if row.errors else "",
        name,
        group if row.is_chosen else "",
        row.seen,
        _words_of(row),
        who(row)
        if row.visibility
        else format_html('<span class="who__alone">{}</span>', _("Only me")),
        name,
        "" if row.errors else " hidden",
        format_html_join("", "{} ", ((error,) for error in row.errors)),
        _offer(row) if row.is_chosen else _text(row, wrong),
    )


@register.simple_tag
def who(row):
    """Draw the list of those who may see an answer."""
    name, options = (
        row.question["slug"],
        _who_options(row.visibility, tuple(row.those), get_language()),
    )
    return format_html(WHO_SEES, name, who_sees(row.question), options)


@cache
def _who_options(chosen, those, _language):
    options = ((value, " selected" if value == chosen else "", label) for value, label in those)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)


def _words_of(row):
    name, text, note = (row.question.get(key, "") for key in ("slug", "text", "note"))
    if not row.is_chosen:
        return format_html(LABEL, name, text)
    note = note and format_html(' <span class="question__note">{}</span>', note)
    return format_html(ASKED, name, text, note)


def _text(row, wrong):
    wrong = wrong and format_html(' aria-invalid="true"{}', wrong)
    return format_html(TEXT, row.question["slug"], wrong, "" if row.value is None else row.value)


def _offer(row):
    """Draw what a row offers as big words to tap; what does not show at first is folded away."""
    pieces = _pieces(row.question)
    drawn = [there[value in row.chosen] for value, there in pieces]
    at_first = row.question.get("at_first") or len(drawn)
    first, more = (
        format_html_join("", "{}", ((one,) for one in part))
        for part in (drawn[:at_first], drawn[at_first:])
    )
    if row.question.get("at_first"):
        is_open = " open" if row.has_more_chosen else ""
        first += format_html(MORE, is_open, _("More words"), _("More"), more)
    look = "scale" if row.kind == "level" else "words"
    return format_html('<div class="{}">{}</div>', look, first)


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
