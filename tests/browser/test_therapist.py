"""A therapist in a real browser: consent with a preview by both, a look before a session, the end."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from checkins.models import FollowUp, Occurrence, Ritual, RitualTemplate
from tests.caseload.letting_in import give
from tests.caseload.letting_in import let_in as therapist_for
from tests.cast import make_cast
from tests.checkins.conftest import us
from tests.library import load_library
from tests.stories import Story

SAID = {"Ana": "You made tea without a word.", "Ben": "You called when you were late."}


@pytest.fixture
def story(home):
    """Ana and Ben answered for both two days ago; Dr Chen goes with them, and sees nothing yet."""
    load_library()
    now = timezone.now()
    before = now - timedelta(days=3)
    cast = make_cast()
    template = RitualTemplate.published.get(slug="daily-check-in", language="en")
    ritual = Ritual.begin(cast.couple, template, now=before)
    occurrence = Occurrence.on(ritual, cast.couple.local(before).date())
    for partner, level in ((cast.ana_partner, 4), (cast.ben_partner, 2)):
        said = {"trust": us(level), "noticed": us(SAID[partner.name])}
        occurrence.checkin_of(partner).keep(said, done=True, now=before)
    cast.therapy = therapist_for(cast, now=before)
    return Story(cast, {"A": cast.ana, "B": cast.ben, "Tg": cast.chen}, {}, {})


@pytest.fixture
def at_home(new_context, home, let_in, story):
    """`at_home(role, path)`: a page of that person's own browser."""

    def go(role, path, **settings):
        client = Client()
        story.sign_in(client, role)
        context = new_context(**settings)
        let_in(context, client)
        page = context.new_page()
        page.goto(home + path)
        return page

    return go


def press(page, name, role="button"):
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).first.click()


def consent(page, *scopes):
    """Read an example, tick, and open: a click for each scope and one more."""
    for scope in scopes:
        card = page.locator(".card", has=page.locator(f"input[value={scope}]"))
        card.locator("summary").click()
        card.locator("input").check()
    press(page, "Open what I ticked")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_consent_by_both_a_look_before_a_session_and_the_end(at_home, story, scripts):
    address = f"/us/people/{story.cast.therapy.pk}/"
    ana = at_home("A", address, java_script_enabled=scripts)
    notes = ana.locator(".card", has=ana.locator("input[value=notes]"))
    notes.locator("summary").click()
    assert SAID["Ana"] in notes.inner_text()
    assert SAID["Ben"] not in ana.content()
    notes.locator("summary").click()
    consent(ana, "levels", "notes", "rituals")
    consent(at_home("B", address, java_script_enabled=scripts), "rituals")

    chen = at_home("Tg", "/people/", java_script_enabled=scripts)
    with chen.expect_navigation():
        chen.get_by_role("link", name="Ana, Ben").click()
    told = chen.inner_text("main")
    assert SAID["Ana"] in told
    assert SAID["Ben"] not in told
    assert "Kept together" in told

    press(ana, "Close everything I opened")
    again = chen.reload()
    assert again.status == 404
    assert SAID["Ana"] not in chen.content()


def test_the_summary_is_one_page_of_paper(at_home, story):
    now = timezone.now()
    give(story.cast, story.cast.therapy, now=now)
    for number in range(8):
        FollowUp.note(story.cast.couple, f"We ask number {number} before we book.", now=now)
    chen = at_home("Tg", f"/people/{story.cast.therapy.pk}/card/")
    assert SAID["Ana"] in chen.inner_text("main")
    printed = chen.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
