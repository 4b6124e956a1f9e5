"""
The main job, from a bare sign-up to answers that both see: two browsers, a real worker and beat, a
real mail server, the real clock. Once with JavaScript and once without.

For this test alone the time to think is zero, and both ask for answers to open at once.
"""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.browser.remains import everything_kept, found_in
from tests.browser.visitor import Visitor, links_of
from tests.faults.workers import Installation
from tests.library import load_library
from trustpact.people.zones import ZONES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANA, BEN = "Quillonia", "Brasimund"
TOPICS, HOW_SOON = "whatever concerns our gondwanaland fund", "seventeen selenic hours"
OWN_CLAUSE = "On Sundays we bake a marzipanflorentine together."
NOTE = "I am unsure about this, says my inner xylophonist."
NOTICED = {ANA: "You carried my bassethorn upstairs.", BEN: "You hummed the zibaldone tune."}
FOR_MYSELF = {ANA: "I missed my clavicembalist.", BEN: "I dread the oxyrhynchus talk."}
OPEN_WORDS = ["bassethorn", "zibaldone"]  # one of each sentence, such as nobody else writes
WORDS = [ANA, BEN, "gondwanaland", "selenic", "marzipanflorentine", "xylophonist", *OPEN_WORDS]
WORDS += ["clavicembalist", "oxyrhynchus"]
FROM_THE_LIBRARY = "what-how-soon-what-tone"  # so much a dump does tell

AGREE, TALK = "I agree", "Let us talk"
TO_TALK_ABOUT = "Sexual thoughts and fantasies"  # begins the clause that Ben does not agree to yet
QUESTIONS = 16  # the pack without its three of the floor, one from the library, one of their own
TIME_TO_KEEP_IT = timedelta(seconds=30)  # from choosing a time of day to having kept it
PATIENCE = 240  # seconds until a mail must be there
REMINDER = "Something is waiting for you"


@pytest.fixture
def installation(home, smtp_sink, settings, tmp_path):
    """A worker and a beat on this test's database and mail server, and on the broker in use."""
    settings.REFLECTION_HOURS = 0
    load_library()
    broker = settings.CELERY_BROKER_URL
    broker = "filesystem://" if broker.startswith("memory") else broker
    with Installation(
        broker=broker, mail=smtp_sink.url, folder=tmp_path, SITE_ADDRESS=home
    ) as started:
        started.worker()
        started.beat()
        yield started


