"""What of check-ins stands in whose export."""

import time_machine

from checkins.models import CheckIn, Occurrence, OpenedAnswer
from tests.checkins.conftest import answered, berlin, us
from trustpact.privacy.registry import classification_of

EVENING, MORNING = berlin(2, 20), berlin(3, 7)


def exported(model, person, at):
    """Return how many own rows and how many received ones stand in an export at a moment."""
    classified = classification_of(model)
    with time_machine.travel(at, tick=False):
        received = classified.received.rows(person).count() if classified.received else 0
        return classified.mine(person).count(), received


def test_what_waits_to_open_is_in_nobodys_export(cast, daily):
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(daily, partner, {"trust": us(4)}, at=EVENING)
    assert exported(OpenedAnswer, cast.ana, berlin(3, 6, 59)) == (0, 0)
    assert exported(OpenedAnswer, cast.ana, MORNING) == (1, 1)


def test_a_check_in_is_in_its_authors_export_alone(cast, daily):
    answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    assert exported(CheckIn, cast.ana, EVENING) == (1, 0)
    assert exported(CheckIn, cast.ben, EVENING) == (0, 0)
    assert exported(Occurrence, cast.ben, EVENING) == (0, 0)


def test_the_moment_of_opening_leaves_through_nothing():
    classified = classification_of(OpenedAnswer)
    assert "opens_at" not in classified.exported
    assert "opens_at" not in classified.received.fields
