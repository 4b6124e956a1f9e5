"""Two curators at the same instant: one wins, the other is told, and nothing is half."""

import pytest

from agreements.models import Pack
from tests.cast import NOON, make_person
from tests.curation.test_models import FIRST
from tests.races import errors, race
from trustpact.people.models import Person
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10  # what is raced is one lock; the lock itself has its own, longer races


def publishing(draft, seen, curator):
    """Return the act of publishing what was compared, on rows of its own."""
    return lambda: Pack.objects.get(pk=draft.pk).publish(
        by=Person.objects.get(pk=curator.pk), now=NOON, seen=seen
    )


def test_of_two_drafts_published_at_once_one_is_and_one_is_looked_at_again():
    ada, cleo = make_person("Ada"), make_person("Cleo")
    for number in range(ROUNDS):
        slug = f"firm-{number}"
        first = Pack.begin(slug=slug, language="en", fields=FIRST, by=ada).submit()
        second = first.revise(fields={"about": "Other."}, by=cleo).submit()
        outcomes = race(
            publishing(first, first.as_compared, cleo), publishing(second, second.as_compared, ada)
        )
        assert [type(error) for error in errors(outcomes)] == [RuleBroken]
        assert Pack.published.filter(slug=slug).count() == 1


def test_one_draft_published_twice_at_once_is_published_by_one():
    ada, cleo, dee = (make_person(name) for name in ("Ada", "Cleo", "Dee"))
    for number in range(ROUNDS):
        draft = Pack.begin(slug=f"twice-{number}", language="en", fields=FIRST, by=ada).submit()
        seen = draft.as_compared
        outcomes = race(publishing(draft, seen, cleo), publishing(draft, seen, dee))
        assert [type(error) for error in errors(outcomes)] == [RuleBroken]
        draft.refresh_from_db()
        assert draft.published_by in (cleo, dee)


def test_one_text_begun_twice_at_once_is_begun_once():
    ada = make_person("Ada")
    for number in range(ROUNDS):
        begin = lambda number=number: Pack.begin(  # noqa: E731
            slug=f"new-{number}", language="en", fields=FIRST, by=Person.objects.get(pk=ada.pk)
        )
        outcomes = race(begin, begin)
        assert [type(error) for error in errors(outcomes)] == [RuleBroken]
