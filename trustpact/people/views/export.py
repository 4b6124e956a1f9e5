"""The copy of everything that is a person's own: a file for machines, and one on paper."""

import io
import zipfile
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trustpact.access.guards import person_page
from trustpact.access.recent import recently_authenticated
from trustpact.people import copy
from trustpact.people.copy.contents import parts_of
from trustpact.privacy.export import copy_of
from trustpact.privacy.vault import VaultError
from trustpact.rules import RuleBroken
from trustpact.web.paper.apart import pdf_apart
from trustpact.web.paper.typesetting import CannotPrintError

PAPER = Path(copy.__file__).parent / "copy.typ"


@require_safe
@person_page
def export(request):
    """Say what is in the copy, before it is made."""
    return render(request, "people/export.html")


@require_POST
@person_page
@recently_authenticated(come_back="people:export")
def export_file(request):
    """Hand over the copy; nothing about it is noted anywhere."""
    try:
        made = copy_of(request.user, now=timezone.now())
    except VaultError as error:
        raise _no_copy() from error
    response = StreamingHttpResponse(made, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="copy.json"'
    response["Content-Length"] = made.size
    return response


@require_POST
@person_page
@recently_authenticated(come_back="people:export")
def export_pages(request):
    """Hand over the same on paper; what fills more than one PDF comes as one file of several."""
    try:
        parts = parts_of(request.user, now=timezone.now())
        made = [pdf_apart(PAPER, part) for part in parts]
    except VaultError as error:
        raise _no_copy() from error
    except CannotPrintError as error:
        raise RuleBroken(
            _("This cannot be made into a PDF here. The file for machines holds the same.")
        ) from error
    if len(made) == 1:
        return _attached(made[0], "copy.pdf", "application/pdf")
    return _attached(_packed(made), "copy.zip", "application/zip")


def _attached(content, name, kind):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _packed(made):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:  # a PDF is compressed in itself
        for number, content in enumerate(made, start=1):
            packed.writestr(zipfile.ZipInfo(f"copy-{number}.pdf"), content)
    return file.getvalue()


def _no_copy():
    return RuleBroken(
        _(
            "Something of yours cannot be opened here just now, so there is no copy: one with gaps "
            "would mislead you. Tell whoever runs this place."
        )
    )
