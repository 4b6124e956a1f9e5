"""
Back, after signing out and after quick exit, shows nothing: on every page that a partner can open.

The browser goes through the pages, so that its history holds them, leaves, and goes back through
all of it, step by step. A history holds fifty entries, so this is done some pages at a time.
"""

import re

import pytest

from tests.browser.pages import client_for, pages, story_to_look_at

pytestmark = pytest.mark.once

AWAY = "https://elsewhere.example/"
AT_A_TIME = 40  # pages: the browser forgets what lies further back
THEIRS = re.compile(r"\b(?:Ana|Ben|ana@example\.org)\b")


def sign_out(page, home):
    page.goto(home + "/more/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/more/" not in url)


def exit_quickly(page, home):
    page.click("[data-quick-exit] button")
    page.wait_for_url(AWAY)


@pytest.mark.parametrize("leave", [sign_out, exit_quickly], ids=lambda way: way.__name__)
def test_back_shows_nothing_on_any_page(page, home, let_in, settings, leave):
    settings.QUICK_EXIT_ADDRESS = AWAY
    page.context.route(AWAY, lambda route: route.fulfill(body="elsewhere"))
    story = story_to_look_at("A")
    paths = [one.path for one in pages("A", story)]
    anyone = client_for("An", story)
    open_to_all = {one.path: anyone.get(one.path).content.decode() for one in pages("An", story)}
    shown = []
    for first in range(0, len(paths), AT_A_TIME):
        let_in(page.context, client_for("A", story))
        page.goto("about:blank")
        visited = [path for path in paths[first : first + AT_A_TIME] if page.goto(home + path)]
        leave(page, home)
        for _ in visited:
            page.go_back(wait_until="load")
            path = page.url.removeprefix(home).partition("?")[0]
            if page.url.startswith(home) and path != "/account/login/" and path not in open_to_all:
                shown.append(path)
            names = set(THEIRS.findall(page.inner_text("body")))
            if names - set(
                THEIRS.findall(open_to_all.get(path, ""))
            ):  # the made-up ones of examples
                shown.append(f"{path}: {names}")
    assert shown == []
