"""Today: the one thing to do stays on the first screen of a phone, whatever the other said."""

from django.urls import reverse
from django.utils import timezone

from checkins.models import Appreciation, Pause
from tests.browser.pages import client_for, story_to_look_at

PHONE = {"width": 360, "height": 640}
LONG = "You listened to the whole story about my sister and gave no advice. " * 4


def test_what_the_other_said_leaves_the_next_step_in_sight(page, home, let_in):
    story, now = story_to_look_at(), timezone.now()
    ben = story.cast.ben_partner
    for words in (f"{LONG} Once.", f"{LONG} Twice."):
        Appreciation.give(ben, words, now=now)
    Pause.begin(ben, now=now)
    Pause.come_back(ben, now=now, words=f"{LONG} I would like to hear the rest.")
    let_in(page.context, client_for("A", story))
    page.set_viewport_size(PHONE)
    page.goto(home + reverse("today:today"))

    assert page.locator(".heard").count() == 2
    step = page.locator(".card--next .button--primary").bounding_box()
    assert step["y"] + step["height"] <= page.locator(".places").bounding_box()["y"]
