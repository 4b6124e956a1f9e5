"""A pause and the return in a real browser, with and without scripts; an open page that is told."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from checkins.models import Pause
from tests.library import load_library

SIZES = [(320, 568), (360, 740), (768, 1024), (1280, 800)]
SOON = 5_000  # milliseconds
LINE = ".moment-line"


@pytest.fixture
def at_home(new_context, home, let_in, cast):
    """`at_home(person, path)`: a page of that person's own browser."""

    def go(person, path="/us/", **settings):
        client = Client()
        client.force_login(person)
        context = new_context(**settings)
        let_in(context, client)
        page = context.new_page()
        page.goto(home + path)
        return page

    return go


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_one_tap_pauses_and_one_tap_comes_back(at_home, cast, scripts):
    ana = at_home(cast.ana, java_script_enabled=scripts)
    press(ana, "Pause")
    expect(ana.get_by_role("heading", level=1)).to_have_text("I need a pause. I am coming back.")
    press(ana, "Tomorrow")
    assert "back tomorrow" in ana.inner_text("main")
    press(ana, "Come back")
    expect(ana.locator(LINE)).to_be_empty()
    assert ana.url.endswith("/today/")


def test_an_open_page_is_told_within_five_seconds(at_home, cast):
    ana, ben = at_home(cast.ana), at_home(cast.ben)
    press(ana, "Pause")
    begun = time.monotonic()
    line = ben.locator(LINE)
    expect(line).to_contain_text("is paused, back in an hour or so.", timeout=SOON)
    assert time.monotonic() - begun < 5
    press(ana, "Come back")
    expect(line).not_to_contain_text("is paused", timeout=SOON)


def test_the_next_page_tells_it_without_scripts(at_home, cast):
    ana, ben = at_home(cast.ana), at_home(cast.ben, java_script_enabled=False)
    press(ana, "Pause")
    ben.reload()
    expect(ben.locator(LINE)).to_contain_text("is paused, back in an hour or so.")


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["en", "de"])
def test_both_buttons_are_in_sight_at_every_width(at_home, cast, size, language):
    cast.ana.language = language
    cast.ana.save()
    page = at_home(cast.ana, viewport={"width": size[0], "height": size[1]})
    for form in (".exit", ".moment"):
        box = page.locator(f"{form} button").bounding_box()
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pause_is_the_third_stop_of_the_tab_key(at_home, cast):
    page = at_home(cast.ana)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert "moment__button" in page.evaluate("document.activeElement.className")


def test_the_ring_stands_still_for_who_asked_for_less_motion(at_home, cast):
    page = at_home(cast.ana, reduced_motion="reduce")
    press(page, "Pause")
    running = "document.querySelector('.breath__ring').getAnimations().length"
    assert page.evaluate(running) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_both_pause(at_home, cast, scheme):
    load_library()
    for partner in (cast.ana_partner, cast.ben_partner):
        Pause.begin(partner, now=timezone.now())
    page = at_home(cast.ana, "/talks/moment/", color_scheme=scheme, reduced_motion="reduce")
    page.get_by_text("More words").click()
    assert Axe().run(page).response["violations"] == []
