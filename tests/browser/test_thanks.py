"""Thank you in a real browser: two taps from any page, with scripts and without, by keyboard, at 320 px."""

import pytest
from django.test import Client

from checkins.models import Appreciation
from tests.library import load_library

LINE = "Thank you for listening."
PLACES = ["/today/", "/pages/", "/talks/", "/us/", "/more/"]


@pytest.fixture
def at_home(new_context, home, let_in):
    """`at_home(person)` is a phone on which a person is signed in."""
    load_library()

    def open_for(person, **options):
        client = Client()
        client.force_login(person)
        context = new_context(viewport={"width": 320, "height": 640}, **options)
        let_in(context, client)
        return context.new_page()

    return open_for


def tap(page, role, name):
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_two_taps_from_every_place_and_the_other_reads_it(at_home, home, cast, scripts):
    ana = at_home(cast.ana, java_script_enabled=scripts)
    for place in PLACES:
        Appreciation.objects.all().delete()
        ana.goto(home + place)
        tap(ana, "link", "Say thank you")
        tap(ana, "button", LINE)
        assert LINE in ana.inner_text("main")

    ben = at_home(cast.ben, java_script_enabled=scripts)
    ben.goto(home + "/today/")
    assert LINE in ben.inner_text("main")
    tap(ben, "link", LINE)
    tap(ben, "button", "Put it away")
    ben.goto(home + "/today/")
    assert LINE not in ben.inner_text("main")


def test_the_frame_has_room_for_it_on_the_smallest_phone(at_home, home, cast):
    page = at_home(cast.ana)
    page.goto(home + "/today/")
    ways = [page.locator(f".top {one}") for one in (".top__thanks", ".moment", ".exit")]
    boxes = [way.bounding_box() for way in ways]
    for left, right in zip(boxes, boxes[1:], strict=False):
        assert left["x"] + left["width"] <= right["x"]
    assert boxes[0]["x"] >= 0
    assert min(boxes[0]["width"], boxes[0]["height"]) >= 44
    assert boxes[-1]["x"] + boxes[-1]["width"] <= 320


def test_by_keyboard_the_way_out_comes_first(at_home, home, cast):
    page = at_home(cast.ana)
    page.goto(home + "/today/")
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == ["Skip to the content", "Exit this page", "Pause", "Say thank you"]
