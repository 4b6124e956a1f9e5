"""
`make journeys`: the journeys of product.md, section 4, on two phones, into var/journeys.json.

pytest runs it by its name alone: the live server and the browser are there. What is due is sent in
this process, the time to think is zero, and whoever signs has a sign-in that is an hour old.
"""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from checkins.models.ritual import KIND
from tests.browser import budget_review, curating, with_therapist
from tests.browser.pace import PACE, as_json, as_table
from tests.browser.test_main_job import let_sign_ins_be_an_hour_old
from tests.browser.visitor import links_of
from tests.browser.walking import ASKED, Diary, Walker
from tests.caseload.letting_in import therapist_of
from tests.cast import make_person
from tests.curation.curators import make_curator
from trustpact.notices.models import Schedule
from trustpact.notices.sweep import sweep

PHONE = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"}
TALKED_OVER = "Sexual thoughts and fantasies"  # begins the clause that Ben sees differently
TEN = ("ask-without-shame", "decline-without-penalty", "say-feelings", "respond-to-comfort")
TEN += ("own-fulfilment", "private-between-us", "own-fantasies", "past-partners", "monogamy")
TEN += ("protection",)


@pytest.fixture
def walkers(new_context, home, smtp_sink, settings):
    """Ana and Ben, each on a phone of their own."""
    settings.REFLECTION_HOURS = 0
    call_command("load_library", verbosity=0)
    return [
        Walker(
            new_context(**PHONE),
            home=home, sink=smtp_sink, name=name, mailbox=f"{name.lower()}@example.org", zone="",
        )
        for name in ("Ana", "Ben")
    ]  # fmt: skip


@pytest.fixture
def chen(new_context, home, smtp_sink, let_in):
    """Dr Chen on a phone, signed in, with a profile and a second factor; nobody's therapist yet."""
    person, client = make_person("Dr Chen"), Client()
    therapist_of(person)
    client.force_login(person)
    context = new_context(**PHONE)
    let_in(context, client)
    named = {
        "home": home,
        "sink": smtp_sink,
        "name": "Dr Chen",
        "mailbox": person.email,
        "zone": "",
    }
    return Walker(context, **named)


@pytest.fixture
def curators(new_context, home, smtp_sink, let_in):
    """Two curators, signed in with a second factor."""
    found = []
    for name in ("Ines", "Cleo"):
        client = Client()
        client.force_login(make_curator(make_person(name)))
        context = new_context(**PHONE)
        let_in(context, client)
        mailbox = f"{name.lower()}@example.org"
        found.append(
            Walker(context, home=home, sink=smtp_sink, name=name, mailbox=mailbox, zone="")
        )
    return found


def test_walk_every_journey(walkers, chen, curators, capsys):
    ana, ben = walkers
    diary = Diary()
    begin(ana)
    build(ana, diary)
    pair(ana, ben, diary)
    answer_alone(ana, ben, diary)
    propose_other_words(ben, diary)
    put_forward(ana)
    say_not_yet(ben, diary)
    sign(ana, ben, diary)
    pause(ana, diary)
    check_in(ben, diary)
    review_the_budget(ana, ben, diary)
    say_what_hurt(ben, diary)
    open_to_a_therapist(ana, ben, chen, diary)
    curate(*curators, diary)
    assert [one.troubles for one in (ana, ben, *curators)] == [[], [], [], []]

    file = settings.BASE_DIR / "var" / "journeys.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(as_json(diary.journeys), encoding="utf-8")
    with capsys.disabled():
        print(f"\n{PACE}\n\n{as_table(diary.journeys)}\n\nWritten to {file}")


def begin(ana):
    """From the first page to a space of one's own."""
    ana.open("/")
    ana.press("Begin, alone or together")
    sign_up(ana, "Sign up")
    ana.press("Begin")
    ana.press("Today")


def sign_up(walker, button):
    """Give name and mailbox, confirm to be an adult, and type the code from the mail."""
    walker.fill("Your name", walker.name)
    walker.fill("Mailbox", walker.mailbox)
    walker.tick("I am an adult")
    walker.press(button)
    walker.fill("Code", walker.code())
    walker.press("Go on")


