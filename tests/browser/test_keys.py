"""Single keys: what they lead to, when they stay silent, and what undoes."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

EXIT_IS_ON_TOP = """() => {
    const button = document.querySelector("[data-quick-exit] button");
    const { left, top } = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint(left + 5, top + 5));
}"""


@pytest.fixture
def ana(page, home, let_in, cast):
    """Ana's browser, on a computer, at Today."""
    client = Client()
    client.force_login(cast.ana)
    let_in(page.context, client)
    page.goto(home + reverse("today:today"))
    return page


def test_single_keys_lead_to_places_and_show_their_list(ana, home):
    ana.keyboard.press("g")
    ana.keyboard.press("2")
    ana.wait_for_url(home + reverse("agreements:agreement"))
    ana.keyboard.press("t")
    ana.wait_for_url(home + reverse("checkins:thanks"))

    ana.keyboard.press("?")
    sheet = ana.get_by_role("dialog", name="What single keys do")
    expect(sheet).to_be_visible()
    ana.keyboard.press("t")  # nothing beside an open sheet
    assert ana.evaluate(EXIT_IS_ON_TOP)
    ana.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_single_keys_are_silent_while_somebody_types_or_turned_them_off(ana, home):
    ana.goto(home + reverse("agreements:own_clause"))
    field = ana.locator("main textarea").first
    field.press_sequentially("g2 t?")
    expect(field).to_have_value("g2 t?")
    assert ana.locator("dialog").count() == 0
    ana.keyboard.press("Control+g")

    ana.goto(home + reverse("people:keys"))
    ana.get_by_role("button", name="Turn single keys off").click()
    expect(ana.get_by_text("They are off, on every device.")).to_be_visible()
    for key in ("g", "1", "?"):
        ana.keyboard.press(key)
    ana.wait_for_timeout(300)
    assert ana.url == home + reverse("people:keys")
    assert ana.locator("dialog").count() == 0


def test_a_clause_taken_out_comes_back_by_undo(ana, home):
    ana.goto(home + reverse("agreements:own_clause"))
    ana.get_by_label("Your words").fill("We cook together on Sundays.")
    ana.get_by_label("Or under a heading of your own").fill("Home")
    ana.locator("main form button").last.click()
    ana.get_by_role("link", name="We cook together on Sundays.").click()
    ana.get_by_role("button", name="Take it out").click()
    expect(ana.get_by_role("button", name="Undo")).to_be_visible()

    ana.wait_for_load_state()
    with ana.expect_navigation():
        ana.keyboard.press("u")
    ana.goto(home + reverse("agreements:agreement"))
    expect(ana.get_by_role("link", name="We cook together on Sundays.")).to_be_visible()
