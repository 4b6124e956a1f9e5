"""Somebody at a browser of their own: they press what is written on buttons, and read their mail."""

import re

from tests.faults.workers import wait_until

WAIT = 60_000  # milliseconds; a real worker shares the processor with the browser
WHAT_CAN_BE_PRESSED = "button, a, summary"
CODE = re.compile(r"\d{4}-\d{4}")
LINK = re.compile(r"https?://\S+")


class Visitor:
    """
    One person, one browser. `presses` and `screens` count what the person did and saw; `troubles`
    lists what went wrong unseen: refused pages, errors of scripts, requests to another host.
    """

    def __init__(self, context, *, home, sink, name, mailbox, zone):
        self.name, self.mailbox, self.zone = name, mailbox, zone
        self.home, self.sink = home, sink
        self.presses = self.screens = 0
        self.troubles = []
        context.set_default_timeout(WAIT)
        self.page = context.new_page()
        self.page.on("framenavigated", self._count)
        self.page.on("response", self._note_refusal)
        self.page.on("request", self._note_stranger)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._note_complaint)

    def open(self, address):
        """Type an address, or follow a link of a mail."""
        self.page.goto(address if "://" in address else self.home + address)

    def press(self, label, *, within="body", exact=True):
        """Press a button or a link, and wait for the page that comes."""
        with self.page.expect_navigation():
            self._pressed(label, within, exact)

    def unfold(self, label):
        """Press something that only unfolds on the page."""
        self._pressed(label, "body", exact=True)

    def tap(self, locator):
        """Tap a choice that stays on the page."""
        self.presses += 1
        locator.click()

    def fill(self, label, words):
        """Write into a field."""
        self.page.get_by_label(label, exact=True).fill(words)

    def choose(self, label, choice):
        """Choose from a list."""
        self.page.get_by_label(label, exact=True).select_option(choice)

    def sees(self, words):
        """Say whether the page shows these words."""
        return words in self.page.inner_text("body")

    def path(self):
        """Return where the browser is, without the host and what follows a hash."""
        return self.page.url.removeprefix(self.home).partition("#")[0]

    def code(self):
        """Return the last code that came by mail."""
        return self._last(CODE)

    def mails(self):
        """Return the mails that came, oldest first."""
        return self.sink.to(self.mailbox)

    def wait_for_mail(self, number, installation, *, patience):
        """Return the mail that makes it `number`, once it is there; `patience` in seconds."""
        what = f"Mail {number} for {self.mailbox}"
        wait_until(lambda: len(self.mails()) >= number, what, installation, patience=patience)
        return self.mails()[number - 1]

    def _last(self, pattern):
        found = [pattern.search(text_of(mail)) for mail in self.mails()]
        return [match for match in found if match][-1][0]

    def _pressed(self, label, within, exact):
        self.presses += 1
        text = re.compile(rf"^\s*{re.escape(label)}\s*$") if exact else label
        places = self.page.locator(within).locator(WHAT_CAN_BE_PRESSED)
        places.filter(has_text=text, visible=True).first.click()

    def _count(self, frame):
        self.screens += frame == self.page.main_frame

    def _note_refusal(self, response):
        if response.status >= 400:
            self.troubles.append(f"{response.status} {response.url}")

    def _note_stranger(self, request):
        if not request.url.startswith((self.home, "data:")):
            self.troubles.append(f"elsewhere: {request.url}")

    def _note_complaint(self, message):
        if message.type == "error":
            self.troubles.append(message.text)


def text_of(mail):
    """Return the plain words of a mail."""
    return mail.get_body(("plain",)).get_content()


def links_of(mail):
    """Return the addresses that a mail names, each once."""
    return list(dict.fromkeys(LINK.findall(text_of(mail))))
