"""Leaving and erasing look alike to the other, but for what the table says goes (Threat-9)."""

import pytest

from tests.worlds import stories
from tests.worlds.stories import RENEWABLE
from trustpact.couples.erasing import erase

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize(
        "scene", [(stories.in_force_with_a_term, RENEWABLE)], indirect=True, ids=["in-force"]
    ),
]


def leave(cast):
    cast.ana_partner.leave(now=RENEWABLE)


def go(cast):
    erase(cast.ana.pk, now=RENEWABLE)


def stay(cast):
    pass


def test_no_page_mail_or_push_of_the_other_tells_leaving_from_erasing(scene, settings, tmp_path):
    settings.ERASURES = tmp_path / "erased"
    seen = set(scene.what_differs_between(leave, go, observer="ben", at=RENEWABLE))
    assert {place for place in seen if not place.startswith("export: ")} == set()


def test_the_harness_sees_that_the_space_ended(scene, settings, tmp_path):
    settings.ERASURES = tmp_path / "erased"
    assert scene.what_differs_between(stay, go, observer="ben", at=RENEWABLE) != []
