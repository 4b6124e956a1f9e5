"""How Ana keeps what Ben thanked her for changes nothing that Ben can observe."""

import pytest

from tests.cast import NOON
from tests.worlds import acts_of_thanks as acts
from tests.worlds.stories import NEXT_DAY

pytestmark = pytest.mark.django_db
ALONE = [acts.mute, acts.mute_and_unmute, acts.put_it_away, acts.read_all_of_it]
ALONE += [acts.type_without_sending, acts.say_it_a_second_time]
THANKED = pytest.param((acts.where_ben_said_thank_you, NOON), id="thanked")


@pytest.mark.parametrize("act", ALONE)
@pytest.mark.parametrize("scene", [THANKED], indirect=True)
def test_how_thanks_are_kept_shows_nowhere(scene, act):
    assert scene.what_differs(act, at=NEXT_DAY) == []


@pytest.mark.parametrize("act", [acts.mute, acts.put_it_away])
@pytest.mark.parametrize("scene", [THANKED], indirect=True)
def test_how_thanks_are_kept_changes_no_answer_to_ben(scene, act):
    assert scene.what_differs(act, at=NOON, press=True) == []
