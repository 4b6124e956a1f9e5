"""How suggestions are classified."""

from django.db.models import Exists, OuterRef

from trustpact.caseload.models import PutAway, Suggestion
from trustpact.couples.models import Grant
from trustpact.privacy.registry import Erasure, Owner, Received, classify


def _reached(person):
    """Suggestions that a person was shown: of therapists to whom they opened something."""
    own = Grant.objects.filter(partner__person=person, therapy=OuterRef("therapy"))
    return Suggestion.objects.filter(Exists(own))


classify(
    Suggestion,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "therapy"],
    state=["kind", "slug", "made_on"],
    whose="therapy__therapist__person",
    couple="therapy__couple",
    received=Received(rows=_reached, fields=["id", "kind", "slug", "made_on"]),
)
classify(
    PutAway,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "suggestion", "partner"],
    whose="partner__person",
)
