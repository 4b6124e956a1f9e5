"""Tags for every template: the stylesheet, icons, marks, and people's words kept apart."""

from django import template
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from lucide.templatetags.lucide import lucide

from trustpact.web import stylesheet as stylesheet_file
from trustpact.web.middleware import typed

register = template.Library()
register.filter(typed)


@register.simple_tag
def stylesheet():
    """Return the address of the one stylesheet: the collected file, or the view that joins it."""
    if isinstance(staticfiles_storage, ManifestFilesMixin) and staticfiles_storage.hashed_files:
        return static(stylesheet_file.NAME)
    return reverse("web:stylesheet")


@register.simple_tag
def icon(name, size=20):
    """Return an inline picture by its lucide name, hidden from screen readers: words say it."""
    return lucide(name, size=size, **{"class": "icon"}, aria_hidden="true", focusable="false")


@register.inclusion_tag("components/mark.html")
def mark(partner):
    """Show a partner: colour, shape and name, the same on every page."""
    return {"partner": partner}


@register.filter
def isolate(words):
    """Keep a short text of a person apart, so that its direction turns nothing around it."""
    return format_html('<bdi dir="auto">{}</bdi>', words)


@register.filter
def told(words):
    """Show what a person wrote on several lines, in its own direction, with its own line breaks."""
    return format_html('<p class="told" dir="auto">{}</p>', words)
