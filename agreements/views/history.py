"""What happened with an agreement, by date, and the file that proves it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements import bundle, chain
from agreements.models import Agreement
from agreements.models.history import public_keys
from trustpact.access.guards import partner_page
from trustpact.access.recent import recently_authenticated


@require_safe
@partner_page
def history(request):
    """Show the history, oldest first, and whether its chain is intact."""
    agreement = Agreement.of(request.couple)
    entries = list(
        agreement.history.select_related("signer__person", "version").defer("version__text")
    )
    verdict = chain.verify(
        [entry.link for entry in entries], public_keys(), agreement=str(agreement.pk)
    )
    return render(request, "agreements/history.html", {"entries": entries, "intact": bool(verdict)})


@require_safe
@partner_page
@recently_authenticated
def history_file(request):
    """Give the versions and their history as one file, to be checked anywhere."""
    agreement = Agreement.of(request.couple)
    content = bundle.make(
        agreement=str(agreement.pk),
        keys=public_keys(),
        versions=[
            bundle.Text(version.number, version.text, bytes(version.salt), version.digest)
            for version in agreement.versions.select_related("agreement").order_by("number")
        ],
        links=agreement.history.links(),
    )
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="pages.json"'},
    )
