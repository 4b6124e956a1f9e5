"""axe finds nothing on any page, light or dark, and no page asks for anything from elsewhere."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import WHO, client_for, pages, story_to_look_at

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


@pytest.mark.parametrize("role", WHO)
def test_no_page_breaks_its_own_policy_or_asks_elsewhere(page, home, let_in, role):
    story = story_to_look_at(role)
    let_in(page.context, client_for(role, story))
    complaints, elsewhere = [], []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: sent.url.startswith(home) or elsewhere.append(sent.url))

    for each in pages(role, story):
        if each.name != "nothing-there":  # the browser itself complains of a 404
            page.goto(home + each.path)

    assert complaints == []
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
