"""
Every field of every model, classified: what it is, whose it is, what becomes of it.

Each app classifies its models in its own `privacy.py`, which its AppConfig imports when ready:

    classify(
        Stance,
        owner=Owner.PERSON,
        erasure=Erasure.KEEP_SENT,
        links=["id", "clause", "partner"],
        measures=["answer"],
        words=["note", "opened"],
        whose="partner__person",
        couple="clause__agreement__couple",
        goes=lambda rows: rows.unopened(),
        emptied=["answer", "note"],
    )

`whose` is the way from a row to the person whose it is (or, from the person's id, the condition
by which such rows are found), `couple` the way to the couple whose keys
open what stays of it. `mine` gives the rows that a person's own export holds whole (own rows
unless it says otherwise, and what is joint); `received` the rows of others that were opened or
sent to that person, of which the export holds only the fields named.

What erasure does with a model is one word, `Erasure`, and where one word is too coarse for a row
or a field: `goes` picks of a person's rows those that go nevertheless, `emptied` names the fields
that only that person could read, `emptied_in` in which rows, where they are not that person's own.
`stands` is for the few rows on which a sealed chain rests: they outlast both, with these fields
emptied; everything else of a couple goes when both have gone.

`python manage.py check` refuses a field that stands in no class or in two, words or measures that
are not sealed, a row of a person that does not say whose, and one that stays without a couple.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from django.db.models import Model, Q, QuerySet


class Kind(StrEnum):
    """What a field holds."""

    LINKS = "links"  # random ids, and which row belongs to which
    STATE = "state"  # dates, states and settings that the product keeps
    WORDS = "words"  # what people wrote: sealed
    MEASURES = "measures"  # what people rated or answered: sealed
    ACCOUNT = "account"  # what signs a person in, or reaches them
    SECRETS = "secrets"  # digests, keys, tokens: they leave through nothing
    LIBRARY = "library"  # what curators wrote, the same for everybody


EXPORTED = {Kind.LINKS, Kind.STATE, Kind.WORDS, Kind.MEASURES, Kind.ACCOUNT, Kind.LIBRARY}


class Owner(StrEnum):
    """Whose a row is."""

    PERSON = "person"
    COUPLE = "couple"
    NOBODY = "nobody"


class Erasure(StrEnum):
    """What becomes of a row when its person erases their account."""

    DELETE = "delete"  # mine only, and measures of me
    KEEP_SENT = "keep sent"  # opened or sent words stay with whom they were sent to
    KEEP_JOINT = "keep joint"  # signed versions, their chain and all that both made stay
    NOTHING = "nothing"  # not about a person


@dataclass(frozen=True)
class Received:
    """What of other people's rows a person's export holds: these rows, and of them these fields."""

    rows: Callable[[Model], QuerySet]
    fields: list[str]


@dataclass(frozen=True, eq=False)
class Classification:
    """How one model is classified."""

    model: type[Model]
    owner: Owner
    erasure: Erasure
    kinds: dict[str, Kind]
    mine: Callable[[Model], QuerySet] | None = None
    received: Received | None = None
    whose: str | Callable[[UUID], Q] = ""
    couple: str = ""
    goes: Callable[[QuerySet], QuerySet] | None = None
    emptied: list[str] = field(default_factory=list)
    emptied_in: Callable[[Model], QuerySet] | None = None
    stands: list[str] | None = None
    doubled: list[str] = field(default_factory=list)

    def fields_of(self, *kinds: Kind) -> list[str]:
        """Return the names of the fields of these kinds, in the order of classification."""
        return [name for name, kind in self.kinds.items() if kind in kinds]

    @property
    def exported(self) -> list[str]:
        """Return the names of the fields that an export of own rows holds."""
        return self.fields_of(*EXPORTED)

    def rows(self) -> QuerySet:
        """Return all rows, by no manager of the model's own: a history refuses to change by that."""
        return QuerySet(self.model)

    def rows_of(self, person_id: UUID) -> QuerySet:
        """Return the rows that are one person's own; none where rows are nobody's in particular."""
        rows = self.rows()
        if callable(self.whose):
            return rows.filter(self.whose(person_id))
        return rows.filter(**{self.whose: person_id}) if self.whose else rows.none()

    def rows_in(self, couple_id: UUID) -> QuerySet:
        """Return the rows that lie under one couple's key, or hang on such rows."""
        rows = self.rows()
        return rows.filter(**{self.couple: couple_id}) if self.couple else rows.none()

    def going_with(self, person_id: UUID) -> QuerySet:
        """Return the rows that go when this person does."""
        rows = self.rows_of(person_id)
        if self.erasure is Erasure.DELETE:
            return rows
        return self.goes(rows) if self.goes else rows.none()

    def emptied_with(self, person) -> QuerySet:
        """Return the rows of which `emptied` names what goes when this person does."""
        return self.emptied_in(person) if self.emptied_in else self.rows_of(person.pk)

    def nothing_in(self, names: Iterable[str]) -> dict:
        """Return these fields with what stands in them where nobody ever wrote anything."""
        empty = {field.name: field.get_default() for field in self.model._meta.concrete_fields}
        return {name: empty[name] for name in names}


_classified: dict[type[Model], Classification] = {}


def classify(
    model: type[Model],
    *,
    owner: Owner,
    erasure: Erasure,
    mine: Callable[[Model], QuerySet] | None = None,
    received: Received | None = None,
    whose: str | Callable[[UUID], Q] = "",
    couple: str = "",
    goes: Callable[[QuerySet], QuerySet] | None = None,
    emptied: Iterable[str] = (),
    emptied_in: Callable[[Model], QuerySet] | None = None,
    stands: Iterable[str] | None = None,
    **fields: Iterable[str],
) -> Classification:
    """
    Classify every field of a model; see the head of this module for an example.

    The keyword arguments are the names of `Kind` in lower case, each with its field names. Raises
    ValueError for a kind that does not exist.
    """
    kinds: dict[str, Kind] = {}
    doubled = []
    for kind, names in fields.items():
        for name in names:
            if name in kinds:
                doubled.append(name)
            kinds[name] = Kind(kind)
    made = Classification(
        model=model,
        owner=owner,
        erasure=erasure,
        kinds=kinds,
        mine=mine,
        received=received,
        whose=whose,
        couple=couple,
        goes=goes,
        emptied=list(emptied),
        emptied_in=emptied_in,
        stands=None if stands is None else list(stands),
        doubled=doubled,
    )
    if mine is None and isinstance(whose, str) and whose and made.exported:
        own = lambda person: model._default_manager.filter(**{whose: person.pk})  # noqa: E731
        made = replace(made, mine=own)
    _classified[model] = made
    return made


def classifications() -> list[Classification]:
    """Return all classifications, in the order of their models' names."""
    return sorted(_classified.values(), key=lambda one: one.model._meta.label_lower)


def classification_of(model: type[Model]) -> Classification | None:
    """Return how a model is classified, or None when it is not."""
    return _classified.get(model)
