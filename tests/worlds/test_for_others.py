"""
What Ana does alone changes nothing for those from outside: another couple, a curator, an operator.
Leaks to each of them are caught, and those to a therapist to whom both opened all there is; what a
therapist must not notice stands in `test_therapists.py` and `test_lives.py`.
"""

from contextlib import suppress
from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import MultipleObjectsReturned
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.caseload.letting_in import give
from tests.curation.curators import make_operator
from tests.worlds import acts, leaks, life
from tests.worlds.observer import Observer

HOUR = timedelta(hours=1)
AT = life.BEGIN + 2 * HOUR
# Where each of them is, and what they look at there first.
OTHERS = {
    "chen": lambda cast: reverse("caseload:case", args=[cast.therapy.pk]),
    "max": lambda cast: reverse("today:today"),
    "ada": lambda cast: reverse("admin:index"),
    "olga": lambda cast: account_of_ana(cast),
}
# A page, or what carries it, that tells of others: when they were here, or how many answered.
TELLING = [
    *[(leaks.last_seen, acts.read_everything), (leaks.last_modified, acts.read_everything)],
    *[(leaks.time_of_day, acts.read_everything), (leaks.visits, acts.read_everything)],
    *[(leaks.count, life.begin_to_answer), (leaks.longer, life.begin_to_answer)],
    *[(leaks.tag, life.begin_to_answer), (leaks.cookie_that_counts, life.begin_to_answer)],
    *[(leaks.one_more_query, life.begin_to_answer), (leaks.one_more_cookie, life.begin_to_answer)],
]


def a_life_beside_others():
    """The life of the two, of which Dr Chen sees all that can be opened, and an operator."""
    cast = life.a_life()
    give(cast, cast.therapy, by="ana", now=timezone.now())
    cast.olga = make_operator("Olga")
    return cast


def account_of_ana(cast):
    """Return the page on which an operator closes Ana's account, or ends her sign-ins."""
    return reverse("admin:people_person_change", args=[cast.ana.pk])


def alone(acts_of_hers):
    """Return what does all of these one after the other; what is refused by now is left out."""

    def do(cast):
        for act in acts_of_hers:
            with suppress(*life.REFUSED, MultipleObjectsReturned), transaction.atomic():
                act(cast)

    return do


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize(
        "scene", [(a_life_beside_others, life.BEGIN)], indirect=True, ids=["beside-others"]
    ),
]


@pytest.mark.parametrize("observer", ["max", "ada", "olga"])
def test_nothing_that_one_does_alone_shows_to_others(scene, observer):
    assert scene.what_differs(alone(life.ALONE), observer=observer, at=AT) == []


def test_no_act_of_hers_alone_shows_on_her_account_to_an_operator(scene):
    kept = [act for act in life.ALONE if act is not acts.change_her_mailbox]  # it stands there
    assert glanced(scene.cast, "olga", alone(kept)) == glanced(scene.cast, "olga", nothing)


@pytest.mark.parametrize("observer", OTHERS)
def test_a_leak_to_others_is_caught(scene, settings, observer):
    without = settings.MIDDLEWARE
    missed = []
    for leak, private in TELLING:
        settings.MIDDLEWARE = [f"tests.worlds.leaks.{leak.__name__}", *without]
        told, quiet = (glanced(scene.cast, observer, act) for act in (private, nothing))
        if told == quiet:
            missed.append(leak.__name__)
    assert missed == []


def nothing(cast):
    """Do nothing."""


def glanced(cast, observer, private):
    """Return what an observer's own first page tells after an act of Ana's; nothing of it stays."""
    with transaction.atomic():
        cast = deepcopy(cast)
        with time_machine.travel(life.BEGIN + HOUR, tick=False):
            private(cast)
        with time_machine.travel(AT, tick=False):
            seen = Observer(getattr(cast, observer)).look_at(OTHERS[observer](cast))
        transaction.set_rollback(True)
    assert all("\nstatus 200\n" in text for text in seen.values())
    return seen
