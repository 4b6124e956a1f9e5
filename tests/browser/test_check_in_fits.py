"""The daily check-in fits one phone screen: four answers and Done above the places, nothing moves."""

from django.urls import reverse

from tests.browser.pages import client_for, story_to_look_at

PHONE = {"width": 360, "height": 740}


def test_four_answers_and_done_fit_a_phone(page, home, let_in):
    story = story_to_look_at()
    let_in(page.context, client_for("A", story))
    page.set_viewport_size(PHONE)
    page.goto(home + reverse("checkins:occurrence", args=[story.objects["occurrence_id"]]))

    questions = page.locator(".question").filter(visible=True)
    done = page.get_by_role("button", name="Done").bounding_box()
    before = _bottom(questions.last.bounding_box())
    for word in ("hopeful", "grateful"):
        page.get_by_label(word, exact=True).check()

    assert questions.count() == 4
    assert before <= done["y"]
    assert _bottom(done) <= page.locator(".places").bounding_box()["y"]
    assert _bottom(questions.last.bounding_box()) == before


def _bottom(box):
    return box["y"] + box["height"]
