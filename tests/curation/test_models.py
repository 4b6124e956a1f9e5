import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements.models import Pack
from tests.cast import NOON
from trustpact.rules import RuleBroken

FIRST = {"name": "Firm ground", "about": "Limits.", "source": "Us"}
BETTER = FIRST | {"about": "Limits, bodies, money."}


def load(*texts):
    Pack.load_starters(texts or [("firm-ground", FIRST)], now=NOON)


def published(slug="firm-ground"):
    return Pack.published.get(slug=slug)


def test_a_starter_text_is_published_at_once(db):
    load()
    assert (published().about, published().number) == ("Limits.", 1)
    assert published().published_on == NOON.date()


def test_loading_again_is_one_query_and_changes_nothing(db):
    load(("firm-ground", FIRST), ("talking", FIRST))
    before = list(Pack.objects.order_by("slug").values())
    with CaptureQueriesContext(connection) as queries:
        load(("firm-ground", FIRST), ("talking", FIRST))
    asked = [one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == 1
    assert list(Pack.objects.order_by("slug").values()) == before


def test_a_changed_starter_text_becomes_a_new_revision_and_retires_the_old(db):
    load()
    old = published()
    load(("firm-ground", BETTER))
    old.refresh_from_db()
    assert (published().about, published().number) == (BETTER["about"], 2)
    assert (old.status, old.about) == ("retired", "Limits.")


def test_a_changed_starter_text_waits_beside_what_a_curator_published(cast):
    load()
    ours = published().revise(fields={"about": "Ada's words."}, by=cast.ada)
    ours.submit().publish(by=cast.chen, now=NOON)
    load(("firm-ground", BETTER))
    load(("firm-ground", BETTER))
    assert published().about == "Ada's words."
    assert list(Pack.objects.filter(number=3).values_list("about", "status")) == [
        (BETTER["about"], "draft")
    ]
    assert Pack.objects.count() == 3


def test_a_text_that_a_curator_retired_stays_retired(cast):
    load()
    published().retire()
    load(("firm-ground", BETTER))
    assert not Pack.published.exists()


def test_a_revision_that_a_curator_rolled_back_to_is_kept(cast):
    load()
    first = published()
    load(("firm-ground", BETTER))
    back = first.revise(fields={}, by=cast.chen)
    back.submit().publish(by=cast.ada, now=NOON)
    load(("firm-ground", BETTER | {"source": "Them"}))
    assert published() == back


def test_the_order_that_a_curator_chose_outlives_a_changed_text(db):
    load()
    Pack.objects.update(position=7)
    load(("firm-ground", BETTER))
    assert published().position == 7


def test_an_unknown_field_of_a_starter_text_is_named(db):
    with pytest.raises(ValueError, match=r"no \['colour'\]"):
        load(("firm-ground", FIRST | {"colour": "red"}))


def test_a_published_text_cannot_be_written_over(cast):
    load()
    with pytest.raises(RuleBroken, match="stays as it is"):
        published().write(fields={"about": "Other words."}, by=cast.ada)
    assert published().about == "Limits."


def test_a_revision_leaves_the_published_text_as_it_is(cast):
    load()
    draft = published().revise(fields={"about": "Other words."}, by=cast.ada)
    assert (draft.number, draft.status, draft.about) == (2, "draft", "Other words.")
    assert published().about == "Limits."


def test_an_author_cannot_publish_their_own_words(cast):
    load()
    draft = published().revise(fields={"about": "Other words."}, by=cast.ada)
    draft.submit()
    with pytest.raises(RuleBroken, match="Ask a colleague"):
        draft.publish(by=cast.ada, now=NOON)
    assert published().about == "Limits."


def test_publishing_a_revision_retires_the_one_before(cast):
    load()
    draft = published().revise(fields={"about": "Other words."}, by=cast.ada)
    draft.submit().publish(by=cast.chen, now=NOON)
    assert Pack.published.get() == draft
    assert Pack.objects.get(number=1).status == "retired"


def test_the_database_holds_one_published_revision(db):
    load()
    twin = {"slug": "firm-ground", "number": 2, "status": "published"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pack.objects.create(**twin, published_on=NOON.date(), **FIRST)


def test_a_text_without_translation_reads_in_english(db):
    load(("firm-ground", FIRST), ("talking", FIRST))
    Pack.load_starters([("talking", BETTER)], language="de", now=NOON)
    read = Pack.published.read_in("de").values_list("slug", "language")
    assert sorted(read) == [("firm-ground", "en"), ("talking", "de")]
