"""What each process remembers of the library, and when it asks again."""

import pytest

from agreements.models import Pack
from tests.cast import NOON, make_person
from trustpact.curation import memory

TEXT = {"name": "Firm ground", "about": "Limits.", "source": "Us"}


@pytest.fixture
def pack(db):
    Pack.load_starters([("firm-ground", TEXT)], now=NOON)
    return Pack.published.get()


def revised(pack):
    """Return a draft of a pack with another name, written by a curator."""
    return pack.revise(fields={"name": "Firmer ground"}, by=make_person("Cara"))


def names():
    return [one.name for one in memory.published(Pack, "en")]


def test_what_is_published_is_asked_for_once(pack, django_assert_num_queries):
    assert names() == ["Firm ground"]
    with django_assert_num_queries(0):
        assert names() == ["Firm ground"]


def test_what_is_published_is_asked_for_again_after_a_minute(pack, monkeypatch):
    monkeypatch.setattr(memory, "SECONDS", 0)
    assert names() == ["Firm ground"]
    Pack.objects.update(status=Pack.Status.RETIRED)  # as another process would
    assert names() == []


def test_publishing_shows_at_once(pack):
    draft = revised(pack)
    assert names() == ["Firm ground"]
    draft.submit().publish(by=make_person("Dora"), now=NOON)
    assert names() == ["Firmer ground"]


def test_retiring_shows_at_once(pack):
    assert names() == ["Firm ground"]
    pack.retire()
    assert names() == []


def test_a_revision_is_asked_for_once(pack, django_assert_num_queries):
    assert memory.revisions(Pack, [pack.pk])[pack.pk].name == "Firm ground"
    pack.retire()
    with django_assert_num_queries(0):
        assert memory.revisions(Pack, [pack.pk])[pack.pk].name == "Firm ground"


def test_a_draft_is_never_remembered(pack):
    with pytest.raises(KeyError):
        memory.revisions(Pack, [revised(pack).pk])
