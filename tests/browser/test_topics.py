"""A topic in a real browser: asked, answered alone, on Today, and where a session begins."""

import pytest
from django.test import Client
from django.utils import timezone

from checkins.models import Occurrence, Ritual, RitualTemplate
from tests.library import load_library

SUBJECT = "How we want to spend Easter."
READY = "You are both ready to talk about something"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_topic_comes_to_today_and_to_the_session(new_context, home, let_in, cast, scripts):
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
    ana.goto(home + "/talks/asking/")
    ana.get_by_label("What is it about?").fill(SUBJECT)
    press(ana, "Ask: “Is now good?”")

    ben.goto(home + "/today/")
    assert "Ana would like to talk about something" in ben.inner_text("body")
    ben.goto(home + "/talks/asking/")
    press(ben, "Not yet")
    ana.goto(home + "/today/")
    assert READY not in ana.inner_text("body")

    press(ben, "Ready now")
    ana.goto(home + "/today/")
    assert READY in ana.inner_text("body")

    debrief = RitualTemplate.published.get(slug="weekly-debrief", language="en")
    now = timezone.now()
    today = cast.couple.local(now).date()
    ritual = Ritual.begin(cast.couple, debrief, now=now)
    ritual.reschedule(now=now, weekdays=str(today.weekday()), started_on=today)
    ben.goto(f"{home}/talks/{Occurrence.on(ritual, today).pk}/round/")
    assert READY in ben.inner_text("body")

    ben.goto(home + "/talks/asking/")
    press(ben, "We talked about it")
    ana.goto(home + "/talks/asking/")
    assert SUBJECT not in ana.inner_text("body")
