"""axe finds nothing on any page, light or dark, and no page asks for anything from elsewhere."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import WHO, client_for, pages, story_to_look_at
from tests.test_house import FIRST_WORDS
from tests.web.test_neutral_words import ANYWHERE

pytestmark = pytest.mark.once


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", WHO)
def test_axe_finds_nothing_on_any_page(page, home, let_in, role, scheme):
    story = story_to_look_at(role)
    let_in(page.context, client_for(role, story))
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    found = {}
    for each in pages(role, story):
        page.goto(home + each.path)
        if violations := _violations(page):
            found[each.path] = violations

    assert found == {}


SIGNED_IN = {"A", "Begun", "New"}  # a therapist's pages are their work
# All pages about what is answered and said share one title, which may mean any check-in.
OPEN_TO_SAY = "Check-ins"
TELLING = re.compile(f"{ANYWHERE.pattern}|\\b(?:Ana|Ben)\\b", re.IGNORECASE)
# All that a browser can keep beside cookies, as a list of names.
KEPT = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map((one) => one.name), ...(await caches.keys()),
]"""


@pytest.mark.parametrize("role", WHO)
def test_no_page_breaks_its_own_policy_asks_elsewhere_or_tells(page, home, let_in, role):
    """One walk over all pages: the console and the network stay quiet, titles say nothing, and the
    browser keeps nothing."""
    story = story_to_look_at(role)
    let_in(page.context, client_for(role, story))
    complaints, elsewhere = [], []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: sent.url.startswith(home) or elsewhere.append(sent.url))
    titles, kept = {}, set()

    for each in pages(role, story):
        if each.name != "nothing-there":  # the browser itself complains of a 404
            page.goto(home + each.path)
            titles[each.path] = page.title()
            kept |= set(page.evaluate(KEPT))

    assert complaints == []
    assert kept == set()
    if role in SIGNED_IN:
        own = {path: title for path, title in titles.items() if path.split("/")[1] in FIRST_WORDS}
        own = {path: title for path, title in own.items() if title != OPEN_TO_SAY}
        assert own
        assert all(own.values())
        assert {path: title for path, title in own.items() if TELLING.search(title)} == {}
    assert [url for url in elsewhere if not url.startswith("data:")] == []


@pytest.mark.parametrize("role", WHO)
def test_every_page_fits_a_narrow_window(page, home, let_in, role):
    story = story_to_look_at(role)
    let_in(page.context, client_for(role, story))
    page.set_viewport_size({"width": 320, "height": 640})

    too_wide = []
    for each in pages(role, story):
        page.goto(home + each.path)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            too_wide.append(each.path)

    assert too_wide == []


def _violations(page):
    response = Axe().run(page).response
    return [
        f"{violation['id']}: {node['html'][:200]} ({node.get('failureSummary', '')[:300]})"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]
