"""A lost network: what was typed stays on the page and leaves when it can; no page is kept for it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from agreements.models import Agreement, Comment
from tests.browser.pages import client_for, story_to_look_at

READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
WORDS = "I would like to talk about this on Sunday."
AWAY, HERE = re.compile("^There is no connection. It waits"), re.compile("^It was not sent")
KEPT = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map((one) => one.name), ...(await caches.keys()),
]"""


@pytest.fixture
def ana(page, home, let_in):
    """Ana's browser on a clause that the two talk about, with the worker that watches the network."""
    story = story_to_look_at()
    let_in(page.context, client_for("A", story))
    clause = next(one for one in Agreement.of(story.cast.couple).clauses.kept() if one.is_open)
    page.goto(home + reverse("agreements:clause", args=[clause.pk]))
    page.wait_for_function(READY)
    return page


def told(page):
    return page.locator("[data-sending] p")


def write(page):
    page.locator("#thread textarea").fill(WORDS)
    page.locator("#thread form:has(textarea) button").click()


def is_sent():
    return any(one.words == WORDS for one in Comment.objects.all())


def test_what_is_typed_waits_on_the_page_and_leaves_when_the_network_returns(ana):
    ana.context.set_offline(True)
    write(ana)
    expect(told(ana)).to_have_text(AWAY)
    expect(ana.locator("#thread textarea")).to_have_value(WORDS)
    assert not is_sent()
    assert ana.evaluate(KEPT) == []

    ana.context.set_offline(False)
    expect(ana.locator(".thread__one").last).to_contain_text(WORDS)
    assert is_sent()
    expect(told(ana)).to_be_hidden()


def test_what_waits_can_be_kept_from_being_sent(ana):
    ana.context.set_offline(True)
    write(ana)
    ana.get_by_role("button", name="Do not send it").click()
    expect(told(ana)).to_have_text(HERE)

    ana.context.set_offline(False)
    ana.wait_for_timeout(500)
    assert not is_sent()
    expect(ana.locator("#thread textarea")).to_have_value(WORDS)


def test_a_form_that_replaces_the_page_waits_where_only_its_request_fails(ana, home):
    """A network that the browser believes in: the worker keeps the page."""
    ana.goto(home + reverse("agreements:own_clause"))
    ana.get_by_label("Your words").fill(WORDS)
    ana.get_by_label("Or under a heading of your own").fill("Home")
    ana.context.route("**/*", lambda route: route.abort())
    ana.locator("main form button").last.click()
    expect(told(ana)).to_have_text(AWAY)
    expect(ana.locator("main textarea").first).to_have_value(WORDS)

    ana.context.unroute("**/*")
    expect(ana.get_by_role("link", name=WORDS)).to_be_visible()


def test_where_there_is_no_network_one_sentence_says_so(ana, home):
    ana.context.set_offline(True)
    ana.goto(home + reverse("today:today"))
    assert ana.title() == "Today"
    assert ana.locator("main").inner_text().splitlines()[0] == "No connection"
    assert ana.evaluate(KEPT) == []

    ana.context.set_offline(False)
    ana.get_by_text("Try again").click()
    expect(ana.get_by_role("heading", name="Today")).to_be_visible()
