"""The journal in a browser: unlocked, written in, veiled, locked by time, by leaving, by quick exit."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from checkins.models import Exercise, JournalEntry
from tests.browser.pages import client_for, story_to_look_at
from tests.cast import NOON
from tests.people.flows import GOOD_PASSWORD

JOURNAL, WRITE = "/notes/", "/notes/new/"
WORDS = "The garden was quiet today."


@pytest.fixture
def story(db):
    """The matrix's story; Ana has a password."""
    story = story_to_look_at()
    ana = story.cast.ana
    ana.set_password(GOOD_PASSWORD)
    ana.save()
    return story


@pytest.fixture
def journal(page, home, let_in, story):
    """Ana's browser at the journal, unlocked."""
    story.let_in = let_in
    return unlock(page, home, let_in, story)


def unlock(page, home, let_in, story):
    let_in(page.context, client_for("As", story))
    page.goto(home + JOURNAL)
    prove(page)
    return page


def prove(page):
    page.locator("[name=password]").fill(GOOD_PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Notes", level=1).wait_for()


def write(page, words=WORDS):
    page.get_by_role("link", name="Write", exact=True).click()
    page.get_by_label("What you write").fill(words)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("heading", name="Notes", level=1).wait_for()
    page.wait_for_load_state()


def is_veiled(page, words=WORDS):
    return page.get_by_text(words).evaluate("one => getComputedStyle(one).filter") != "none"


def asks(page):
    """Wait until the page asks who it is."""
    page.get_by_role("heading", name="Show that it is you").wait_for()
    return WORDS not in page.content()


def test_words_are_veiled_until_they_are_tapped(journal):
    write(journal)
    assert is_veiled(journal)
    journal.get_by_text(WORDS).click()
    assert not is_veiled(journal)


def test_one_button_shows_and_veils_all_words(journal):
    write(journal)
    journal.get_by_role("button", name="Show the words").press("Enter")
    assert not is_veiled(journal)
    journal.get_by_role("button", name="Veil the words").press("Enter")
    assert is_veiled(journal)


def test_back_shows_nothing_once_it_was_left(journal, home):
    write(journal)
    journal.goto(home + "/today/")
    journal.go_back()
    assert asks(journal)


def test_back_shows_nothing_after_quick_exit(journal, home, settings):
    settings.QUICK_EXIT_ADDRESS = home + "/safety/"
    write(journal)
    journal.locator(".exit button, button.exit").first.click()
    journal.wait_for_url("**/safety/")
    journal.go_back()
    journal.wait_for_load_state()
    assert WORDS not in journal.content()


def test_a_page_that_is_read_locks_when_the_time_is_over(journal, settings):
    write(journal)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 1
    journal.reload()
    assert asks(journal)


def test_what_is_being_written_waits_when_the_time_is_over(journal, story, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 12
    journal.get_by_role("link", name="Write", exact=True).click()
    journal.get_by_label("What you write").fill("Half a thought")
    journal.get_by_role("heading", name="Show that it is you").wait_for(timeout=30_000)
    assert "Half a thought" not in journal.content()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    journal.locator("[name=password]").fill(GOOD_PASSWORD)
    journal.get_by_role("button", name="Go on").click()
    expect(journal.get_by_label("What you write")).to_have_value("Half a thought")
    assert not JournalEntry.objects.filter(number=2).exists()


def test_nothing_stays_in_the_browsers_storage(journal):
    write(journal)
    kept = "JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage)])"
    assert journal.evaluate(kept) == "[[],[]]"
    assert journal.title() == "Notes"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_every_page_fits_a_narrow_window(
    journal, home, story, scheme, language
):
    story.cast.ana.language = language
    story.cast.ana.save()
    entry = JournalEntry.write(
        story.cast.ana, words=WORDS * 20, prompt="I feel safe when", now=NOON
    )
    journal.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    journal.set_viewport_size({"width": 320, "height": 640})
    names = ("entry", "words", "removal", "passage")
    found = {}
    for path in [JOURNAL, WRITE, *(reverse(f"notes:{name}", args=[entry.pk]) for name in names)]:
        if faults := _faults(journal, home + path):
            found[path] = faults
        assert journal.locator("[name=password]").count() == 0
    assert found == {}


def _faults(page, address):
    page.goto(address)
    violations = Axe().run(page).response["violations"]
    faults = [(one["id"], one["nodes"][0]["html"][:200]) for one in violations]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append("too wide")
    return faults


@pytest.fixture
def plain(browser, home, let_in, story):
    """A window without JavaScript, at the unlocked journal."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield unlock(context.new_page(), home, let_in, story)
    context.close()


def test_without_scripts_all_of_it_works_and_can_be_read(plain):
    write(plain)
    assert not is_veiled(plain)
    assert plain.get_by_role("button", name="Show the words").count() == 0
    plain.locator(".notes__day a").first.click()
    plain.get_by_role("link", name="Delete").click()
    plain.get_by_role("button", name="Delete").click()
    plain.get_by_role("heading", name="Notes", level=1).wait_for()
    assert WORDS not in plain.content()
    with plain.expect_navigation():  # Back may only follow once the lock's own page is there
        plain.get_by_role("button", name="Lock it now").click()
    plain.go_back()
    assert asks(plain)


def test_without_scripts_a_page_locks_by_itself(plain, settings):
    write(plain)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 12
    plain.goto(plain.url)
    plain.get_by_role("heading", name="Show that it is you").wait_for(timeout=30_000)
    assert WORDS not in plain.content()


# --- Exercises


def test_an_exercise_is_walked_with_its_quiet_timer(page, home, let_in, story):
    let_in(page.context, client_for("A", story))
    exercise = Exercise.named("our-loop", "en")
    page.goto(home + reverse("checkins:exercise", args=[exercise.pk]))
    page.get_by_role("link", name="Begin", exact=True).click()
    assert page.locator("[data-ring]").count() == 0
    page.get_by_role("link", name="Next step").click()
    page.get_by_text("Show the time").click()
    expect(page.locator("[data-ring-digits]")).to_contain_text("/ 5:00")
    page.get_by_role("link", name="Stop here").click()
    page.get_by_role("heading", name="Here it ends").wait_for()
    page.get_by_role("link", name="Write down one thing, for yourself").click()
    assert asks(page)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_exercises_fit_a_narrow_window_and_axe_finds_nothing(
    page, home, let_in, story, scheme, language
):
    story.cast.ana.language = language
    story.cast.ana.save()
    let_in(page.context, client_for("A", story))
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    pk = Exercise.named("touch-with-words", language).pk
    paths = [reverse(f"checkins:{name}", args=[pk]) for name in ("exercise", "exercise_end")]
    paths += [reverse("checkins:exercises"), reverse("checkins:exercise_step", args=[pk, 3])]
    found = {path: faults for path in paths if (faults := _faults(page, home + path))}
    assert found == {}
