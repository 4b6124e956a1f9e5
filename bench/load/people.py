"""
What people do in a load run: a file for locust, which says how often; every outcome is written down.

They share what LOAD_STORY names: who they are, and which webs are up (`upstreams`, a file that the
run keeps, as a proxy knows it). Of what they write they keep whether it was said to be kept, so that
in the end each of it can be looked for.
"""

import json
import os
import random
import re
import secrets
import string
import time
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from locust import FastHttpUser, constant_throughput, events, task

STORY = json.loads(Path(os.environ["LOAD_STORY"]).read_text())
UPSTREAMS = Path(os.environ["LOAD_UPSTREAMS"])
SEEN = re.compile(r'name="seen" value="([^"]+)"')
FORM = "".join(secrets.choice(string.ascii_letters + string.digits) for _place in range(32))
OUTCOMES = Path(os.environ["LOAD_OUTCOMES"]).open("a", buffering=1)  # noqa: SIM115 (as long as it runs)
PEOPLE, SIGNERS = iter(STORY["people"]), iter(STORY["signers"])
A_SECOND = float(os.environ["LOAD_EACH"])  # acts a second, each
WHICH = count()


@events.init.add_listener
def _be_reproducible(**_more):
    random.seed(os.environ.get("LOAD_SEED", "1"))


class Partner(FastHttpUser):
    """Reads and writes as people do in the evening: mostly Today and the check-in."""

    wait_time = constant_throughput(A_SECOND)
    network_timeout = connection_timeout = 15.0

    def on_start(self):
        self.who = next(PEOPLE)
        self.address = f"/talks/{self.who['occurrence']}/"

    @task(40)
    def today(self):
        self.ask("today", "/today/")

    @task(12)
    def form(self):
        self.ask("check-in form", self.address)

    @task(18)
    def save(self):
        """Open the form, tap a level, and keep in mind what was said to be kept."""
        page = self.ask("check-in form", self.address)
        if page:
            level = random.randint(1, 5)
            given = {"comfort": level, "seen": SEEN.findall(page)}
            self.ask("save", f"{self.address}answers/", given, value=level, as_script=True)

    @task(8)
    def progress(self):
        self.ask("progress", "/talks/weeks/")

    @task(10)
    def agreement(self):
        self.ask("agreement", "/pages/")

    @task(4)
    def past(self):
        self.ask("past", "/talks/past/")

    @task(1)
    def thank(self):
        """Send a line that nobody else ever sends: it must be there once."""
        words = f"Line {next(WHICH)} of {os.getpid()}"
        self.ask("thanks", "/talks/thanks/", {"words": words}, value=words)

    @task(7)
    def sign(self):
        """Somebody whose version waits reads it and signs; as long as there is somebody."""
        signer = next(SIGNERS, None)
        if signer is None:
            return self.today()
        at = f"/pages/versions/{signer['version']}/"
        page = self.ask("version", at, who=signer)
        if page:
            given = {"seen": SEEN.findall(page)}
            self.ask("sign", f"{at}signature/", given, value=signer["version"], who=signer)
        return None

    def ask(self, name, path, given=None, *, value=None, who=None, as_script=False):
        """Make one request of a web that is up; return the page, "" where there is none."""
        who = who or self.who
        web = random.choice(UPSTREAMS.read_text().split())
        headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "127.0.0.1",
            "Origin": "https://localhost",
            "X-CSRFToken": FORM,
            "Cookie": f"__Host-session={who['key']}; __Host-form={FORM}",
        } | ({"Accept": "application/json"} if as_script else {})
        if given is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.time()
        method = "GET" if given is None else "POST"
        with self.client.request(
            method, web + path, data=given and urlencode(given, doseq=True), headers=headers,
            name=name, allow_redirects=False, catch_response=True,
        ) as answer:  # fmt: skip
            to = answer.headers.get("Location", "") if answer.headers else ""
            ok = answer.status_code == 200 or (answer.status_code == 302 and "account" not in to)
            answer.success() if ok else answer.failure(f"{answer.status_code} {to}")
            line = {"at": began, "took": time.time() - began, "name": name, "web": web}
            line |= {"status": answer.status_code, "ok": ok, "writes": given is not None}
            line |= {"partner": who["partner"], "value": value}
            OUTCOMES.write(json.dumps(line) + "\n")
            return answer.text if ok else ""
