"""
People in a browser while it storms: some answer a check-in again and again, others stop reminders.

Two web processes answer them. Where one does not answer, or says that something went wrong, people
read the page anew and press again, perhaps at the other. What a page said was kept must be there in
the end, once.
"""

import http.client
import random
import re
import threading
import time
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.test import Client

from checkins.models import Occurrence, Ritual, RitualTemplate
from tests.cast import make_couple, make_person
from tests.library import CLAUSES, RITUALS, load_library

COUPLES = 4
PAUSE = 0.6, 2.5  # seconds from one answer to the next
AN_ANSWER, PATIENCE = 10, 120  # seconds until one presses again; until one gives up
SEEN = re.compile(r'name="seen" value="([^"]+)"')
FORM = "a" * 32  # the token of forms: any that stands in the cookie too
QUESTION = "trust"


class Browser:
    """One person's, signed in; `webs` are the processes that run at this moment."""

    def __init__(self, person, webs, story):
        signed_in = Client()
        signed_in.force_login(person)
        self.cookies = f"session={signed_in.session.session_key}; form={FORM}"
        self.webs, self.story, self.presses = webs, story, 0

    def press(self, path, **given):
        """Press the button of a form until it is done; a refusal is something for the oracle."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            page = self._ask("GET", path)
            if page is not None:
                seen = {"seen": SEEN.findall(page)}
                where = given.get("to", path)
                fields = {name: value for name, value in given.items() if name != "to"}
                if self._ask("POST", where, urlencode(fields | seen, doseq=True)) is not None:
                    return
            time.sleep(0.2)
        self.story.refused.append(f"{path} took nothing for {PATIENCE} s")

    def _ask(self, method, path, body=None):
        """Return a page, or None where something went wrong."""
        self.presses += 1
        web = self.webs[self.presses % len(self.webs)]
        line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=AN_ANSWER)
        headers = {"Host": "localhost", "Cookie": self.cookies, "X-CSRFToken": FORM}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            page, to = answer.read().decode(), answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()
        if answer.status >= 500:
            return None
        if answer.status >= 400 or "account" in to:
            self.story.refused.append(f"{method} {path}: {answer.status} {to}")
        return page


def sign_in(people, webs, story):
    """Return a browser for each of these people, by address."""
    return {person.email: Browser(person, webs, story) for person in people}


def stop(browser):
    """Switch every reminder off, on the page that is there for it."""
    every_day = {"weekdays": list("0123456"), "lead": "now", "often": "each"}
    browser.press("/talks/reminders/", **every_day)


class Couples:
    """Some couples who keep the daily check-in; all of them answer today's until it is enough."""

    def __init__(self, webs, story, seed):
        now = datetime.now(UTC)
        load_library(CLAUSES, RITUALS, now=now)
        template = RitualTemplate.published.get(slug="daily-check-in", language="en")
        self.story, self.enough = story, threading.Event()
        self.threads = []
        for number in range(COUPLES):
            first, second = (make_person(f"{name} {number}") for name in ("Early", "Late"))
            couple = make_couple(first, second, now=now)
            ritual = Ritual.begin(couple, template, now=now)
            today = Occurrence.on(ritual, couple.local(now).date())
            for partner in couple.partners_now().select_related("person"):
                chance = random.Random(f"{seed} {partner.person.email}")
                browser = Browser(partner.person, webs, story)
                act = threading.Thread(target=self._answer, args=(partner, browser, today, chance))
                self.threads.append(act)

    def begin(self):
        """Let them come."""
        for thread in self.threads:
            thread.start()

    def end(self):
        """Let each be done, and wait until they are."""
        self.enough.set()
        for thread in self.threads:
            thread.join()

    def _answer(self, partner, browser, today, chance):
        form = f"/talks/{today.pk}/"
        while not self.enough.wait(chance.uniform(*PAUSE)):
            self._keep(partner, browser, form, f"{form}answers/", chance)
        self._keep(partner, browser, form, f"{form}done/", chance)

    def _keep(self, partner, browser, form, to, chance):
        value = chance.randint(1, 5)
        browser.press(form, to=to, **{QUESTION: value, f"{QUESTION}-for": "us"})
        self.story.kept[partner.pk] = value
        self.story.answers += 1
