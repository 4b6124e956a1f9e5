"""The weekly budget review as two people hold it in a browser: on two phones, or on one."""

from datetime import time, timedelta

from django.utils import timezone
from playwright.sync_api import expect

from checkins.models import CheckIn, Ritual, RitualTemplate, Session
from trustpact.couples.models import Couple

STEPS = 6


def bring(*, anew=False):
    """Let it come round today; return how many steps it has."""
    now, couple = timezone.now(), Couple.objects.get()
    if anew:
        Session.objects.all().delete()
        CheckIn.objects.all().delete()
    template = RitualTemplate.published.get(slug="weekly-budget-review", language="en")
    ritual = Ritual.begin(couple, template, now=now - timedelta(days=8))
    weekday = str(couple.local(now).date().weekday())
    ritual.reschedule(weekdays=weekday, at=time(0, 5), now=now)
    return len(template.questions)


def hold_on_two_phones(ana, ben):
    """Each taps what is theirs; one of them notes what is for both."""
    for walker in (ana, ben):
        walker.press("Hold it now")
        tap(walker, "Ready")
    first, second = (ana, ben) if Session.objects.get().first.name == ana.name else (ben, ana)
    for walker in (first, second):
        tap(walker, "As planned")
    tap(first, "Nothing today")
    come_to(second, "Something I want you to know")
    write(second, "Something I want you to know", "I bought the shoes.")
    tap(second, "Show it to both, and go on")
    tap(first, "I heard you")
    come_to(first, "One thing to decide together")
    write(first, "One thing to decide together", "A new bed")
    tap(first, "Yes")
    come_to(first, "Who does what by when")
    write(first, "Who does what by when", "We look at beds on Friday")
    tap(first, "Note it, and go on")
    for walker in (first, second):
        say_how_fair_it_was(walker)


def hold_on_one_phone(ana):
    """Ana notes what is for both, and answers for herself alone."""
    ana.press("Hold it now")
    tap(ana, "Ready")
    tap(ana, "We look at this one together, and both say so")
    for mine, other in (("As planned", "Go on"), ("Nothing today", "Go on")):
        labels = [mine, other] if Session.objects.get().first.name == ana.name else [other, mine]
        for label in labels:
            tap(ana, label)
    write(ana, "One thing to decide together", "A new bed")
    tap(ana, "Yes")
    write(ana, "Who does what by when", "We look at beds on Friday")
    tap(ana, "Note it, and go on")
    say_how_fair_it_was(ana)


def say_how_fair_it_was(walker):
    """The last tap, for oneself: the session ends with it, or has ended for both."""
    walker.tap(walker.page.get_by_role("button", name="Fair", exact=True))
    walker.page.get_by_text("Your answers, and who sees them").wait_for()


def tap(walker, label):
    """Tap a button that brings the next step into the same page, once it is there."""
    shown = walker.page.locator(".session").element_handle()
    walker.tap(walker.page.get_by_role("button", name=label, exact=True))
    shown.wait_for_element_state("hidden")


def come_to(walker, words):
    """Wait until a walker's phone shows the step that the other's shows."""
    expect(walker.page.locator(".session__asks")).to_contain_text(words)


def write(walker, label, words):
    """Write into the field of a step."""
    field = walker.page.get_by_label(label, exact=False)
    walker.signs += len(words)
    field.fill(words)
