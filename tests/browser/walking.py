"""Walking a journey: what it may take, who walks, and how the effort is written down."""

import time
from contextlib import contextmanager

from tests.browser.pace import Effort, Journey, Target
from tests.browser.visitor import Visitor

ASKED = 14  # clauses of the seventeen-clause pack; its other three always hold
REAUTHENTICATION = 1  # click, beside those of signing
TARGETS = {
    "pair: inviting": Target(clicks=2),
    "pair: joining": Target(clicks=3, screens=2, seconds=90),
    "build: 10 clauses, one by one": Target(clicks=12, seconds=180),
    "blind round: 14 of the 17 are asked": Target(clicks=ASKED, seconds=240),
    "negotiate: other words with a reason": Target(clicks=4),
    "sign, and prove it by a mail code": Target(clicks=3 + REAUTHENTICATION, seconds=25),
    "keep the PDF, once both have signed": Target(clicks=1, seconds=5),
    "not yet, and negotiation goes on": Target(clicks=2),
    "pause, from any page": Target(clicks=1),
    "pause: another time to come back": Target(clicks=1),
    "come back from a pause": Target(clicks=1),
    "daily check-in, from the mail’s link": Target(clicks=5, seconds=25),
    "weekly budget review: 6 steps, on two phones": Target(clicks=15),
    "weekly budget review: 6 steps, on one phone": Target(clicks=15),
    "repair: opened": Target(clicks=3),
    "consent to a therapist, with a preview": Target(clicks=3),
    "since last session, from where a therapist starts": Target(clicks=2),
    "since last session, shown by a press in the list": Target(clicks=1, seconds=5),
    "consent: all of it closed": Target(clicks=1),
    "curate: edit, preview, difference, publish": Target(clicks=4),
    "curate: roll back": Target(clicks=2),
    "curate: take in a file": Target(clicks=5),
}


class Walker(Visitor):
    """A visitor whose effort is counted: presses, screens, typed signs, looks into the mailbox."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.signs = self.mails_read = self.words = 0

    def open(self, address):
        """Follow a link of a mail. Screens are those that a press leads to."""
        super().open(address)
        self.screens -= 1

    def fill(self, label, words):
        """Type into a field."""
        self.signs += len(words)
        super().fill(label, words)

    def type(self, words):
        """Type at the end of the field that has the focus."""
        self.signs += len(words)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def tick(self, label):
        """Tick a box."""
        self.tap(self.page.get_by_label(label))

    def code(self):
        """Look the last code up in the mailbox."""
        self.mails_read += 1
        return super().code()

    def read(self, place):
        """Read the words of a place on the page."""
        self.words += len(self.page.locator(place).inner_text().split())

    @property
    def effort(self):
        """What they did so far."""
        counted = (self.presses, self.screens, self.signs, self.mails_read, self.words)
        return Effort(*counted, machine=time.perf_counter())


class Diary:
    """Writes down the journeys that are walked."""

    def __init__(self):
        self.journeys = []

    @contextmanager
    def walk(self, name, *walkers):
        """Count what the walkers do meanwhile, together, as the journey of this name."""
        before = [walker.effort for walker in walkers]
        yield
        efforts = [walker.effort - one for walker, one in zip(walkers, before, strict=True)]
        self.journeys.append(Journey(name, sum(efforts[1:], efforts[0]), TARGETS[name]))
