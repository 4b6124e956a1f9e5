"""Setting reminders as a person does: by keyboard and thumb, without scripts, and asking for push."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.pages import client_for, story_to_look_at
from trustpact.notices.models import PushSubscription, Reminders

pytestmark = pytest.mark.browser
PUSHED = "https://fcm.googleapis.com/fcm/send/of-a-test"
# The part of a browser that asks its maker's push service for an address: none is asked here.
NO_SERVICE = f"""
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async (options) => {{
    window.asked = {{ visible: options.userVisibleOnly, key: options.applicationServerKey.length }};
    return {{ endpoint: {json.dumps(PUSHED)}, unsubscribe: async () => true }};
  }};
"""


@pytest.fixture
def story(page, home, let_in):
    story = story_to_look_at()
    PushSubscription.objects.all().delete()
    let_in(page.context, client_for("A", story))
    return story


def test_push_is_asked_for_by_its_button_and_by_nothing_else(page, home, story):
    page.context.grant_permissions(["notifications"], origin=home)
    page.add_init_script(NO_SERVICE)
    page.goto(home + reverse("checkins:reminders"))
    assert page.evaluate("window.asked") is None

    page.get_by_role("button", name="Tell me in this browser").click()

    expect(page.get_by_text("this one")).to_be_visible()
    assert PushSubscription.objects.get().endpoint == PUSHED
    worker = "navigator.serviceWorker.ready.then((one) => one.active.scriptURL)"
    assert page.evaluate(worker) == f"{home}/worker.js?language=en"
    expect(page.get_by_role("button", name="Tell me in this browser")).to_be_hidden()


def test_push_speaks_the_language_that_its_person_chooses_later(page, home, story):
    page.goto(home + reverse("today:today"))
    page.evaluate("navigator.serviceWorker.register('/worker.js?language=de')")
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.scriptURL)")

    page.reload()

    page.wait_for_function(
        "navigator.serviceWorker.getRegistration()"
        ".then((one) => one.active?.scriptURL.endsWith('language=en'))"
    )


def test_worker_of_a_page_asks_for_nothing_and_signing_out_takes_it_away(page, home, story):
    page.add_init_script("Notification.requestPermission = () => { window.asked = true; }")
    page.goto(home + reverse("today:today"))
    page.evaluate("navigator.serviceWorker.ready")
    assert page.evaluate("window.asked") is None

    page.goto(home + reverse("people:more"))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/more/" not in url)
    all_of_them = "navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)"
    page.wait_for_function(all_of_them)


def test_browser_that_was_told_not_to_is_told_the_other_way(page, home, story):
    page.add_init_script(
        "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"
    )
    page.goto(home + reverse("checkins:reminders"))
    expect(page.get_by_text("was told not to show messages")).to_be_visible()
    expect(page.get_by_role("button", name="Tell me in this browser")).to_be_hidden()


def test_worker_shows_its_one_sentence_in_the_persons_language(page, home, story):
    page.context.grant_permissions(["notifications"], origin=home)
    page.goto(home + reverse("checkins:reminders"))
    shown = page.evaluate(
        """async () => {
          const one = await navigator.serviceWorker.register("/worker.js?language=de");
          await navigator.serviceWorker.ready;
          return one.active ? (await (await fetch("/worker.js?language=de")).text()) : "";
        }"""
    )
    assert "Something is waiting for you" in shown


def test_reminders_are_set_without_scripts(browser, home, let_in):
    story = story_to_look_at()
    context = browser.new_context(java_script_enabled=False)
    let_in(context, client_for("A", story))
    page = context.new_page()
    page.goto(home + reverse("checkins:reminders"))
    expect(page.get_by_text("Push needs JavaScript")).to_be_visible()

    page.get_by_label("An hour before").check()
    page.get_by_text("Days, quiet hours, less often").click()
    page.get_by_label("Saturday").uncheck()
    page.get_by_label("Sunday").uncheck()
    page.get_by_role("button", name="Keep this").click()

    expect(
        page.get_by_text("A mail an hour before something comes round, on weekdays.")
    ).to_be_visible()
    assert Reminders.objects.get(person=story.cast.ana, subject=None).weekdays == "01234"
    context.close()
