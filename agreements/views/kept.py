"""What a person keeps of the agreement of a space that ended: to be read, and by nobody else."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.certificate import DOCUMENT
from agreements.certificate.contents import contents_of
from agreements.models import Version
from agreements.models.kept import KeptAgreement
from agreements.views.history import is_intact, proof_of
from agreements.views.paper import printed
from trustpact.access.guards import person_page
from trustpact.access.recent import recently_authenticated
from trustpact.couples.models import Partner


@require_safe
@person_page
def kept(request, place_id):
    """The agreement as it stood at the end, every version, and what happened by day."""
    found = _kept(request, place_id)
    version = found.in_force
    context = {
        "kept": found,
        "version": version,
        "sheet": version and found.sheet(version),
        "standing": "then",
        "intact": is_intact(found.agreement, found.entries),
    }
    return render(request, "agreements/kept.html", context)


@require_safe
@person_page
def kept_version(request, place_id, version_id):
    """One version, rendered from its bytes, as it stood at the end."""
    found, version = _version(request, place_id, version_id)
    context = {"kept": found, "version": version, "sheet": found.sheet(version)}
    return render(request, "agreements/kept_version.html", context | {"standing": "then"})


@require_safe
@person_page
def kept_file(request, place_id, version_id):
    """Give a version as a PDF, as it stood at the end."""
    found, version = _version(request, place_id, version_id)
    contents = contents_of(
        version, now=timezone.now(), sheet=found.sheet(version), as_of=found.ended_on
    )
    return printed(contents, DOCUMENT, name="pages.pdf")


@require_safe
@person_page
@recently_authenticated
def kept_proof(request, place_id):
    """Give the versions and their history as one file, to be checked anywhere."""
    return proof_of(_kept(request, place_id).agreement, now=timezone.now())


def _kept(request, place_id) -> KeptAgreement:
    """Return what the viewer keeps of a space of theirs that ended; 404 for any other."""
    return KeptAgreement(get_object_or_404(Partner.objects.past_of(request.user), pk=place_id))


def _version(request, place_id, version_id):
    found = _kept(request, place_id)
    versions = Version.objects.select_related("agreement__couple")
    return found, get_object_or_404(
        versions, pk=version_id, agreement__couple=found.place.couple_id
    )
