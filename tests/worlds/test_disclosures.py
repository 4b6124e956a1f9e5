"""Whether news was read, half-written news and own dates change nothing that Ben can observe."""

import pytest

from tests.cast import NOON
from tests.worlds import acts_of_disclosures as acts
from tests.worlds.stories import NEXT_DAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("scene", [(acts.where_ben_told, NOON)], indirect=True, ids=["told"]),
]


@pytest.mark.parametrize("press", [False, True], ids=["look", "press"])
def test_what_is_done_alone_shows_nowhere(scene, press):
    assert scene.what_differs(acts.do_all_of_it_alone, at=NEXT_DAY, press=press) == []


def test_harness_sees_news_and_a_date_that_is_shared(scene):
    seen = set(scene.what_differs(acts.tell_and_share, at=NEXT_DAY))
    assert {"/today/", "/talks/news/", "/talks/dates/"} <= seen
    assert "export: received checkins.healthtest" in seen
