"""Negotiating in a real browser: four clicks, small steps without a reload, keys that answer."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from agreements.models import Agreement, Clause, Comment, Proposal, Stance
from tests.agreements.drafting import agree, library, own, propose

CLAUSE = "We have dinner together on Sundays."


@pytest.fixture
def draft(cast):
    """A clause that both agree to."""
    library()
    agree(cast, own(cast, CLAUSE))
    return Agreement.of(cast.couple)


@pytest.fixture
def enter(page, home, let_in):
    """`enter(person)` signs somebody in and opens their agreement."""

    def go(person):
        client = Client()
        client.force_login(person)
        let_in(page.context, client)
        page.goto(home + reverse("agreements:agreement"))

    return go


def press(page, key):
    """Press a key once the page listens: it shows the hint then."""
    expect(page.get_by_label("The keys 1 to 4 answer")).to_be_visible()
    page.keyboard.press(key)


def test_a_wording_change_with_its_reason_takes_four_clicks(page, cast, draft, enter):
    enter(cast.ana)
    page.get_by_text("The 1 clause that you both agree to").click()  # folded away: agreed
    clicks = [
        page.get_by_role("link", name=CLAUSE),
        page.get_by_role("link", name="Propose other words"),
        page.get_by_label("Why"),
        page.get_by_role("button", name="Send"),
    ]
    for number, click in enumerate(clicks):
        if number == 2:
            expect(page.get_by_label("The new words")).to_be_focused()
            page.keyboard.press("Control+A")
            page.keyboard.type("We have dinner together on Fridays.")
        click.click()
        if number == 2:
            page.keyboard.type("The trains are better.")
    expect(page.get_by_text("You can take it back until it is answered.")).to_be_visible()
    sent = Proposal.objects.get()
    assert (sent.words, sent.reason) == (
        "We have dinner together on Fridays.",
        "The trains are better.",
    )


def test_a_comment_appears_without_a_reload_and_a_second_one_goes(page, home, cast, draft, enter):
    enter(cast.ana)
    page.goto(home + reverse("agreements:clause", args=[Clause.objects.get().pk]))
    page.evaluate("window.stays = true")
    for words in ("Could it be Fridays?", "Or Saturdays?"):
        page.get_by_label("Write something about it").fill(words)
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".thread").get_by_text(words)).to_be_visible()
    page.locator(".thread__one").first.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Could it be Fridays?")).to_have_count(0)
    say = page.get_by_role("button", name="Let us talk")
    say.click()
    expect(say).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.stays") is True
    assert [one.words for one in Comment.objects.all()] == ["Or Saturdays?"]


def test_an_empty_comment_is_explained_in_its_place(page, home, cast, draft, enter):
    enter(cast.ana)
    page.goto(home + reverse("agreements:clause", args=[Clause.objects.get().pk]))
    page.get_by_label("Write something about it").fill(" ")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").get_by_text("Write something first.")).to_be_visible()


def test_what_is_not_possible_any_more_is_said_in_the_alert_region(page, home, cast, draft, enter):
    enter(cast.ana)
    clause = Clause.objects.get()
    page.goto(home + reverse("agreements:clause", args=[clause.pk]))
    clause.take_words("Other words.")
    page.get_by_role("button", name="Let us talk").click()
    expect(page.locator("#alerts")).to_contain_text("changed after you opened it")


def test_the_other_reads_the_difference_and_agrees_in_two_clicks(page, cast, draft, enter):
    propose(Clause.objects.get(), cast.ben_partner, "We have dinner together on Fridays.")
    enter(cast.ana)
    page.get_by_role("link", name="Read them").click()
    expect(page.locator(".difference del")).to_contain_text("Sundays")
    expect(page.locator(".difference ins")).to_contain_text("Fridays")
    page.get_by_role("button", name="I agree to these words").click()
    expect(page.get_by_text("You both agree to the new words.")).to_be_visible()
    assert Clause.objects.get().text == "We have dinner together on Fridays."


def test_no_takes_two_clicks_from_the_agreement(page, cast, draft, enter):
    propose(Clause.objects.get(), cast.ben_partner)
    enter(cast.ana)
    page.get_by_role("link", name="Read them").click()
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("proposes other words")).to_have_count(0)
    assert Proposal.objects.get().status == Proposal.Status.DECLINED


def test_keys_answer_a_round_but_not_while_somebody_types(page, home, cast, draft, enter):
    first, second = own(cast, "Tea at four."), own(cast, "Cake at five.")
    enter(cast.ana)
    page.goto(home + reverse("agreements:round"))
    expect(page.get_by_text("Clause 1 of 2")).to_be_visible()
    page.get_by_text("Your private note").click()
    page.locator("#id_note").fill("At ")
    page.locator("#id_note").press("4")
    expect(page.get_by_text("Clause 1 of 2")).to_be_visible()
    page.locator("#id_note").blur()
    press(page, "4")
    expect(page.get_by_text("Clause 2 of 2")).to_be_visible()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("button", name="Not for me")).to_have_attribute("aria-pressed", "true")
    press(page, "1")
    expect(page.get_by_text("Clause 2 of 2")).to_be_visible()
    page.get_by_label("The keys 1 to 4 answer").uncheck()
    page.reload()
    press(page, "2")
    expect(page.get_by_label("The keys 1 to 4 answer")).not_to_be_checked()
    said = Stance.objects.get(clause=first, partner=cast.ana_partner)
    assert said.answer_for(first.digest) == "agree"
    assert said.note == "At 4"
    assert not Stance.objects.filter(clause=second).exists()
