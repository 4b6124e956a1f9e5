"""The race harness itself: real threads, own connections, every outcome kept."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from tests.races import errors, race, values


@pytest.mark.django_db(transaction=True)
def test_outcomes_keep_the_order_of_the_acts():
    outcomes = race(lambda: 1, lambda: 1 // 0, lambda: 3)

    assert [outcome.value for outcome in outcomes] == [1, None, 3]
    assert [type(error) for error in errors(outcomes)] == [ZeroDivisionError]


@pytest.mark.django_db(transaction=True)
def test_each_act_has_a_connection_of_its_own():
    seen = values(race(lambda: id(connection.connection), lambda: id(connection.connection)))

    assert len({*seen, id(connection.connection)}) == 3


@pytest.mark.django_db(transaction=True)
def test_a_unique_row_is_won_by_exactly_one(rounds):
    for number in range(rounds):

        def insert(model=f"race {number}"):
            with transaction.atomic():
                return ContentType.objects.create(app_label="races", model=model)

        outcomes = race(insert, insert)

        assert len(values(outcomes)) == 1
        assert [type(error) for error in errors(outcomes)] == [IntegrityError]


@pytest.mark.django_db(transaction=True)
def test_rounds_are_prepared_and_counted():
    prepared = []

    outcomes = race(lambda: len(prepared), rounds=3, before=lambda: prepared.append(1))

    assert [values(each) for each in outcomes] == [[1], [2], [3]]
