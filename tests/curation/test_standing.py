"""The database's own rules for what was published."""

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOON
from tests.curation.test_models import BETTER, load, published
from tests.library import load_library
from trustpact.curation.desk import desk
from trustpact.people.models import Person


@pytest.mark.parametrize("model", desk.kinds.values(), ids=list(desk.kinds))
def test_published_words_cannot_be_changed_past_the_verbs(db, model):
    load_library()
    row = model.published.first()
    for name in model.TEXT:
        value = getattr(row, name)
        other = (
            not value
            if isinstance(value, bool)
            else {"a": 1}
            if isinstance(value, dict | list)
            else None
        )
        if isinstance(value, str):
            other = "xx"
        if other is None:
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**{name: other})


@pytest.mark.parametrize(
    "change", [{"slug": "other"}, {"language": "de"}, {"number": 7}, {"published_on": "2020-01-01"}]
)
def test_a_published_revision_stays_the_one_it_is(db, change):
    load()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(published()).objects.update(**change)


def test_a_published_revision_can_be_retired_and_put_in_order(db):
    load()
    row = published()
    row.place(9)
    row.retire()
    row.refresh_from_db()
    assert (row.position, row.status) == (9, "retired")


def test_author_and_publisher_differ_in_the_database(cast):
    load()
    draft = published().revise(fields={"about": BETTER["about"]}, by=cast.ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(draft).objects.filter(pk=draft.pk).update(published_by=cast.ada)


def test_a_published_text_outlives_its_author(cast):
    load()
    draft = published().revise(fields={}, by=cast.ada).submit()
    draft.publish(by=cast.chen, now=NOON)
    Person.objects.filter(pk__in=[cast.ada.pk, cast.chen.pk]).delete()
    draft.refresh_from_db()
    assert (draft.written_by, draft.published_by, draft.status) == (None, None, "published")
