"""How what two people agree on is classified, and what of it each one's export holds."""

from trustpact.privacy.registry import Erasure, Owner, Received, classify

from agreements.models import (
    Agreement,
    Category,
    Clause,
    ClauseTemplate,
    Floor,
    Pack,
    Round,
    RoundPress,
    Stance,
    WatchWords,
)

CURATED = ["id", "slug", "language", "number", "status", "position", "starter_digest"]
CURATED += ["written_by", "published_by", "published_on"]

for curated in (Category, Pack, ClauseTemplate, WatchWords, Floor):
    classify(
        curated,
        owner=Owner.NOBODY,
        erasure=Erasure.NOTHING,
        library=[*CURATED, *curated.TEXT],
    )

classify(
    Agreement,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple"],
    mine=lambda person: Agreement.objects.filter(couple__partners__person=person),
)
classify(
    Clause,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "agreement", "template", "added_by", "round"],
    words=["words", "heading", "blanks"],
    state=["category", "concerns", "term_days", "position", "removed_on"],
    mine=lambda person: Clause.objects.filter(agreement__couple__partners__person=person),
)
classify(
    Round,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "agreement"],
    state=["number", "opened_on"],
    mine=lambda person: Round.objects.filter(agreement__couple__partners__person=person),
)
classify(
    RoundPress,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "round", "partner"],
    mine=lambda person: RoundPress.objects.filter(partner__person=person),
)


def _opened_to(person):
    stances = Stance.objects.opened().filter(clause__agreement__couple__partners__person=person)
    return stances.exclude(partner__person=person)


classify(
    Stance,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "clause", "partner"],
    measures=["answer", "opened"],
    words=["note"],
    mine=lambda person: Stance.objects.filter(partner__person=person),
    received=Received(rows=_opened_to, fields=["clause", "partner", "opened"]),
)
