"""Of a repair, what the one keeps back changes nothing for the other; a yes to fear least of all."""

import pytest

from tests.cast import NOON
from tests.checkins.repairs import TOMORROW
from tests.worlds import acts_of_repairs as repairs

pytestmark = pytest.mark.django_db
ALONE = [repairs.ask_herself, repairs.say_not_yet, repairs.write_without_sending]
STORIES = [
    repairs.nothing_opened,
    repairs.opened_by_ben,
    repairs.what_ben_did,
    repairs.understood_or_not,
    repairs.offered,
]
scenes = pytest.mark.parametrize(
    "scene",
    [(story, TOMORROW) for story in STORIES],
    indirect=True,
    ids=lambda one: one[0].__name__,
)


@scenes
@pytest.mark.parametrize("private", ALONE)
def test_what_is_kept_back_looks_like_no_answer(scene, private):
    assert scene.what_differs(private, at=TOMORROW) == []


@pytest.mark.parametrize("scene", [(repairs.opened_by_ben, TOMORROW)], indirect=True)
@pytest.mark.parametrize("private", [repairs.say_not_yet, repairs.write_without_sending])
def test_what_is_kept_back_changes_no_answer_to_what_the_other_presses(scene, private):
    assert scene.what_differs(private, at=TOMORROW, press=True) == []


@scenes
def test_a_yes_to_fear_looks_like_any_stop(scene):
    one, other = repairs.stop, repairs.say_that_it_was_fear
    assert scene.what_differs_between(one, other, at=TOMORROW) == []


@pytest.mark.parametrize("scene", [(repairs.opened_by_ben, NOON)], indirect=True)
def test_harness_sees_that_it_was_stopped(scene):
    assert "/talks/steps/" in scene.what_differs(repairs.stop, at=TOMORROW)