@pytest.fixture
def visitors(new_context, home, smtp_sink, javascript):
    """Ana and Ben, each at a browser of their own."""
    mailboxes = {ANA: "one@example.org", BEN: "two@example.org"}
    return [
        Visitor(
            new_context(java_script_enabled=javascript),
            home=home, sink=smtp_sink, name=name, mailbox=mailboxes[name], zone=zone,
        )
        for name, zone in zip(mailboxes, zones_around_noon(2), strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_two_people_agree_sign_and_are_reminded(visitors, installation, tmp_path):
    ana, ben = visitors
    begin_alone(ana)
    draft(ana)
    invite(ana, ben)
    join(ben, ana, installation)
    answer_alone(ana, ben)
    open_together(ana, ben)
    put_forward_and_sign(ana, ben)
    let_answers_open_at_once(ana, ben)
    keep_a_daily_check_in(ana, ben)
    for visitor in visitors:
        visitor.open(link_of_reminder(visitor, installation))
        check_in(visitor)
    for visitor in visitors:
        visitor.open("/today/")
        visitor.press("Daily check-in", exact=False)
        assert all(visitor.sees(word) for word in OPEN_WORDS)
    assert found_in(everything_kept(tmp_path), [FROM_THE_LIBRARY, *WORDS]) == [FROM_THE_LIBRARY]
    assert [ana.troubles, ben.troubles] == [[], []]


def begin_alone(ana):
    """From the first page to a space of one's own."""
    ana.open("/")
    ana.press("Begin, alone or together")
    sign_up(ana)
    assert ana.path() == "/us/start/"
    ana.press("Begin")
    assert ana.path() == "/today/first/"
    ana.press("Keep it and go on")
    ana.press("Skip this")


def sign_up(visitor, button="Sign up"):
    """Fill in the form, and type the code that comes by mail."""
    visitor.fill("Your name", visitor.name)
    visitor.fill("Mailbox", visitor.mailbox)
    visitor.choose("Time zone", visitor.zone)
    visitor.page.get_by_label("I am an adult").check()
    visitor.press(button)
    visitor.fill("Code", visitor.code())
    visitor.press("Go on")


def draft(ana):
    """The seventeen-clause pack, one more clause with its blanks filled in, and one's own words."""
    ana.press("Today")
    ana.press("Look at the packs")
    ana.press("Healthy sex trust contract", exact=False)
    ana.press("Add 14 clauses")
    assert ana.sees("14 clauses are in the draft now.")
    ana.press("Add from the library")
    ana.fill("Search the library", "calmly and without blame")
    ana.press("Search")
    ana.press("Add", within=f"#{FROM_THE_LIBRARY}")
    ana.press("Agreement")
    ana.press("calmly and without blame", exact=False)
    ana.fill("What we share", TOPICS)
    ana.fill("How soon", HOW_SOON)
    ana.press("Keep what is filled in")
    ana.press("Back to the agreement")
    ana.press("Write a clause of your own")
    ana.fill("Your words", OWN_CLAUSE)
    ana.choose("Under which heading", "Closeness and rituals")
    ana.press("Add to the draft")
    assert ana.sees(OWN_CLAUSE)
    assert ana.sees(f"{QUESTIONS} clauses wait for your answer")


def invite(ana, ben):
    """By mail."""
    ana.press("Us")
    ana.fill("Your partner’s mailbox", ben.mailbox)
    ana.press("Make the invitation")
    ana.press("Go on")


def join(ben, ana, installation):
    """From the mail, with an account made on the way: two screens and three presses."""
    mail = ben.wait_for_mail(1, installation, patience=PATIENCE)
    [link] = links_of(mail)
    ben.open(link)
    assert ben.sees(f"{ana.name} invites you")
    sign_up(ben, f"Join {ana.name}")
    assert ben.path() == "/us/welcome/"
    ben.press("I joined of my own will")
    assert (ben.presses, ben.screens) == (3, 2 + len(["the private question", "a first step"]))
    ben.press("Skip all of it")


def answer_alone(ana, ben):
    """Every clause, one a screen; what one says shows nowhere to the other."""
    for visitor in (ana, ben):
        visitor.press("Agreement")
        visitor.press("Answer, one at a time")
        for number in range(1, QUESTIONS + 1):
            assert visitor.sees(f"Clause {number} of {QUESTIONS}")
            differs = visitor is ben and visitor.sees(TO_TALK_ABOUT)
            if differs:
                visitor.unfold("Your private note")
                visitor.fill("For your eyes only. It never opens.", NOTE)
            visitor.press(TALK if differs else AGREE)
        assert visitor.path() == "/pages/round/opening/"


def open_together(ana, ben):
    """Nothing opens before both pressed Open."""
    ana.press("Open")
    assert ana.sees("It opens when you both have.")
    ben.press("Open")
    for visitor in (ana, ben):
        visitor.open("/pages/")
        assert visitor.sees(f"{QUESTIONS - 1} of {QUESTIONS} agreed")
        assert not visitor.sees(NOTE)


def put_forward_and_sign(ana, ben):
    """One puts it forward, both sign; Ben's sign-in is an hour old, so that he is asked again."""
    ana.press("Put it forward")
    ana.press("Put it forward")
    sign(ana)
    assert ana.sees("You have signed.")
    let_sign_ins_be_an_hour_old()
    ben.press("Today")
    before = ben.presses
    ben.press("Read it")
    sign(ben)
    assert ben.presses - before == 3
    ben.fill("Code from the mail", ben.code())
    ben.press("Go on")
    for visitor in (ana, ben):
        visitor.press("Agreement")
        visitor.press("Version 1")
        assert visitor.sees("In force")
        assert visitor.sees(OWN_CLAUSE)
        assert visitor.sees(TOPICS)
        assert not visitor.sees(TO_TALK_ABOUT)


def sign(visitor):
    """Say to oneself that one is free, and sign."""
    visitor.unfold("Yes, I am")
    visitor.press("Sign")


def let_sign_ins_be_an_hour_old():
    """Move every authentication an hour back, as if the time had passed."""
    for row in Session.objects.all():
        session = row.get_decoded()
        for record in session.get("account_authentication_methods", []):
            record["at"] -= 3600
        row.session_data = Session.objects.encode(session)
        row.save()


def let_answers_open_at_once(ana, ben):
    """Both ask for it."""
    for visitor in (ana, ben):
        visitor.press("Us")
        visitor.press("When answers open")
        visitor.page.get_by_label("as soon as both", exact=False).check()
        visitor.press("Keep this")
    assert ben.sees("At present: As soon as both are done")


def keep_a_daily_check_in(ana, ben):
    """One begins it for both, each chooses a time, here the next minute."""
    ana.press("Today")
    ana.press("Choose")
    ana.press("Begin, every day")
    for visitor in (ana, ben):
        visitor.press("Check-ins")
        visitor.press("Daily check-in", exact=False)
        visitor.fill("Your time", next_minute(visitor.zone))
        visitor.press("Keep this", within="form[action$='/own/']")


def next_minute(zone):
    """Return the next time of day, by this zone's clock, that can be kept before it is there."""
    moment = timezone.now() + TIME_TO_KEEP_IT + timedelta(minutes=1)
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def link_of_reminder(visitor, installation):
    """Wait for the mail of the worker, which says nothing, and return its one link."""
    number = len(visitor.mails()) + (visitor.mails()[-1]["Subject"] != REMINDER)
    mail = visitor.wait_for_mail(number, installation, patience=PATIENCE)
    [link] = links_of(mail)
    assert mail["Subject"] == REMINDER
    assert found_in(mail.as_bytes(), WORDS) == []
    assert re.fullmatch(rf"{visitor.home}/talks/[0-9a-f-]{{36}}/", link)
    return link


def check_in(visitor):
    """Four taps, two sentences, and Done."""
    before = visitor.presses
    for question in visitor.page.locator("main [role=group]").all():
        visitor.tap(question.locator("label").filter(visible=True).nth(1))
    visitor.unfold("Say more")
    visitor.fill("Something you did that I noticed", NOTICED[visitor.name])
    visitor.fill("For me alone", FOR_MYSELF[visitor.name])
    visitor.press("Done")
    assert visitor.presses - before == 4 + 1 + 1
    assert visitor.sees("Your answers, and who sees them")


def zones_around_noon(number):
    """Return zones in which it is about noon, so that no midnight falls into the test."""
    now = timezone.now()

    def from_noon(zone):
        local = now.astimezone(ZoneInfo(zone))
        return abs(local.hour * 60 + local.minute - 720)

    return sorted(sorted(ZONES), key=from_noon)[:number]
