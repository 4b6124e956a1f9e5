"""The check-in in a real browser: kept as it goes, reloaded, offline, Back, two tabs, no script."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from checkins.models import CheckIn, Occurrence
from tests.browser.pages import client_for, story_to_look_at

PHONE = {"width": 360, "height": 640}
KEPT, AWAY = re.compile("^Kept"), re.compile("^No connection")


@pytest.fixture
def story(db):
    return story_to_look_at()


@pytest.fixture
def address(story, home):
    """Where today's check-in is."""
    ritual = story.cast.couple.rituals.get(slug="daily-check-in")
    today = story.cast.ana.local(timezone.now()).date()
    return home + reverse("checkins:occurrence", args=[Occurrence.on(ritual, today).pk])


@pytest.fixture
def ana(page, story, address, let_in):
    """Ana's phone, with today's check-in open."""
    let_in(page.context, client_for("A", story))
    page.set_viewport_size(PHONE)
    page.goto(address)
    return page


def tap(page, question, words):
    """Tap a word of a question."""
    place = page.locator(f'[data-question="{question}"]')
    place.get_by_label(words, exact=True).check(force=True)


def told(page):
    return page.locator("[data-told]")


def kept():
    return {slug: answer["value"] for slug, answer in CheckIn.objects.get().answers.items()}


def test_a_tap_is_kept_at_once_and_survives_a_reload(ana):
    tap(ana, "trust", "Steady")
    expect(told(ana)).to_have_text(KEPT)
    assert kept() == {"trust": 4}
    assert CheckIn.objects.get().state == CheckIn.State.OPEN

    ana.reload()
    expect(ana.locator("#answer_trust_3")).to_be_checked()


def test_words_are_kept_when_typing_pauses(ana):
    ana.get_by_text("Say more").click()
    ana.get_by_label("Something I need", exact=True).fill("Some rest")
    expect(told(ana)).to_have_text(KEPT)
    assert kept() == {"need": "Some rest"}


def test_without_a_network_nothing_is_lost_and_it_is_sent_when_it_returns(ana):
    ana.context.set_offline(True)
    tap(ana, "trust", "Steady")
    expect(told(ana)).to_have_text(AWAY)
    tap(ana, "comfort", "Partly")
    expect(ana.locator("#answer_trust_3")).to_be_checked()
    assert not CheckIn.objects.exists()
    assert ana.evaluate("localStorage.length + sessionStorage.length") == 0

    ana.context.set_offline(False)
    expect(told(ana)).to_have_text(KEPT)
    assert kept() == {"trust": 4, "comfort": 3}


def test_done_without_a_network_is_done_when_it_returns(ana):
    tap(ana, "trust", "Steady")
    expect(told(ana)).to_have_text(KEPT)
    ana.context.set_offline(True)
    tap(ana, "comfort", "Partly")
    ana.get_by_role("button", name="Done").click()
    expect(told(ana)).to_have_text(re.compile("Leave this page open"))

    ana.context.set_offline(False)
    expect(ana.get_by_text("You are done.")).to_be_visible()
    assert kept() == {"trust": 4, "comfort": 3}
    assert CheckIn.objects.get().state == CheckIn.State.DONE


def test_a_second_tab_undoes_nothing(ana, address):
    other = ana.context.new_page()
    other.goto(address)
    tap(ana, "trust", "Steady")
    expect(told(ana)).to_have_text(KEPT)
    tap(other, "comfort", "Partly")
    other.get_by_role("button", name="Done").click()
    expect(other.get_by_text("You are done.")).to_be_visible()
    assert kept() == {"trust": 4, "comfort": 3}


def test_a_second_tab_with_another_answer_is_told_so(ana, address):
    other = ana.context.new_page()
    other.goto(address)
    tap(ana, "trust", "Steady")
    expect(told(ana)).to_have_text(KEPT)
    tap(other, "trust", "Mixed")
    expect(other.get_by_text("In another window you answered: “Steady”.")).to_be_visible()
    assert kept() == {"trust": 4}
    tap(other, "trust", "Unsure")  # said anew, knowing of the other: that counts
    expect(told(other)).to_have_text(KEPT)
    assert kept() == {"trust": 2}


def test_done_twice_and_back_after_it_show_what_is_done(ana, home):
    here = ana.url
    ana.goto(home + reverse("today:today"))
    ana.goto(here)
    tap(ana, "trust", "Steady")
    ana.get_by_role("button", name="Done").dblclick()
    expect(ana.get_by_text("You are done.")).to_be_visible()
    ana.go_back()
    ana.go_forward()
    expect(ana.get_by_text("You are done.")).to_be_visible()
    assert CheckIn.objects.count() == 1
    assert kept() == {"trust": 4}


def test_what_is_too_long_is_said_beside_it_and_the_rest_is_kept(ana):
    ana.get_by_text("Say more").click()
    ana.get_by_label("Something I need", exact=True).fill("x" * 2001)
    expect(ana.get_by_text("1 character too long")).to_be_visible()
    tap(ana, "trust", "Steady")
    expect(told(ana)).to_have_text(KEPT)
    assert kept() == {"trust": 4}
    ana.get_by_role("button", name="Done").click()
    expect(ana.get_by_text("1 character too long")).to_be_visible()
    assert CheckIn.objects.get().state == CheckIn.State.OPEN


def test_signed_out_meanwhile_is_said_and_nothing_vanishes(ana):
    ana.context.clear_cookies()
    tap(ana, "trust", "Steady")
    expect(told(ana)).to_have_text(re.compile("^This could not be kept"))
    expect(ana.locator("#answer_trust_3")).to_be_checked()


def test_without_a_script_it_is_kept_for_later_and_done(browser, story, address, let_in):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    let_in(context, client_for("A", story))
    page = context.new_page()
    page.goto(address)
    tap(page, "trust", "Steady")
    page.get_by_role("button", name="Keep for later").click()
    assert page.locator("#answer_trust_3").is_checked()
    tap(page, "comfort", "Partly")
    page.get_by_role("button", name="Done").click()
    assert page.get_by_text("You are done.").is_visible()
    assert kept() == {"trust": 4, "comfort": 3}
    context.close()


def test_by_keyboard_alone(ana):
    ana.locator("#answer_trust_0").focus()
    ana.keyboard.press("ArrowRight")
    expect(told(ana)).to_have_text(KEPT)
    assert kept() == {"trust": 2}
    ana.get_by_role("button", name="Done").focus()
    ana.keyboard.press("Enter")
    expect(ana.get_by_text("You are done.")).to_be_visible()
