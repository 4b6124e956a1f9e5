"""What happened with an agreement, by date, and the file that proves it."""

from datetime import UTC

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import bundle, chain
from agreements.models import Agreement
from agreements.models.history import key_validity, public_keys, sealing_key
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
    happened = [(entry, entry.signer.name if entry.signer else "") for entry in entries]
    context = {"entries": happened, "intact": is_intact(agreement, entries)}
    return render(request, "agreements/history.html", context)


@require_safe
@partner_page
@recently_authenticated
def history_file(request):
    """Give the versions and their history as one file, to be checked anywhere."""
    agreement = Agreement.of(request.couple)
    return proof_of(agreement, now=timezone.now())


def is_intact(agreement, entries) -> bool:
    """Whether these entries, all of an agreement's in their order, are as they were sealed."""
    links = [entry.link for entry in entries]
    name = str(agreement.pk)
    return bool(chain.verify(links, public_keys(), agreement=name, validity=key_validity()))


def proof_of(agreement, *, now) -> HttpResponse:
    """Return the file that proves an agreement's history, to be kept."""
    made = bundle_of(agreement, day=now.astimezone(UTC).date())
    return HttpResponse(
        bundle.write(made),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="pages.json"'},
    )


def bundle_of(agreement, *, day) -> bundle.Bundle:
    """Return an agreement's versions and their history as they stand on a UTC day, sealed."""
    return bundle.sealed(
        agreement=str(agreement.pk),
        versions=[
            bundle.Text(version.number, version.text, bytes(version.salt), version.digest)
            for version in agreement.versions.select_related("agreement").order_by("number")
        ],
        links=agreement.history.links(),
        keys=public_keys(),
        key=sealing_key(day),
        day=day,
    )
