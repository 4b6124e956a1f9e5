"""The words of a consent, to stand beside the button that gives it."""

from django import template

from trustpact.people.consents import TEXTS, Purpose

register = template.Library()


@register.simple_tag
def consent_words(purpose):
    """Return what one agrees to, in the reader's language."""
    return TEXTS[Purpose(purpose)].words
