"""Every press is answered at once, counts once, and says so where it takes a while."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from agreements.models import Agreement
from tests.browser.pages import client_for, story_to_look_at

SLOW = 3000  # milliseconds: longer than the second after which something is said
# The press itself, and how long it took until something showed.
ANSWERED_AFTER = """(selector) => new Promise((answer) => {
    const button = document.querySelector(selector);
    const pressed = performance.now();
    new MutationObserver(() => requestAnimationFrame(() => answer(performance.now() - pressed)))
        .observe(button, { attributeFilter: ["aria-busy"] });
    button.click();
})"""


@pytest.fixture
def ana(page, home, let_in, cast):
    """Ana's browser at her first own clause; every post takes a while."""
    client = Client()
    client.force_login(cast.ana)
    let_in(page.context, client)
    page.goto(home + reverse("agreements:own_clause"))
    page.evaluate("navigator.serviceWorker.ready")
    page.get_by_label("Your words").fill("We cook together on Sundays.")
    page.get_by_label("Or under a heading of your own").fill("Home")
    return page


def test_a_press_shows_within_a_tenth_of_a_second_counts_once_and_says_that_it_goes_on(ana, cast):
    ana.evaluate(
        """(slow) => addEventListener("submit", (event) => {
            if (event.defaultPrevented || window.let_go) return;
            event.preventDefault();  // a server that takes its time
            setTimeout(() => { window.let_go = true; event.target.submit(); }, slow);
        })""",
        SLOW,
    )
    assert ana.evaluate(ANSWERED_AFTER, "main form button.button--primary") < 100
    ana.locator("main form button.button--primary").click()  # the same press again
    expect(ana.locator("[data-sending] p")).to_have_text("One moment.")
    expect(ana.get_by_role("link", name="We cook together on Sundays.")).to_be_visible()

    assert Agreement.of(cast.couple).clauses.kept().count() == 1


def test_a_file_says_when_it_takes_a_while_and_when_it_is_there(page, home, let_in):
    story = story_to_look_at()
    let_in(page.context, client_for("A", story))
    page.goto(home + reverse("agreements:history"))
    page.evaluate(
        """(slow) => {
            const { fetch } = window;
            window.fetch = (...asked) =>
                new Promise((answer) => setTimeout(answer, slow)).then(() => fetch(...asked));
        }""",
        SLOW,
    )
    with page.expect_download() as download:
        page.locator("a[data-file]").click()
        expect(page.locator("[data-sending] p")).to_have_text("One moment.")
    assert download.value.suggested_filename == "pages.json"
    expect(page.locator("[data-sending] p")).to_be_hidden()


def test_a_file_that_asks_who_it_is_first_leads_there(page, home, let_in, cast):
    client = Client()
    client.force_login(cast.ana)
    let_in(page.context, client)
    page.goto(home + reverse("people:export"))
    page.get_by_role("button", name="Get it for machines (JSON)").click()
    page.wait_for_url(lambda url: "/account/" in url)
