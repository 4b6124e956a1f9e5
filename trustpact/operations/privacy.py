"""How the models of this app are classified."""

from trustpact.operations.models import Chore
from trustpact.privacy.registry import Erasure, Owner, classify

classify(
    Chore,
    owner=Owner.NOBODY,
    erasure=Erasure.NOTHING,
    state=["name", "failures", "since", "error"],
)
