"""How clauses are drawn in lists: in Python, because a page shows up to a hundred of them."""

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext as _

from trustpact.web.templatetags.web import address

register = template.Library()

GAP = (
    '<span class="blank blank--empty"><span aria-hidden="true">…</span>'
    '<span class="unseen">{}</span></span>'
)


class Drawing:
    """Markup with places for words, and the words: put together and escaped once for a whole list."""

    def __init__(self):
        self._markup, self._said = [], []

    def add(self, markup, *said):
        """Add markup, "{}" where a word of `said` goes."""
        self._markup.append(markup)
        self._said += said

    def done(self):
        """Return all of it, safe to show."""
        return format_html("".join(self._markup), *self._said) if self._said else ""

    def add_words(self, clause):
        """Add the words of a clause, its blanks shown as such."""
        if clause.is_own:
            self.add('<span class="clause__words">')
        else:
            self.add('<span class="clause__words" lang="{}">', clause.template.language)
        for part in clause.parts:
            if part.is_gap:
                self.add(GAP, _("(blank)"))
            else:
                self.add('<bdi class="blank">{}</bdi>' if part.blank else "{}", part.text)
        self.add("</span>")

    def add_link(self, clause):
        """Add the words of a clause as the way to its page."""
        where = address("agreements:clause", clause.pk)
        self.add('<a class="list__link deed" dir="auto" href="{}">', where)
        self.add_words(clause)
        self.add("</a>")

    def add_state(self, clause):
        """Add where a clause stands for the one who reads."""
        for kind, label in (*_standing(clause), *_asking(clause)):
            self.add('<span class="badge badge--{}">{}</span> ', kind, label)


@register.simple_tag
def words(clause):
    """Show the words of a clause, its blanks shown as such."""
    drawing = Drawing()
    drawing.add_words(clause)
    return drawing.done()


@register.simple_tag
def words_leading_to(clause):
    """Show the words of a clause as the way to its page."""
    drawing = Drawing()
    drawing.add_link(clause)
    return drawing.done()


@register.simple_tag
def state_of_clause(clause):
    """Show where a clause stands for the one who reads."""
    drawing = Drawing()
    drawing.add_state(clause)
    return drawing.done()


@register.simple_tag
def clauses_by_heading(groups, *, all_agreed=False):
    """Show clauses under their headings, each leading to its page; that all are agreed goes unsaid."""
    drawing = Drawing()
    for heading, clauses in groups:
        drawing.add('<section class="stack stack--small"><h3 dir="auto">{}</h3>', heading)
        drawing.add('<ul class="list">')
        for clause in clauses:
            drawing.add('<li class="list__item list__item--stacked clause">')
            drawing.add_link(clause)
            if not all_agreed or clause.unfilled or clause.waits_for_reader:
                drawing.add('<p class="cluster">')
                drawing.add_state(clause)
                drawing.add("</p>")
            drawing.add("</li>")
        drawing.add("</ul></section>")
    return drawing.done()


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
