import pytest

from trustpact.people.models import Person
from trustpact.privacy import checks, registry
from trustpact.privacy.models import DataKey
from trustpact.privacy.registry import (
    Erasure,
    Kind,
    Owner,
    classification_of,
    classifications,
    classify,
)


@pytest.fixture
def reclassified():
    """Let a test classify DataKey anew, and put things right after it."""
    before = classification_of(DataKey)

    def anew(**fields):
        classify(DataKey, owner=Owner.NOBODY, erasure=Erasure.DELETE, **fields)
        return {error.id for error in checks.every_field_is_classified(None)}

    yield anew
    registry._classified[DataKey] = before


def test_registry_has_every_field_of_every_model():
    assert checks.every_field_is_classified(None) == []


def test_registry_refuses_a_field_without_a_class(reclassified):
    assert "privacy.E002" in reclassified(links=["id"])


def test_registry_refuses_a_field_that_is_gone(reclassified):
    fields = {"links": ["id", "owner_id", "gone"], "secrets": ["key_id", "wrapped"]}
    assert reclassified(**fields) == {"privacy.E003"}


def test_registry_refuses_a_field_in_two_classes(reclassified):
    fields = {"links": ["id", "owner_id"], "secrets": ["id", "key_id", "wrapped"]}
    assert reclassified(**fields) == {"privacy.E004"}


def test_registry_refuses_words_that_are_not_sealed(reclassified):
    fields = {"links": ["id"], "words": ["owner_id"], "secrets": ["key_id", "wrapped"]}
    assert "privacy.E005" in reclassified(**fields)


def test_registry_refuses_private_words_that_no_export_holds(reclassified):
    fields = {"links": ["id"], "words": ["owner_id"], "secrets": ["key_id", "wrapped"]}
    assert "privacy.E006" in reclassified(**fields)


def test_registry_knows_no_such_kind():
    with pytest.raises(ValueError, match="gossip"):
        classify(DataKey, owner=Owner.NOBODY, erasure=Erasure.DELETE, gossip=["id"])


def test_export_never_holds_a_secret():
    for classification in classifications():
        secrets = set(classification.fields_of(Kind.SECRETS))
        assert not secrets & set(classification.exported), classification.model


def test_password_is_a_secret():
    assert "password" in classification_of(Person).fields_of(Kind.SECRETS)
