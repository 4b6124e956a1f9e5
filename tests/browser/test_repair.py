"""A repair on two phones, from its opening to rest and to an amendment, with and without scripts."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from checkins.models import FollowUp, Repair
from tests.library import load_library

PHONE = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"}
HURT = "You told your sister before you told me."


@pytest.fixture
def phone(new_context, home, let_in):
    """`phone(person)` opens Check-ins on a phone of this person's own."""

    def take(person, **options):
        client = Client()
        client.force_login(person)
        context = new_context(**PHONE | options)
        let_in(context, client)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(home + reverse("checkins:rituals"))
        return page

    return take


def press(page, label):
    page.get_by_role("button", name=label, exact=True).click()


def follow(page, label):
    page.get_by_role("link", name=label, exact=True).click()


def is_sound(page):
    """Expect nothing that axe finds, and nothing wider than the phone."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_its_opening_to_rest_and_to_an_amendment(cast, phone, scripts):
    load_library()
    ana = phone(cast.ana, java_script_enabled=scripts)
    ana.get_by_role("link", name="When something hurt").click()
    follow(ana, "No. I was hurt")
    expect(ana.get_by_text("Ben can keep this.")).to_be_visible()
    ana.get_by_label("What was said or done, without guessing why.").fill(HURT)
    press(ana, "Send")
    ana.get_by_label("How it landed on me").fill("I felt like the last to know.")
    press(ana, "Send")
    expect(ana.get_by_role("heading", name="Nothing is asked of you now")).to_be_visible()

    ben = phone(cast.ben, java_script_enabled=scripts)
    follow(ben, "Today")
    ben.get_by_role("link", name="Go there").or_(
        ben.get_by_role("link", name="Something was written to you")
    ).first.click()
    expect(ben.get_by_role("heading", name="Was this about fear")).to_be_visible()
    expect(ben.get_by_text(HURT)).to_have_count(0)
    follow(ben, "No")
    ben.get_by_label("I see it differently").check()
    press(ben, "Send")
    ben.get_by_label("What I recognise as mine").fill("I told her first, because it was easier.")
    press(ben, "Not yet")
    expect(ben.get_by_text("Nothing was sent.")).to_be_visible()
    ben.goto(ana.url)
    expect(ben.get_by_label("What I recognise as mine")).to_have_value(
        "I told her first, because it was easier."
    )
    press(ben, "Send")
    ben.get_by_label("What I am sorry for, and what will be different").fill("I am sorry.")
    press(ben, "Send")
    ben.get_by_label("What I offer to do").fill("I tell you what is new before anybody else.")
    day = timezone.localdate() + timedelta(days=7)
    ben.get_by_label("By when", exact=True).fill(day.isoformat())
    press(ben, "Send")
    expect(ben.get_by_role("heading", name="Nothing is asked of you now")).to_be_visible()
    assert FollowUp.objects.get().owner == cast.ben_partner

    ana.reload()
    ana.get_by_label("Partly").check()
    press(ana, "Send")
    press(ana, "I am at rest with this, for now")
    expect(ana.get_by_role("heading", name="At rest")).to_be_visible()
    follow(ana, "Look at your draft")
    assert ana.url.endswith(reverse("agreements:agreement"))
    assert Repair.objects.get().status == Repair.Status.RESTS


def test_every_page_of_it_is_sound_on_a_phone_light_and_dark(cast, phone, home):
    load_library()
    now = timezone.now()
    ana, ben = phone(cast.ana), phone(cast.ben)
    pages = [reverse("checkins:repairs"), reverse("checkins:new_repair") + "?side=other"]
    for scheme in ("light", "dark"):
        ana.emulate_media(color_scheme=scheme)
        for path in pages:
            ana.goto(home + path)
            is_sound(ana)
    repair = Repair.open(cast.couple, cast.ana_partner, hurt=True, words=HURT, now=now)
    words, alone = (
        home + reverse(f"checkins:{name}", args=[repair.pk]) for name in ("repair_words", "repair")
    )
    for page, path in ((ana, words), (ben, alone), (ben, words)):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(path)
            is_sound(page)
    repair.rest(cast.ana_partner, now=now)
    ben.goto(alone)
    is_sound(ben)
