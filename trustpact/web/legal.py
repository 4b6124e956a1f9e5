"""
What whoever runs an installation says of it: who they are, privacy, terms.

Texts lie in the folder that LEGAL_PAGES names, `privacy.en.md` and so on, in the few marks of
`trustpact.web.plain`. What is not there comes from the texts beside this file, which say what the
software does and leave gaps for what only its operator knows.
"""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from trustpact.access.guards import open_to_all
from trustpact.web import plain

DEFAULTS = Path(__file__).with_name("about")
TITLES = {"about": _("Who runs this site"), "privacy": _("Privacy"), "terms": _("Terms")}


@require_safe
@open_to_all
def legal(request, name):
    """Show one of these texts, in the reader's language where it is there in it."""
    path = text_file(name, get_language())
    page = {
        "blocks": plain.blocks(path.read_text(encoding="utf-8")),
        "title": TITLES[name],
        "spoken": path.name.split(".")[1],
    }
    return render(request, "web/legal.html", page)


def text_file(name, language):
    """Return the file of a text: the operator's before ours, the language asked for before others."""
    languages = dict.fromkeys([language, *dict(settings.LANGUAGES)])
    folders = [Path(settings.LEGAL_PAGES)] if settings.LEGAL_PAGES else []
    for folder in [*folders, DEFAULTS]:
        for spoken in languages:
            path = folder / f"{name}.{spoken}.md"
            if path.is_file():
                return path
    raise FileNotFoundError(f"{name} is among none of these texts")


@register()
def legal_pages_can_be_read(app_configs, **kwargs):
    """Refuse to start where the folder is not there, or a text in it is no text."""
    folder = settings.LEGAL_PAGES
    if folder and not Path(folder).is_dir():
        return [Error(f"LEGAL_PAGES names {folder}, which is no folder.", id="web.E001")]
    return [
        Error(f"{path} is not readable as UTF-8.", id="web.E002")
        for path in _own_texts()
        if _text(path) is None
    ]


@register(Tags.security, deploy=True)
def legal_pages_are_filled_in(app_configs, **kwargs):
    """Warn where the world would read a text that its operator has not filled in."""
    shown = {text_file(name, language) for name in TITLES for language, _name in settings.LANGUAGES}
    return [
        Warning(
            f"{path.name} has gaps in it that only you can fill.",
            hint=f"Copy {DEFAULTS.name}/*.md to a folder, fill in what stands in [[ ]], name it in "
            "LEGAL_PAGES.",
            id="web.W001",
        )
        for path in sorted(shown)
        if not plain.is_filled(_text(path) or "[[ ]]")
    ]


def _own_texts():
    return sorted(Path(settings.LEGAL_PAGES).glob("*.md")) if settings.LEGAL_PAGES else []


def _text(path):
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return None
