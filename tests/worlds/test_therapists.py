"""What Ana opens to a therapist, and what not, changes nothing that Ben can observe."""

import pytest

from tests.worlds import acts_of_therapists as acts
from tests.worlds.stories import EVENING, NEXT_DAY

pytestmark = pytest.mark.django_db
ALONE = [
    acts.open_her_own,
    acts.open_what_is_joint,
    acts.open_and_close,
    acts.look_before_opening,
    acts.put_a_suggestion_away,
    acts.invite_another,
]


def scene(story, at):
    return pytest.param((story, at), id=f"{story.__name__}-{at:%d.%H}")


@pytest.mark.parametrize("act", ALONE)
@pytest.mark.parametrize("scene", [scene(acts.with_a_therapist, NEXT_DAY)], indirect=True)
def test_consent_of_one_shows_nowhere_to_the_other(scene, act):
    assert scene.what_differs(act, at=NEXT_DAY) == []


@pytest.mark.parametrize("scene", [scene(acts.with_a_therapist, NEXT_DAY)], indirect=True)
def test_that_her_own_was_looked_at_shows_to_her_alone(scene):
    ways = acts.be_looked_at_in_vain, acts.be_looked_at
    assert scene.what_differs_between(*ways, at=NEXT_DAY) == []


@pytest.mark.parametrize("act", [acts.open_what_is_joint, acts.open_and_close])
@pytest.mark.parametrize("scene", [scene(acts.with_a_therapist, NEXT_DAY)], indirect=True)
def test_consent_of_one_changes_no_answer_to_the_other(scene, act):
    assert scene.what_differs(act, at=NEXT_DAY, press=True) == []


@pytest.mark.parametrize(
    "scene", [scene(acts.with_a_therapist_to_whom_only_ben_said_anything, EVENING)], indirect=True
)
def test_with_the_therapist_reads_as_for_both(scene):
    ways = acts.answer_for_both, acts.answer_with_the_therapist
    assert scene.what_differs_between(*ways, at=NEXT_DAY) == []


@pytest.mark.parametrize("act", [acts.put_a_suggestion_away, acts.open_and_close])
@pytest.mark.parametrize("scene", [scene(acts.with_a_therapist, NEXT_DAY)], indirect=True)
def test_therapist_learns_nothing_of_what_one_left_or_closed(scene, act):
    def opened_levels(cast):
        if act is acts.put_a_suggestion_away:
            acts.give(cast, cast.therapy, acts.Scope.LEVELS, by="ana")

    assert scene.what_differs_between(opened_levels, act, observer="chen", at=NEXT_DAY) == []


@pytest.mark.parametrize("scene", [scene(acts.with_a_therapist, NEXT_DAY)], indirect=True)
def test_therapist_learns_not_which_of_the_two_said_no(scene):
    ways = acts.ben_says_yes_alone, acts.ana_says_yes_alone
    assert scene.what_differs_between(*ways, observer="chen", at=NEXT_DAY) == []
