"""The way to say thank you, in the frame of every page."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def thanks_link(partner):
    """Return the link, drawn once a language; nothing while nobody is there to thank."""
    return _link(get_language()) if partner.couple.beside(partner) else ""


@cache
def _link(language):
    return render_to_string("checkins/thanks_link.html")
