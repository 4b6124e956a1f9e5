"""Charts and the cells of their tables."""

from django import template
from django.utils.html import format_html
from django.utils.translation import ngettext

from checkins import course

register = template.Library()


@register.simple_tag
def day_of(day, by):
    """Show the first day of a week, or a month."""
    return course.day_in_words(day, by)


@register.simple_tag
def cell(told):
    """Show a mean level by its nearest word, and from how many answers; nothing for a gap."""
    if told is None:
        return "–"
    word, _level, count = told
    answers = ngettext("%(count)d answer", "%(count)d answers", count) % {"count": count}
    number = '<span class="small quiet" aria-hidden="true">{}</span><span class="unseen">{}</span>'
    return format_html("{} " + number, word, count, answers)
