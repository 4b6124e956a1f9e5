"""News that cannot wait, and dates, in a real browser: with scripts and without."""

import pytest
from django.test import Client

from checkins.models import Disclosure
from tests.library import load_library

WORDS = "I learned it this morning."


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_news_and_dates_between_two(new_context, home, let_in, cast, scripts):
    load_library()

    def at_home(person):
        client = Client()
        client.force_login(person)
        context = new_context(java_script_enabled=scripts)
        let_in(context, client)
        return context.new_page()

    def press(page, name):
        with page.expect_navigation():
            page.get_by_role("button", name=name).first.click()

    ana, ben = at_home(cast.ana), at_home(cast.ben)
    ana.goto(home + "/talks/")
    ana.get_by_role("link", name="News that cannot wait").click()
    ana.get_by_label("Your own words, if you like").fill(WORDS)
    press(ana, "Tell Ben")
    assert "Choose one of the three." in ana.inner_text("main")
    ana.get_by_label("I am, or may be, pregnant.").check()
    press(ana, "Tell Ben")
    assert "Told." in ana.inner_text("body")
    assert ana.get_by_label("Your own words, if you like").input_value() == ""

    ben.goto(home + "/today/")
    ben.get_by_role("link", name="Read it").click()
    ben.wait_for_url("**/talks/news/*/")
    assert WORDS in ben.inner_text("main")
    assert ben.title() == "Check-ins"
    press(ben, "Put it away")
    assert "Something was told to you" not in ben.inner_text("main")
    assert Disclosure.objects.get().is_put_away

    ben.goto(home + "/more/")
    ben.get_by_role("link", name="Health tests").click()
    ben.get_by_label("The day of a test").fill("2026-02-20")
    press(ben, "Keep it for me")
    press(ben, "Share with Ana")
    ana.goto(home + "/talks/dates/")
    assert "20 February 2026" in ana.inner_text("main")
    press(ben, "Take it back")
    ana.reload()
    assert "Nothing is shared here." in ana.inner_text("main")
