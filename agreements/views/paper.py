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
    return _printed(version_of(request, version_id), DOCUMENT, name="pages.pdf")


@require_safe
@partner_page
def card(request, version_id):
    """Give a version as a card on one small page, as it stands today."""
    return _printed(version_of(request, version_id), CARD, name="card.pdf")


def _printed(version, template, *, name):
    now = timezone.now()
    try:
        content = pdf(template, contents_of(version, now=now))
    except CannotPrintError as error:
        raise RuleBroken(
            _("This cannot be made into a PDF here. You can print the page of the version.")
        ) from error
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
