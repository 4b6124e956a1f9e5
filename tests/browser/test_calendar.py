"""Making an address for one's calendar, and taking it along."""

import pytest
from django.urls import reverse

from tests.browser.pages import client_for, story_to_look_at

pytestmark = pytest.mark.browser


def test_an_address_is_copied_by_a_button_and_not_shown_again(page, home, let_in):
    let_in(page.context, client_for("A", story_to_look_at()))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(home + reverse("notices:calendar"))
    page.get_by_role("button", name="Make a new address").click()
    page.get_by_role("button", name="Copy it").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.request.get(copied).headers["content-type"].startswith("text/calendar")
    page.get_by_role("link", name="Go on").click()
    assert copied not in page.content()
