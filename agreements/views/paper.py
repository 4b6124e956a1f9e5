"""A version on paper: as a document, and as a card for a pocket."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.certificate import CARD, DOCUMENT
from agreements.certificate.contents import contents_of
from agreements.views.versions import version_of
from trustpact.access.guards import partner_page
from trustpact.rules import RuleBroken
from trustpact.web.paper.typesetting import CannotPrintError, pdf


@require_safe
@partner_page
def document(request, version_id):
    """Give a version as a PDF, as it stands today."""
    version = version_of(request, version_id)
    return printed(contents_of(version, now=timezone.now()), DOCUMENT, name="pages.pdf")


@require_safe
@partner_page
def card(request, version_id):
    """Give a version as a card on one small page, as it stands today."""
    version = version_of(request, version_id)
    return printed(contents_of(version, now=timezone.now()), CARD, name="card.pdf")


def printed(contents, template, *, name):
    """Return what stands on the paper of a version as a PDF to keep."""
    try:
        content = pdf(template, contents)
    except CannotPrintError as error:
        raise RuleBroken(
            _("This cannot be made into a PDF here. You can print the page of the version.")
        ) from error
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
