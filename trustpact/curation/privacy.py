"""How everything that curators write is classified: nobody's own, the same for everybody."""

from trustpact.privacy.registry import Erasure, Owner, classify

FIELDS = ["id", "slug", "language", "number", "status", "position", "starter_digest"]
FIELDS += ["written_by", "published_by", "published_on"]


def classify_library(*models, also=()):
    """Classify curated models: the fields of `Curated`, their TEXT, and `also` these fields."""
    for model in models:
        fields = [*FIELDS, *model.TEXT, *also]
        classify(model, owner=Owner.NOBODY, erasure=Erasure.NOTHING, library=fields)
