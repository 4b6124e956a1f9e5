"""The frame around every page in a real browser: the way out, and what Back shows after it."""

import re

import pytest
from django.test import Client

AWAY = "https://elsewhere.example/"
IS_COVERED = """document.documentElement.classList.contains("is-leaving")
    && getComputedStyle(document.body).visibility == "hidden" """
SIZES = [(320, 568), (360, 740), (768, 1024), (1280, 800), (1920, 1080)]


@pytest.fixture
def ana_at_us(page, home, let_in, settings, cast):
    """Ana's browser on a page of hers; the address to leave for is answered here."""
    settings.QUICK_EXIT_ADDRESS = AWAY
    page.context.route(AWAY, lambda route: route.fulfill(body="elsewhere"))
    client = Client()
    client.force_login(cast.ana)
    let_in(page.context, client)
    page.goto(home + "/us/")
    return page


def left(page, home):
    """Whether the browser is away, and coming back leads to the door."""
    page.wait_for_url(AWAY)
    page.goto(home + "/us/")
    return "/account/login/" in page.url


def test_quick_exit_button_leaves_and_signs_out(ana_at_us, home):
    ana_at_us.click("[data-quick-exit] button")

    assert left(ana_at_us, home)


def test_three_times_shift_leaves_and_signs_out(ana_at_us, home):
    for _ in range(3):
        ana_at_us.keyboard.press("Shift")

    assert left(ana_at_us, home)


def test_shift_while_typing_stays(ana_at_us, home):
    for key in ("Shift", "Shift", "a", "Shift", "Shift+A", "Shift+B", "Shift+C", "Shift"):
        ana_at_us.keyboard.press(key)

    assert ana_at_us.url == home + "/us/"
    assert not ana_at_us.evaluate(IS_COVERED)


def test_a_screen_reader_hears_how_many_presses_are_left(ana_at_us):
    ana_at_us.clock.install()
    said = ana_at_us.get_by_role("status").and_(ana_at_us.locator("[data-quick-exit-said]"))
    assert said.inner_text() == ""
    ana_at_us.keyboard.press("Shift+A")  # whoever writes hears nothing of it
    assert said.inner_text() == ""

    ana_at_us.keyboard.press("Shift")
    assert said.inner_text() == "Exit this page: press Shift two more times."
    ana_at_us.clock.run_for(4000)
    ana_at_us.keyboard.press("Shift")
    assert said.inner_text() == "Exit this page: press Shift once more."
    ana_at_us.clock.run_for(5100)
    assert said.inner_text().endswith("Begin anew.")
    ana_at_us.keyboard.press("Shift")
    assert said.inner_text() == "Exit this page: press Shift two more times."


NO_ANSWER = """HTMLFormElement.prototype.submit = () => {};
    addEventListener("submit", (event) => event.preventDefault());"""


@pytest.mark.parametrize("way", ["button", "shift"])
def test_the_page_is_covered_before_the_network_answers(ana_at_us, way):
    ana_at_us.evaluate(NO_ANSWER)
    if way == "button":
        ana_at_us.click("[data-quick-exit] button")
    else:
        for _ in range(3):
            ana_at_us.keyboard.press("Shift")

    assert ana_at_us.evaluate(IS_COVERED)
    assert ana_at_us.title() == "…"


def test_a_page_kept_for_back_is_blank_and_loads_anew(ana_at_us):
    ana_at_us.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert ana_at_us.evaluate("getComputedStyle(document.body).visibility") == "hidden"

    with ana_at_us.expect_navigation():
        ana_at_us.evaluate(
            "void dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
        )
    assert ana_at_us.evaluate("getComputedStyle(document.body).visibility") == "visible"


def test_back_after_signing_out_shows_nothing_of_before(ana_at_us, home):
    ana_at_us.goto(home + "/more/")
    ana_at_us.get_by_role("button", name="Sign out").click()
    ana_at_us.wait_for_url(lambda url: "/more/" not in url)

    ana_at_us.go_back()
    ana_at_us.wait_for_url(re.compile("/account/login/"))
    assert "Ana" not in ana_at_us.inner_text("body")


def test_back_after_quick_exit_shows_nothing_of_before(ana_at_us):
    ana_at_us.click("[data-quick-exit] button")
    ana_at_us.wait_for_url(AWAY)

    ana_at_us.go_back()
    ana_at_us.wait_for_load_state()

    assert "Ana" not in ana_at_us.inner_text("body")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_quick_exit_is_never_covered(ana_at_us, size):
    ana_at_us.set_viewport_size({"width": size[0], "height": size[1]})
    for scroll in (0, 100_000):
        ana_at_us.evaluate(f"window.scrollTo(0, {scroll})")
        on_top = ana_at_us.evaluate(
            """() => {
                const button = document.querySelector("[data-quick-exit] button");
                const box = button.getBoundingClientRect();
                const middle = [box.left + box.width / 2, box.top + box.height / 2];
                return button.contains(document.elementFromPoint(...middle)) && box.height >= 44;
            }"""
        )
        assert on_top


def test_quick_exit_is_the_second_stop_of_the_tab_key(ana_at_us):
    stops = []
    for _ in range(2):
        ana_at_us.keyboard.press("Tab")
        stops.append(ana_at_us.evaluate("document.activeElement.className"))

    assert stops == ["skip", "exit__button"]


def test_quick_exit_needs_no_script(browser, home, let_in, settings, cast):
    settings.QUICK_EXIT_ADDRESS = AWAY
    context = browser.new_context(java_script_enabled=False)
    context.route(AWAY, lambda route: route.fulfill(body="elsewhere"))
    client = Client()
    client.force_login(cast.ana)
    let_in(context, client)
    page = context.new_page()
    page.goto(home + "/us/")
    page.click("[data-quick-exit] button")

    assert left(page, home)
    context.close()


def test_paper_shows_the_page_and_nothing_around_it(ana_at_us):
    ana_at_us.emulate_media(media="print")

    for around in (".top", ".places", "[data-sending]", ".skip"):
        assert not ana_at_us.locator(around).is_visible()
    assert ana_at_us.get_by_role("heading", name="Us", exact=True).is_visible()
