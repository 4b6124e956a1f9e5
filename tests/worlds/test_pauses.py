"""What Ana does about pauses and topics alone changes nothing that Ben can observe."""

import pytest

from tests.cast import NOON
from tests.worlds import acts_of_pauses as acts
from tests.worlds.stories import EVENING, NEXT_DAY

pytestmark = pytest.mark.django_db
ALONE = [acts.say_not_yet, acts.be_ready_in_a_month, acts.be_ready_and_put_it_off]
ALONE += [acts.keep_a_draft, acts.mute_topics]
ANSWER, TAKEN = "POST checkins:asking_answer ", "POST checkins:asking_taken "


def scene(story, at):
    return pytest.param((story, at), id=f"{story.__name__}-{at:%d.%H}")


@pytest.mark.parametrize("act", ALONE)
@pytest.mark.parametrize("scene", [scene(acts.where_ben_asked, NEXT_DAY)], indirect=True)
def test_an_answer_that_is_no_yes_shows_nowhere(scene, act):
    assert scene.what_differs(act, at=NEXT_DAY) == []


@pytest.mark.parametrize("act", [acts.say_not_yet, acts.mute_topics])
@pytest.mark.parametrize("scene", [scene(acts.where_ben_asked, NEXT_DAY)], indirect=True)
def test_an_answer_that_is_no_yes_changes_no_answer_to_ben(scene, act):
    assert scene.what_differs(act, at=NEXT_DAY, press=True) == []


@pytest.mark.parametrize("at", [NOON, EVENING, NEXT_DAY])
@pytest.mark.parametrize("scene", [scene(acts.where_ana_pauses, NOON)], indirect=True)
def test_what_is_done_on_the_page_of_a_pause_shows_nowhere(scene, at):
    assert scene.what_differs(acts.use_the_page_of_the_pause, at=at) == []


@pytest.mark.parametrize("scene", [scene(acts.where_a_clause_is_back, NEXT_DAY)], indirect=True)
def test_who_is_ready_first_for_a_clause_shows_nowhere(scene):
    assert scene.what_differs(acts.be_ready_for_what_is_back, at=NEXT_DAY) == []
