"""A session on two phones: in step, with a ring that goes on, and nothing typed is lost."""

import re
import time as clock
from datetime import time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from checkins.models import CheckIn, FollowUp, Occurrence, Ritual, RitualTemplate, Session
from tests.checkins.sessions import begin, come_to, fresh, go
from tests.library import load_library

PHONE = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"}
IN_STEP = 2_000  # milliseconds: both phones show the same step within this
TALK, DEBRIEF, BUDGET = "monthly-vulnerability", "weekly-debrief", "weekly-budget-review"


def today_of(cast, slug):
    """Let the two keep a ritual that comes round today, and return its date."""
    load_library()
    now = timezone.now()
    template = RitualTemplate.published.get(slug=slug, language="en")
    ritual = Ritual.begin(cast.couple, template, now=now - timedelta(days=32))
    today = cast.couple.local(now).date()
    by_month = {"day": today.day, "nth": 0, "weekdays": ""}
    on = by_month if ritual.unit == "month" else {"weekdays": str(today.weekday())}
    ritual.reschedule(at=time(0, 5), now=now, **on)
    return Occurrence.on(Ritual.objects.with_plan().get(pk=ritual.pk), today)


@pytest.fixture
def phone(new_context, home, let_in):
    """`phone(person, date)` opens a session on a phone of this person's own."""

    def take(person, date, **options):
        client = Client()
        client.force_login(person)
        context = new_context(**PHONE | options)
        let_in(context, client)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(home + reverse("checkins:session", args=[date.pk]))
        return page

    return take


def press(page, label):
    page.get_by_role("button", name=label, exact=True).click()


def asks(page, words, timeout=IN_STEP + 1_000):
    """Expect the step that a page shows; a second is the browser's own."""
    expect(page.locator(".session__asks")).to_contain_text(words, timeout=timeout)


def test_the_vulnerability_session_on_two_phones(cast, phone):
    date = today_of(cast, TALK)
    ana, ben = phone(cast.ana, date), phone(cast.ben, date)
    by_name = {"Ana": ana, "Ben": ben}
    press(ana, "Ready")
    expect(ana.get_by_text("It stays with you until both")).to_be_visible()
    asks(ben, "how far tonight")
    press(ben, "Something lighter")
    for page in (ana, ben):
        asks(page, "small enough for tonight")
        expect(page.get_by_text("Something lighter")).to_be_visible()
    press(ben, "Go on")
    first = fresh(date).first.name
    second = "Ben" if first == "Ana" else "Ana"
    for speaker, listener in ((first, second), (second, first)):
        one, other = by_name[speaker], by_name[listener]
        for page in (one, other):
            asks(page, "I am afraid that")
        press(one, "Go on")
        asks(other, "What I heard is")
        press(other, "Go on")
        asks(one, "It makes sense to me")
        press(one, "Go on")
        asks(one, "Do I feel heard")
        asks(other, "Do I feel heard")
        if speaker == first:
            press(one, "Not yet")
            expect(other.get_by_text("One more try, or enough for now?")).to_be_visible()
            press(one, "One more try")
            for words in ("What I heard is", "It makes sense to me"):
                asks(other, words)
                press(other, "Go on")
            asks(one, "Do I feel heard")
        press(one, "Yes")
        if speaker == first:
            asks(other, "Breathe")
            press(other, "Go on")
    for asker, answerer in ((first, second), (second, first)):
        one, other = by_name[asker], by_name[answerer]
        asks(one, "One small thing that would help")
        if asker == first:
            one.get_by_label("One small thing that would help").fill("A walk on Sunday")
            press(one, "Show it to both, and go on")
            expect(other.get_by_text("A walk on Sunday")).to_be_visible()
            press(other, "Yes")
        else:
            press(one, "Go on without writing")
    asks(ana, "Tonight I need")
    press(ana, "Quiet")
    expect(ana.get_by_text("You held it, both of you.")).to_be_visible()
    expect(ben.get_by_text("One thanks each, aloud.")).to_be_visible()
    press(ben, "Company")
    expect(ben.get_by_text("Your answers, and who sees them")).to_be_visible()
    assert Session.objects.get().status == Session.Status.HELD
    assert FollowUp.objects.select_related("owner__person").get().owner.person.name == second
    assert {one.state for one in CheckIn.objects.all()} == {CheckIn.State.DONE}


def test_both_phones_show_the_same_step_within_two_seconds(cast, phone):
    date = today_of(cast, DEBRIEF)
    ana, ben = phone(cast.ana, date), phone(cast.ben, date)
    began = clock.monotonic()
    press(ana, "Begin together")
    asks(ana, "Thank you for")
    pressed = clock.monotonic()
    asks(ben, "Thank you for")
    assert clock.monotonic() - pressed < IN_STEP / 1_000, clock.monotonic() - began


