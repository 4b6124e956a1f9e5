"""
The two worlds, over whole lives: any steps in any order (promises.md, Safe-1 and "The tests", 3).

After each step five pages of the observer's are compared, at the end all of them, mails, pushes,
the calendar and the export; by headers, cookies, redirects, lengths and counts of queries.
"""

import random
from collections import Counter
from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.worlds import life
from tests.worlds.harness import told

CASES, STEPS = 25, 15
CASES_DEEP, STEPS_DEEP = 300, 30
OBSERVERS = ["ben", "ben", "ben", "chen", "max", "ada"]
HOUR = timedelta(hours=1)
NUMBER = st.integers(0, 10_000)
MINUTES = st.sampled_from([1, 5, 30, 120, 600, 1440, 4000])


def steps(length):
    """Return a strategy of lives of this many steps, a third of them what Ana does alone."""
    step = st.builds(
        life.Step,
        kind=st.sampled_from(["alone", "alone", "both", "ben", "ben", "wait"]),
        number=NUMBER,
        page=NUMBER,
        minutes=MINUTES,
        looks=st.tuples(*[NUMBER] * life.PAGES_A_STEP),
    )
    return st.lists(step, min_size=length, max_size=length)


@pytest.fixture(scope="module")
def cast(library, django_db_blocker):
    """Ana and Ben where the worlds part."""
    with django_db_blocker.unblock(), told(life.a_life, at=life.BEGIN) as scene:
        yield scene.cast


def differences(cast, steps, observer, done=None) -> list[str]:
    """Return where the observer sees whether Ana did anything alone; each time it is looked for."""
    found = _differences(cast, steps, observer, done)
    again = _differences(cast, steps, observer) if found else []
    return [place for place in found if place in again]


def _differences(cast, steps, observer, done=None):
    with_hers = life.lived(cast, steps, observer, with_hers=True, done=done)
    without = life.lived(cast, steps, observer, with_hers=False)
    places = sorted(with_hers.keys() | without.keys())
    return [place for place in places if with_hers.get(place) != without.get(place)]


@pytest.mark.django_db
def test_whatever_is_done_nobody_notices_what_one_does_alone(cast, request, capsys):
    deep = request.config.getoption("--deep")
    number, done = random.randrange(2**32), Counter()

    @seed(number)
    @settings(
        max_examples=CASES_DEEP if deep else CASES,
        deadline=None,
        print_blob=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(steps(STEPS_DEEP if deep else STEPS), st.sampled_from(OBSERVERS))
    def lives(steps, observer):
        assert differences(cast, steps, observer, done) == []

    with capsys.disabled():
        print(f" [seed {number}]", end="", flush=True)
    lives()
    hers = {name for name in done if name.startswith("Ana: ")}
    assert len(hers) > (50 if deep else 25), done


@pytest.mark.django_db
def test_every_act_of_hers_can_be_done(cast):
    """What is always refused would prove nothing."""
    for act in life.alone_before("ben"):
        with transaction.atomic(), time_machine.travel(life.BEGIN + HOUR, tick=False):
            act(deepcopy(cast))
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_leak_in_a_life_is_seen(cast, settings):
    settings.MIDDLEWARE = ["tests.worlds.leaks.longer", *settings.MIDDLEWARE]
    alone = [
        life.alone_before("ben").index(act) for act in (life.answer_for_herself, life.skip_today)
    ]
    story = [
        life.Step(kind, number, 1, 30, (2, 3)) for number in alone for kind in ("wait", "alone")
    ]
    assert differences(cast, story, "ben")
