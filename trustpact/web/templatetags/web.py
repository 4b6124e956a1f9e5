"""Tags for every template: the stylesheet, icons, marks, and people's words kept apart."""

import re
from functools import cache
from uuid import UUID

from django import template
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from lucide.templatetags.lucide import lucide

from trustpact.web import scripts
from trustpact.web import stylesheet as stylesheet_file
from trustpact.web.middleware import typed

register = template.Library()
register.filter(typed)

CONTROL = re.compile(r'<(?:input|select|textarea)\b[^>]*\sid="([^"]+)"')
ANY_ROW = str(UUID(int=0))  # stands for an id in an address that is kept


@register.simple_tag
def stylesheet():
    """Return the address of the one stylesheet: the collected file, or the view that joins it."""
    return static(stylesheet_file.NAME) if _is_collected() else reverse("web:stylesheet")


@register.simple_tag
def script():
    """Return the address of the frame's script, as of the stylesheet."""
    return static(scripts.NAME) if _is_collected() else reverse("web:script")


def _is_collected():
    return isinstance(staticfiles_storage, ManifestFilesMixin) and staticfiles_storage.hashed_files


@register.simple_tag
def icon(name, size=20):
    """Return an inline picture by its lucide name, hidden from screen readers: words say it."""
    return _drawn(name, size)


@cache
def _drawn(name, size):
    return lucide(name, size=size, **{"class": "icon"}, aria_hidden="true", focusable="false")


@register.simple_tag
def places(here):
    """Return the five places with this one marked; the same for everybody, so drawn once."""
    return _places(here, get_language())


@cache
def _places(here, language):
    return render_to_string("components/places.html", {"here": here})


@register.simple_tag
def frame_files(signed_in, shown_as=""):
    """Return the links to the files that every page asks for; drawn once a language."""
    return _frame_files(bool(signed_in), get_language(), shown_as)


@cache
def _frame_files(signed_in, language, shown_as):
    context = {"signed_in": signed_in, "language": language, "shown_as": shown_as}
    return render_to_string("components/frame_files.html", context)


@register.simple_tag
def sending(signed_in):
    """Return what is said of a press that takes a while or cannot leave; drawn once a language."""
    return _sending(bool(signed_in), get_language())


@cache
def _sending(signed_in, language):
    worker = f"{reverse('web:worker')}?language={language}" if signed_in else ""
    return render_to_string("components/sending.html", {"worker": worker})


@register.simple_tag
def quick_exit(csrf_token):
    """Return the way out of every page, drawn once a language, with this page's token in it."""
    return format_html(_quick_exit(get_language()), csrf_token)


@cache
def _quick_exit(language):
    return render_to_string("components/quick_exit.html", {"csrf_token": "{}"})


@register.simple_tag
def foot():
    """Return the end of a page without an account; drawn once a language."""
    return _foot(get_language())


@cache
def _foot(language):
    return render_to_string("components/foot.html")


@register.simple_tag
def address(name, row_id=None):
    """Return the address of a page, or that of one row, as `url` does, but found once a process."""
    before, after = _address(name, row_id is not None)
    return before if row_id is None else f"{before}{row_id}{after}"


@cache
def _address(name, has_row):
    before, _row, after = reverse(name, args=[ANY_ROW] if has_row else []).partition(ANY_ROW)
    return before, after


@register.inclusion_tag("components/mark.html")
def mark(partner):
    """Show a partner: colour, shape and name, the same on every page."""
    return {"partner": partner}


@register.filter
def first_control(field):
    """Return the id of a field's first control, where a link to the field leads."""
    found = CONTROL.search(str(field))
    return found[1] if found else field.auto_id


@register.filter
def isolate(words):
    """Keep a short text of a person apart, so that its direction turns nothing around it."""
    return format_html('<bdi dir="auto">{}</bdi>', words)


@register.filter
def told(words):
    """Show what a person wrote on several lines, in its own direction, with its own line breaks."""
    return format_html('<p class="told" dir="auto">{}</p>', words)
