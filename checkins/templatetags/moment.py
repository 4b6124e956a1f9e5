"""A pause in the frame of every page: the button that calls it or ends it, and what both are told."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from checkins import moments
from checkins.models import Pause

register = template.Library()

LINE = "checkins/moment_line.html"


@register.simple_tag
def moment_button(partner, csrf_token):
    """Return the one button that calls a pause, or comes back from it."""
    is_on = Pause.running(partner, timezone.now()) is not None
    return format_html(_button(is_on, get_language()), csrf_token)


@cache
def _button(is_on, language):
    return render_to_string("checkins/moment_button.html", {"is_on": is_on, "csrf_token": "{}"})


@register.simple_tag
def moment_line(partner):
    """Show what is told of a pause on every page; it asks by itself whether that has changed."""
    line = moments.line_for(partner, timezone.now()) | {"asks": len(partner.couple.members) > 1}
    if line["own"] or line["other"]:
        return render_to_string(LINE, line)
    return _silent_line(line["state"], line["asks"], get_language())


@cache
def _silent_line(state, asks, _language):
    return render_to_string(LINE, {"state": state, "asks": asks})
