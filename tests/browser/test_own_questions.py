"""The order of own questions: dragged, by the keyboard, by plain buttons, and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.pages import client_for, story_to_look_at

NEW = "checkins:new_own"


@pytest.fixture
def written(page, home, let_in):
    """Ana's page with three questions, not begun."""
    let_in(page.context, client_for("A", story_to_look_at()))
    page.goto(home + reverse(NEW))
    write_three(page)
    return page


def write_three(page):
    page.get_by_label("Name", exact=True).fill("Tea at six")
    texts = page.get_by_label("Question", exact=True)
    texts.nth(0).fill("First?")
    for place, text in ((1, "Second?"), (2, "Third?")):
        page.get_by_role("group", name="Add a question").get_by_role(
            "button", name="Own words"
        ).click()
        texts.nth(place).wait_for()
        texts.nth(place).fill(text)


def order(page):
    texts = page.get_by_label("Question", exact=True)
    return [texts.nth(place).input_value() for place in range(texts.count())]


def handle(page, place):
    return page.locator("[data-reorder-handle]").nth(place)


def test_adding_questions_keeps_what_was_typed(written):
    assert order(written) == ["First?", "Second?", "Third?"]
    assert written.get_by_label("Name", exact=True).input_value() == "Tea at six"


def test_a_question_is_dragged_to_another_place_and_kept_there(written):
    written.set_viewport_size({"width": 800, "height": 2400})
    start, end = handle(written, 2).bounding_box(), handle(written, 0).bounding_box()
    written.mouse.move(start["x"] + 20, start["y"] + 20)
    written.mouse.down()
    written.mouse.move(start["x"] + 20, start["y"] - 40, steps=5)
    written.mouse.move(end["x"] + 20, end["y"] - 10, steps=10)
    written.mouse.up()
    assert order(written) == ["Third?", "First?", "Second?"]
    written.get_by_role("button", name="Begin, for both of us").click()
    written.get_by_role("heading", name="Tea at six", level=1).wait_for()
    assert written.locator("ol.asked li").all_inner_texts() == ["Third?", "First?", "Second?"]


def test_arrow_keys_move_a_question_and_say_where_it_went(written):
    handle(written, 0).focus()
    written.keyboard.press("ArrowDown")
    written.keyboard.press("ArrowDown")
    assert order(written) == ["Second?", "Third?", "First?"]
    assert written.locator("[data-reorder-says]").inner_text() == "Moved to place 3"
    written.keyboard.press("ArrowUp")
    assert order(written) == ["Second?", "First?", "Third?"]


def test_plain_buttons_move_a_question_with_no_full_reload(written):
    written.evaluate("window.stayed = true")
    written.get_by_role("button", name="Up", exact=True).first.click()
    expect(written.get_by_label("Question", exact=True).first).to_have_value("Second?")
    assert order(written) == ["Second?", "First?", "Third?"]
    assert written.evaluate("window.stayed")


def test_next_dates_follow_what_is_chosen(written):
    written.get_by_role("radio", name="Every 2 days").check()
    written.locator("#ahead", has_text="Every 2 days").wait_for()
    assert order(written) == ["First?", "Second?", "Third?"]


def test_all_of_it_without_scripts(browser, home, let_in):
    context = browser.new_context(java_script_enabled=False)
    let_in(context, client_for("A", story_to_look_at()))
    page = context.new_page()
    page.goto(home + reverse(NEW))
    write_three(page)
    assert not handle(page, 0).is_visible()
    page.locator("#up-2").click()
    assert order(page) == ["First?", "Third?", "Second?"]
    page.get_by_role("radio", name="Every day").check()
    page.get_by_role("button", name="Begin, for both of us").click()
    assert page.locator("ol.asked li").all_inner_texts() == ["First?", "Third?", "Second?"]
    context.close()