def build(ana, diary):
    """Ten clauses, each chosen by itself, from Today on."""
    with diary.walk("build: 10 clauses, one by one", ana):
        ana.press("Look at the packs")
        ana.press("Healthy sex trust contract", exact=False)
        for slug in TEN:
            add(ana, slug)
    ana.press("Add 4 clauses")
    assert ana.sees(f"{ASKED} clauses wait for your answer")


def add(walker, slug):
    """Take one clause of the pack, and see that it was taken."""
    walker.press("Add", within=f"#{slug}")
    walker.page.locator(f"#{slug}", has_text="In your draft").wait_for()


def pair(ana, ben, diary):
    """Ana invites from any page; Ben joins from the mail."""
    with diary.walk("pair: inviting", ana):
        ana.press("Us")
        ana.fill("Your partner’s mailbox", ben.mailbox)
        ana.press("Make the invitation")
    sweep(timezone.now())
    [link] = links_of(ben.mails()[0])
    with diary.walk("pair: joining", ben):
        ben.open(link)
        sign_up(ben, f"Join {ana.name}")
        assert ben.path() == "/us/welcome/"
    ben.press("I joined of my own will")


def answer_alone(ana, ben, diary):
    """Both answer every clause; Ben sees one differently. Then both open."""
    for walker in (ana, ben):
        walker.press("Agreement")
        walker.press("Answer, one at a time")
    with diary.walk("blind round: 14 of the 17 are asked", ben):
        answer(ben, differs=True)
    answer(ana)
    for walker in (ana, ben):
        assert walker.path() == "/pages/round/opening/"
        walker.press("Open")
    assert ben.sees("To talk about")


def answer(walker, differs=False):
    """One tap a clause, once it is read."""
    for number in range(1, ASKED + 1):
        assert walker.sees(f"Clause {number} of {ASKED}")
        walker.read(".deed--sheet")
        walker.press("Let us talk" if differs and walker.sees(TALKED_OVER) else "I agree")


def propose_other_words(ben, diary):
    """Ben adds a few words to a clause, from the agreement's page on, and says why."""
    ben.press("Agreement")
    with diary.walk("negotiate: other words with a reason", ben):
        ben.press(TALKED_OVER, exact=False)
        ben.press("Propose other words")
        ben.type(" If they trouble one of us, we talk about it.")
        ben.tap(ben.page.get_by_label("Why"))
        ben.type("I would feel less alone with mine.")
        ben.press("Send")
    assert ben.sees("The words that you propose")


def put_forward(ana):
    """What both agree on becomes a version."""
    ana.press("Agreement")
    ana.press("Put it forward")
    ana.press("Put it forward")


def say_not_yet(ben, diary):
    """Ben looks, does not sign, and is where the two go on talking."""
    ben.press("Today")
    with diary.walk("not yet, and negotiation goes on", ben):
        ben.press("Read it")
        ben.press("Not yet")
    assert ben.path() == "/pages/"
    ben.press("What opened between you")
    ben.press(TALKED_OVER, exact=False)
    agree = ben.page.get_by_role("button", name="I agree", exact=True)
    ben.tap(agree)
    expect(agree).to_have_attribute("aria-pressed", "true")


def sign(ana, ben, diary):
    """Both sign; Ben from Today, with a code from his mailbox, and that brings it into force."""
    press_sign(ana)
    let_sign_ins_be_an_hour_old()
    ben.press("Today")
    with diary.walk("sign, and prove it by a mail code", ben):
        ben.press("Read it")
        press_sign(ben)
        ben.fill("Code from the mail", ben.code())
        ben.press("Go on")
    with diary.walk("keep the PDF, once both have signed", ben):
        with ben.page.expect_download() as file:
            ben.tap(ben.page.get_by_role("link", name="Keep it as a PDF"))
        kept = file.value.path().read_bytes()
    assert kept.startswith(b"%PDF")
    ben.press("Agreement")
    ben.press("Version 1")
    assert ben.sees("In force")


