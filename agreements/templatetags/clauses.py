"""How clauses are drawn in lists: in Python, because a page shows up to a hundred of them."""

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext as _

from trustpact.web.templatetags.web import address

register = template.Library()

OWN_WORDS = '<span class="clause__words">{}</span>'
WORDS_OF_THE_LIBRARY = '<span class="clause__words" lang="{}">{}</span>'
LINK = '<a class="list__link deed" dir="auto" href="{}">{}</a>'
BLANK = '<bdi class="blank">{}</bdi>'
GAP = (
    '<span class="blank blank--empty"><span aria-hidden="true">…</span>'
    '<span class="unseen">{}</span></span>'
)


@register.simple_tag
def words(clause):
    """Show the words of a clause, its blanks shown as such."""
    drawn = format_html("{}" * len(clause.parts), *map(_drawn, clause.parts))
    if clause.is_own:
        return format_html(OWN_WORDS, drawn)
    return format_html(WORDS_OF_THE_LIBRARY, clause.template.language, drawn)


@register.simple_tag
def words_leading_to(clause):
    """Show the words of a clause as the way to its page."""
    return format_html(LINK, address("agreements:clause", clause.pk), words(clause))


@register.filter
def badges(clause):
    """Return where a clause stands for the one who reads: pairs of a kind of badge and its words."""
    return [*_standing(clause), *_asking(clause)]


def _standing(clause):
    if clause.is_parked:
        day = formats.date_format(clause.parked_until, _("j F Y"))
        yield "off", _("Parked until %(day)s") % {"day": day}
    elif clause.is_agreed:
        yield "agree", _("Agreed")
    elif clause.is_aside:
        yield "off", _("Set aside")
    elif clause.is_open:
        yield "plain", _("To talk about")
    elif clause.my_answer:
        yield "plain", _("You answered")


def _asking(clause):
    if clause.was_reworded:
        yield "on", _("New words since you answered")
    elif clause.proposed_to_reader:
        yield "on", _("Other words are proposed")
    elif clause.waits_for_reader:
        yield "on", _("Waits for you")
    if clause.unfilled:
        yield "plain", _("Has a blank")
    if clause.is_amended:
        yield "plain", _("Other words than in force")


def _drawn(part):
    if part.is_gap:
        return format_html(GAP, _("(blank)"))
    return format_html(BLANK, part.text) if part.blank else part.text
