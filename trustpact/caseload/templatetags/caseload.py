"""How a therapist's list is drawn: in Python, because a page shows up to fifty couples."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trustpact.web.templatetags.web import address

register = template.Library()

OPEN = '<li class="list__item"><a class="list__link" href="{}"><strong>'
CLOSED = '<li class="list__item"><div class="list__text"><strong>'
NAME = '<bdi dir="auto">{}</bdi>'
NAMES = tuple(", ".join([NAME] * count) for count in range(3))
WHEN = '</strong> <span class="small quiet">{}</span>'
NEW = ' <span class="badge badge--on">{}</span>'


@register.simple_tag
def couples(cases):
    """Show each couple by its names, the next session, and whether something is new."""
    markup, said = [], []
    new, closed = _("New"), " · " + _("nothing is open to you")
    days = {None: _("No day set")}
    for case in cases:
        if case.next_on not in days:
            day = date_format(case.next_on, _("l, j F"))
            days[case.next_on] = _("Next on %(day)s") % {"day": day}
        if case.is_open:
            said += [address("caseload:case", case.pk), *case.names, days[case.next_on]]
        else:
            said += [*case.names, days[case.next_on] + closed]
        markup += [OPEN if case.is_open else CLOSED, NAMES[len(case.names)], WHEN]
        markup.append("</a>" if case.is_open else "</div>")
        if case.has_new:
            markup.append(NEW)
            said.append(new)
        markup.append("</li>")
    return format_html("".join(markup), *said) if markup else ""


@register.simple_tag
def levels(told):
    """Show each level by its latest word, and from where to where it went."""
    markup, said = [], []
    for one in told:
        markup.append("<dt>{}</dt><dd>{}")
        said += [one.name, one.latest]
        if one.varies:
            words = ngettext(
                "%(count)d answer, from “%(low)s” to “%(high)s”",
                "%(count)d answers, from “%(low)s” to “%(high)s”",
                len(one.values),
            )
            markup.append(' <span class="small quiet">{}</span>')
            said.append(words % {"count": len(one.values), "low": one.lowest, "high": one.highest})
        markup.append("</dd>")
    return format_html('<dl class="facts">' + "".join(markup) + "</dl>", *said) if told else ""


@register.simple_tag
def passages(told):
    """Show what one partner said, question by question, the newest first."""
    markup, said, days = [], [], {}
    for one in told:
        markup.append('<p class="small quiet" dir="auto">{}</p><ul class="said-since">')
        said.append(one.text)
        for note in one.notes:
            markup.append(
                '<li><p class="told" dir="auto">{}</p><span class="small quiet">{}</span></li>'
            )
            said += [note.words, _day(note.date, days)]
        markup.append("</ul>")
    return format_html("".join(markup), *said)


@register.simple_tag
def hard_clauses(told):
    """Show which clauses felt hard to one partner, each with its dates."""
    markup, said, days = [], [], {}
    for one in told:
        markup.append('<li><span dir="auto">{}</span> <span class="small quiet">{}</span></li>')
        said += [one.text, ", ".join(_day(note.date, days) for note in one.felt_hard)]
    return format_html('<ul class="said-since">' + "".join(markup) + "</ul>", *said)


def _day(day, known):
    if day not in known:
        known[day] = date_format(day, _("j F"))
    return known[day]
