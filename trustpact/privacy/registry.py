"""
Every field of every model, classified: what it is, whose it is, what becomes of it.

Each app classifies its models in its own `privacy.py`, which its AppConfig imports when ready:

    classify(
        Stance,
        owner=Owner.PERSON,
        erasure=Erasure.DELETE,
        links=["id", "clause", "partner"],
        measures=["answer"],
        words=["note"],
        mine=lambda person: Stance.objects.filter(partner__person=person),
    )

`mine` gives the rows that a person's own export holds whole (own rows, and what is joint);
`received` the rows of others that were opened or sent to that person, of which the export holds
only the fields named. `python manage.py check` refuses a field that stands in no class or in two,
and words or measures that are not sealed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Model, QuerySet


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
    KEEP_JOINT = "keep joint"  # signed versions and their chain stay, without the own name
    NOTHING = "nothing"  # not about a person


@dataclass(frozen=True)
class Received:
    """What of other people's rows a person's export holds: these rows, and of them these fields."""

    rows: Callable[[Model], QuerySet]
    fields: list[str]


@dataclass(frozen=True)
class Classification:
    """How one model is classified."""

    model: type[Model]
    owner: Owner
    erasure: Erasure
    kinds: dict[str, Kind]
    mine: Callable[[Model], QuerySet] | None = None
    received: Received | None = None
    doubled: list[str] = field(default_factory=list)

    def fields_of(self, *kinds: Kind) -> list[str]:
        """Return the names of the fields of these kinds, in the order of classification."""
        return [name for name, kind in self.kinds.items() if kind in kinds]

    @property
    def exported(self) -> list[str]:
        """Return the names of the fields that an export of own rows holds."""
        return self.fields_of(*EXPORTED)


_classified: dict[type[Model], Classification] = {}


def classify(
    model: type[Model],
    *,
    owner: Owner,
    erasure: Erasure,
    mine: Callable[[Model], QuerySet] | None = None,
    received: Received | None = None,
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
    made = Classification(model, owner, erasure, kinds, mine, received, doubled)
    _classified[model] = made
    return made


def classifications() -> list[Classification]:
    """Return all classifications, in the order of their models' names."""
    return sorted(_classified.values(), key=lambda one: one.model._meta.label_lower)


def classification_of(model: type[Model]) -> Classification | None:
    """Return how a model is classified, or None when it is not."""
    return _classified.get(model)