def press_sign(walker):
    """Say to oneself that one is free, and sign."""
    walker.unfold("Yes, I am")
    walker.press("Sign")


def pause(ana, diary):
    """Ana calls a pause, says when she comes back, and comes back."""
    with diary.walk("pause, from any page", ana):
        ana.press("Pause")
    with diary.walk("pause: another time to come back", ana):
        ana.press("In twenty minutes")
    assert ana.sees("back in twenty minutes or so")
    with diary.walk("come back from a pause", ana):
        ana.press("Come back", within="header")
    assert ana.path() == "/today/"


def check_in(ben, diary):
    """Ben begins the daily check-in, and answers it when the mail comes: a word a question, Done."""
    ben.press("Check-ins")
    ben.press("Begin, every day")
    due = Schedule.objects.get(person__email=ben.mailbox, kind=KIND).next_at
    sweep(due)
    link = next(one for mail in ben.mails() for one in links_of(mail) if "/talks/" in one)
    with diary.walk("daily check-in, from the mail’s link", ben):
        ben.open(link)
        for number, question in enumerate(ben.page.locator(".question:visible").all()):
            ben.tap(question.locator("label:has(input)").nth(2 if number else 0))
        expect(ben.page.locator("[data-told]")).to_have_text("Kept, for you alone.")
        ben.press("Done")
    assert ben.sees("You are done.")


def review_the_budget(ana, ben, diary):
    """Both on a phone of their own, from Today on; then another time, on Ana's alone."""
    steps = budget_review.bring()
    assert steps == budget_review.STEPS
    for walker in (ana, ben):
        walker.open("/today/")
    with diary.walk("weekly budget review: 6 steps, on two phones", ana, ben):
        budget_review.hold_on_two_phones(ana, ben)
    assert ana.sees("You held it")
    budget_review.bring(anew=True)
    ana.open("/today/")
    with diary.walk("weekly budget review: 6 steps, on one phone", ana):
        budget_review.hold_on_one_phone(ana)
    assert ana.sees("You held it")


def say_what_hurt(ben, diary):
    """Ben is asked alone, writes what was said, and sends it."""
    ben.press("Check-ins")
    with diary.walk("repair: opened", ben):
        ben.press("When something hurt", exact=False)
        ben.press("No. I was hurt")
        ben.type("You laughed when I told you about the job.")
        ben.press("Send")
    assert ben.sees("How it landed on me")


def open_to_a_therapist(ana, ben, chen, diary):
    """Each opens something of their own and the joint part; Dr Chen looks; Ana ends hers."""
    therapy = with_therapist.bring()
    for walker in (ana, ben):
        walker.open(f"/us/people/{therapy.pk}/")
    with diary.walk("consent to a therapist, with a preview", ben):
        with_therapist.consent(ben, "levels")
    with_therapist.consent(ben, "rituals")
    with_therapist.consent(ana, "rituals")
    chen.open("/today/")
    with diary.walk("since last session, from where a therapist starts", chen):
        chen.press("Your couples")
        with diary.walk("since last session, shown by a press in the list", chen):
            with_therapist.look(chen, ana, ben)
    assert chen.sees("Since ")
    assert chen.sees("We look at beds on Friday")
    with diary.walk("consent: all of it closed", ana):
        with_therapist.close(ana)
    assert chen.page.reload().status == 200  # what is Ben's alone stays open
    assert not chen.sees("We look at beds on Friday")


def curate(ines, cleo, diary):
    """Ines writes other words, Cleo publishes them and brings the old ones back; nothing signed moves."""
    signed = curating.sealed_words()
    ines.open(curating.page_of(curating.clause()))
    with diary.walk("curate: edit, preview, difference, publish", ines, cleo):
        curating.write_and_publish(ines, cleo)
    with diary.walk("curate: roll back", cleo):
        curating.bring_back(cleo)
    ines.open("/desk/")
    with diary.walk("curate: take in a file", ines):
        curating.take_in_a_file(ines)
    assert curating.sealed_words() == signed != []
