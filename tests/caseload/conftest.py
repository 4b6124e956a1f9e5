"""A couple with a therapist."""

import pytest
import time_machine

from tests.caseload.letting_in import let_in
from tests.cast import NOON
from tests.checkins.conftest import answered, berlin, daily, starters, us

__all__ = ["daily", "starters"]


@pytest.fixture
def therapy(cast):
    """Dr Chen goes with Ana and Ben; nothing is open yet."""
    return let_in(cast)


@pytest.fixture
def at_noon():
    """It is the noon on which everything begins."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def on_the_next_day():
    """It is noon of the next day: what both gave has opened."""
    with time_machine.travel(berlin(3, 12), tick=False):
        yield


@pytest.fixture
def told(cast, therapy, daily):
    """Both answered for both yesterday, and it opened."""
    for partner, level in ((cast.ana_partner, 4), (cast.ben_partner, 2)):
        said = {"trust": us(level), "noticed": us(f"{partner.name} noticed")}
        answered(daily, partner, said, at=berlin(2, 20))
    return therapy
