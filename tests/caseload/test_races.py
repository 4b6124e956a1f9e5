"""Closing against opening and reading, at the same instant."""

import pytest
from django.db import transaction

from tests.caseload.letting_in import give, let_in
from tests.cast import NOON, make_cast
from tests.races import errors, race, values
from trustpact.couples.models import Grant, Partner, Scope, Therapy, Viewing

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(partner):
    """Return a partner as a request reads them."""
    return Partner.objects.select_related("couple", "person").get(pk=partner.pk)


@transaction.atomic
def read(therapy):
    """Open a page of levels, as the guard does."""
    return Therapy.opened_to(therapy.therapist.person, therapy.pk, [Scope.LEVELS], now=NOON)


def test_opening_twice_is_once(rounds):
    cast = make_cast()
    therapy = let_in(cast)
    for _ in range(rounds):
        outcomes = race(
            *[lambda: Grant.give(therapy, fresh(cast.ana_partner), [Scope.LEVELS], now=NOON)] * 2
        )
        assert errors(outcomes) == []
        assert Grant.objects.count() == 1
        Grant.objects.all().delete()


def test_nothing_is_open_after_leaving_however_late_it_was_opened():
    cast = make_cast()
    therapy = let_in(cast)
    race(
        lambda: Grant.give(therapy, fresh(cast.ana_partner), [Scope.LEVELS], now=NOON),
        lambda: fresh(cast.ben_partner).leave(now=NOON),
    )
    assert Grant.objects.count() == 0


def test_what_was_read_is_listed_and_what_was_closed_is_not_read(rounds):
    cast = make_cast()
    therapy = let_in(cast)
    for _ in range(rounds):
        give(cast, therapy, Scope.LEVELS, by="ana")
        outcomes = race(
            lambda: read(therapy),
            lambda: Grant.end(therapy, fresh(cast.ana_partner), now=NOON),
        )
        assert errors(outcomes) == []
        shown = [one for one in values(outcomes) if one is not None]
        assert Viewing.objects.count() == len(shown)
        Viewing.objects.all().delete()