def test_reload_and_back_keep_the_ring_and_the_step(cast, phone):
    date = today_of(cast, DEBRIEF)
    begin(date, cast, now=timezone.now() - timedelta(seconds=40))
    page = phone(fresh(date).speaker.person, date)
    page.get_by_text("Show the time").click()
    shown = page.locator("[data-ring-digits]")
    expect(shown).to_have_text(re.compile(r"0:4\d / 2:30"))
    page.reload()
    page.get_by_text("Show the time").click()
    expect(shown).to_have_text(re.compile(r"0:4\d / 2:30|0:5\d / 2:30"))
    press(page, "Go on without writing")
    expect(page.locator(".session__turn")).not_to_contain_text(fresh(date).first.name)
    page.get_by_role("link", name="Today").first.click()
    page.go_back()
    asks(page, "Thank you for")
    assert fresh(date).place == 1


def test_digits_of_the_time_show_only_to_who_asks(cast, phone):
    date = today_of(cast, DEBRIEF)
    begin(date, cast, now=timezone.now())
    page = phone(cast.ana, date)
    expect(page.locator(".ring--runs")).to_be_visible()
    expect(page.locator("[data-ring-digits]")).to_be_hidden()


def test_what_is_being_typed_is_not_taken_away(cast, phone):
    date = today_of(cast, DEBRIEF)
    session = begin(date, cast, now=timezone.now())
    writer = session.speaker
    page = phone(writer.person, date)
    page.get_by_label("Thank you for").press_sequentially("The tea that")
    go(date, session.partner_of(1), now=timezone.now())
    expect(page.get_by_text("The two of you have gone on.")).to_be_visible()
    expect(page.get_by_label("Thank you for")).to_have_value("The tea that")
    press(page, "Show it to both, and go on")
    expect(page.locator(".session__turn")).not_to_contain_text(writer.name)
    expect(page.locator(".said__words")).to_have_text("The tea that")


def test_half_written_words_are_there_after_a_reload(cast, phone):
    date = today_of(cast, DEBRIEF)
    session = begin(date, cast, now=timezone.now())
    page = phone(session.speaker.person, date)
    with page.expect_response(re.compile("/round/words/")):
        page.get_by_label("Thank you for").press_sequentially("The tea that")
    page.reload()
    expect(page.get_by_label("Thank you for")).to_have_value("The tea that")


def test_a_lost_network_loses_no_words(cast, phone):
    date = today_of(cast, DEBRIEF)
    session = begin(date, cast, now=timezone.now())
    page = phone(session.speaker.person, date)
    page.get_by_label("Thank you for").fill("The tea")
    page.context.set_offline(True)
    press(page, "Show it to both, and go on")
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    expect(page.get_by_label("Thank you for")).to_have_value("The tea")
    page.context.set_offline(False)
    expect(page.locator(".said__words")).to_have_text("The tea", timeout=15_000)  # sent by itself


def test_one_tap_stops_on_both_phones(cast, phone):
    date = today_of(cast, TALK)
    come_to(date, cast, "speak", now=timezone.now())
    ana, ben = phone(cast.ana, date), phone(cast.ben, date)
    press(ben, "Stop here")
    for page in (ana, ben):
        expect(page.get_by_text("We stop here. Nothing needs finishing tonight.")).to_be_visible()
    assert "Ben" not in ana.inner_text("main")


def test_a_session_without_scripts(cast, phone):
    date = today_of(cast, BUDGET)
    ana = phone(cast.ana, date, java_script_enabled=False)
    ben = phone(cast.ben, date, java_script_enabled=False)
    press(ana, "Ready")
    press(ben, "Ready")
    ana.get_by_role("link", name="Show where we are").click()
    for page in (ana, ben):
        asks(page, "The week, two minutes each")
        expect(page.get_by_text("About 4 minutes for both turns together")).to_be_visible()
    speaker = {"Ana": ana, "Ben": ben}[fresh(date).speaker.name]
    press(speaker, "As planned")
    assert fresh(date).place == 2
    press(ana, "Stop here")
    expect(ana.get_by_text("We stop here. Nothing needs deciding today.")).to_be_visible()


@pytest.mark.parametrize("slug", [TALK, BUDGET])
def test_axe_finds_nothing_on_any_step_and_each_fits_a_narrow_window(cast, phone, slug):
    date = today_of(cast, slug)
    page = phone(cast.ana, date, viewport={"width": 320, "height": 640})
    begin(date, cast, now=timezone.now())
    found, seen = {}, set()
    while not (session := fresh(date)).is_over:
        page.reload()
        step = (session.asked["slug"], session.screen.part, session.speaker == cast.ana_partner)
        if step not in seen:
            seen.add(step)
            told = Axe().run(page).response["violations"]
            wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            if told or wide:
                found[step] = [one["id"] for one in told], wide
        speaker = session.speaker or cast.ana_partner
        words = "A walk" if session.kind == "turn" and session.asked["kind"] != "choice" else ""
        choice = "Not yet" if session.kind == "heard" and not session.has_tried else ""
        again = "again" if session.kind == "again" else choice
        go(date, speaker, now=timezone.now(), words=words, choice=again)
    page.reload()
    assert found == {}
    assert {part for _step, part, _mine in seen} >= {"ask", "reply"}
    assert Axe().run(page).response["violations"] == []
