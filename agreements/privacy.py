"""How what two people agree on is classified, and what of it each one's export holds."""

from contextlib import suppress

from django.db.models import QuerySet

from agreements.models import (
    Agreement,
    Category,
    Clause,
    ClauseTemplate,
    Comment,
    Floor,
    HistoryEntry,
    Pack,
    Proposal,
    Renewal,
    ReviewDelay,
    Round,
    RoundPress,
    Signature,
    Stance,
    Term,
    Version,
    WatchWords,
)
from trustpact.curation.privacy import classify_library
from trustpact.privacy.registry import Erasure, Owner, Received, classify
from trustpact.privacy.vault import VaultError

classify_library(Category, Pack, ClauseTemplate, WatchWords, Floor)

classify(
    Agreement,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "couple"],
    couple="couple",
    stands=[],
    mine=lambda person: Agreement.objects.filter(couple__partners__person=person),
)
classify(
    Clause,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "agreement", "template", "added_by", "round"],
    words=["words", "heading", "blanks"],
    state=["category", "concerns", "term_days", "position", "removed_on", "parked_until"],
    couple="agreement__couple",
    mine=lambda person: Clause.objects.filter(agreement__couple__partners__person=person),
)
classify(
    Round,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "agreement"],
    state=["number", "opened_on"],
    couple="agreement__couple",
    mine=lambda person: Round.objects.filter(agreement__couple__partners__person=person),
)
classify(
    RoundPress,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "round", "partner"],
    whose="partner__person",
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
    whose="partner__person",
    couple="clause__agreement__couple",
    goes=lambda rows: rows.filter(clause__round__opened_on__isnull=True),
    emptied=["answer", "note"],
    received=Received(rows=_opened_to, fields=["clause", "partner", "opened"]),
)


def _of_the_other(model, author):
    """Return what gives a person the rows that the other sent about their clauses."""

    def rows(person):
        sent = model.objects.filter(clause__agreement__couple__partners__person=person)
        return sent.exclude(**{f"{author}__person": person})

    return rows


classify(
    Proposal,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "clause", "proposed_by", "answers"],
    words=["words", "reason"],
    state=["status", "sent_on", "settled_on"],
    secrets=["base"],
    whose="proposed_by__person",
    couple="clause__agreement__couple",
    received=Received(
        rows=_of_the_other(Proposal, "proposed_by"),
        fields=["clause", "proposed_by", "words", "reason", "status", "sent_on", "settled_on"],
    ),
)
classify(
    Comment,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_SENT,
    links=["id", "clause", "author"],
    words=["words"],
    state=["sent_on"],
    secrets=["number"],  # a gap would tell of what its author took back
    whose="author__person",
    couple="clause__agreement__couple",
    received=Received(
        rows=_of_the_other(Comment, "author"), fields=["clause", "author", "words", "sent_on"]
    ),
)

classify(
    Version,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "agreement", "proposed_by", "salt", "digest"],
    words=["text"],
    state=["number", "language", "status", "proposed_on", "signing_opens_at", "review_on"]
    + ["in_force_since"],
    couple="agreement__couple",
    stands=["text", "salt"],
    mine=lambda person: Version.objects.filter(agreement__couple__partners__person=person),
)


def _in_force_once(person):
    """Return the other's signatures that this person may know of: those that both gave."""
    signatures = Signature.objects.filter(version__agreement__couple__partners__person=person)
    signatures = signatures.filter(version__in_force_since__isnull=False)
    return signatures.exclude(partner__person=person)


classify(
    Signature,
    owner=Owner.PERSON,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "version", "partner", "digest"],
    state=["signed_on", "auth"],
    words=["moment"],
    whose="partner__person",
    couple="version__agreement__couple",
    emptied=["moment"],
    stands=["moment"],
    received=Received(rows=_in_force_once, fields=["version", "partner", "digest", "signed_on"]),
)


def _told_alone(person):
    """Return the entries in which something is sealed for this person: no column says it."""
    entries = HistoryEntry.objects.filter(agreement__couple__partners__person=person).distinct()
    found = []
    for entry in entries.only("who", "agreement"):
        entry.keeper_id = person.pk
        with suppress(VaultError):
            found += [entry.pk] if entry.who else []
    return QuerySet(HistoryEntry).filter(pk__in=found)


classify(
    HistoryEntry,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "agreement", "version", "clause", "signer", "statement", "seal", "prev", "hash"],
    state=["kind", "seq"],
    secrets=["who"],
    couple="agreement__couple",
    emptied=["who"],
    emptied_in=_told_alone,
    stands=["who"],
    mine=lambda person: HistoryEntry.objects.filter(agreement__couple__partners__person=person),
)
classify(
    Term,
    owner=Owner.COUPLE,
    erasure=Erasure.KEEP_JOINT,
    links=["id", "version", "clause"],
    state=["began_on", "ends_on"],
    couple="version__agreement__couple",
    mine=lambda person: Term.objects.filter(version__agreement__couple__partners__person=person),
)
classify(
    Renewal,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "term", "partner"],
    state=["auth"],
    words=["moment"],
    whose="partner__person",
)
classify(
    ReviewDelay,
    owner=Owner.PERSON,
    erasure=Erasure.DELETE,
    links=["id", "version", "partner"],
    state=["until"],
    whose="partner__person",
)
