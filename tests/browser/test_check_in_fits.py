"""The daily check-in fits one phone screen: four answers and Done above the places, nothing moves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from checkins.models import CheckIn, Occurrence
from checkins.models.questions import questions_for
from tests.browser.pages import client_for, story_to_look_at

PHONE = {"width": 360, "height": 640}


@pytest.mark.parametrize(
    ("language", "words", "label"),
    [("en", ("hopeful", "grateful"), "Done"), ("de", ("froh", "dankbar"), "Fertig")],
)
def test_four_answers_and_done_fit_a_phone(page, home, let_in, language, words, label):
    story = story_to_look_at()
    _speak(story.cast, language)
    let_in(page.context, client_for("A", story))
    page.set_viewport_size(PHONE)
    today = story.cast.ana.local(timezone.now()).date()
    ritual = story.cast.couple.rituals.get(slug="daily-check-in")
    asked = set()
    for every in range(1, 40):  # the fourth question takes turns: every one of the three
        ritual.started_on, ritual.every = today, every
        fourth = questions_for(ritual, today)[3]["slug"]
        if fourth not in asked:
            ritual.save(update_fields=["started_on", "every"])
            page.goto(home + reverse("checkins:occurrence", args=[Occurrence.on(ritual, today).pk]))
            _fits(page, words, label)
            page.goto("about:blank")  # sends what waits
            CheckIn.objects.all().delete()
        asked.add(fourth)
    assert asked == {"connection", "energy", "desire"}


def _fits(page, words, label):
    questions = page.locator(".question").filter(visible=True)
    done = page.get_by_role("button", name=label).bounding_box()
    before = _bottom(questions.last.bounding_box())
    for word in words:
        page.get_by_label(word, exact=True).check()

    page.locator("[data-told]:not(:empty)").wait_for()
    assert questions.count() == 4
    assert before <= done["y"]
    assert _bottom(done) <= page.locator(".places").bounding_box()["y"]
    assert _bottom(questions.last.bounding_box()) == before


def _speak(cast, language):
    """Have both read and write in a language."""
    for partner in cast.couple.partners_now().select_related("person", "couple"):
        partner.person.language = language
        partner.person.save(update_fields=["language"])
        partner.couple.write_in(language, asked_by=partner, now=timezone.now())


def _bottom(box):
    return box["y"] + box["height"]
