"""
A life of Ana and Ben, step by step, to be lived twice: with what Ana does alone, and without.

A step is one of: time passes; Ben presses a button of his, whichever; Ana does something that is
for both; Ana does something alone, which only the one of the two worlds has. What she does alone is
all of the product that nobody else may notice, so a new feature adds its acts to ALONE.
"""

from collections import Counter
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Comment, Stance
from checkins.models import (
    Appreciation,
    Disclosure,
    Occurrence,
    Repair,
    Ritual,
    RitualTemplate,
    Topic,
)
from checkins.models.disclosure import Kind
from tests.caseload.letting_in import give, let_in
from tests.cast import make_couple, make_person
from tests.curation.curators import make_curator
from tests.worlds import (
    acts,
    acts_of_disclosures,
    acts_of_journal,
    acts_of_pauses,
    acts_of_reminders,
    acts_of_repairs,
    acts_of_thanks,
    acts_of_therapists,
    stories,
)
from tests.worlds.observer import EXPORT, Observer
from trustpact.caseload.models import Suggestion
from trustpact.couples.models import OpeningHour
from trustpact.notices.sweep import sweep
from trustpact.rules import RuleBroken

BEGIN = stories.SIGNING + timedelta(hours=1)
PAGES_A_STEP = 5
# Where both have pressed, something of the other shows, and where somebody leaves, all ends; and
# what is asked for by both has acts of its own in these tests.
NOT_FOR_BEN = {
    "couples:leave", "couples:opening", "couples:language", "checkins:ask", "agreements:opening",
    "checkins:session_answer", "web:quick_exit", EXPORT,
}  # fmt: skip
REFUSED = (RuleBroken, ObjectDoesNotExist, AssertionError, IndexError, ValueError)


@dataclass(frozen=True)
class Step:
    """One step, the minutes that pass before it, and the numbers of pages to look at after it."""

    kind: str  # wait, ben, both, alone
    number: int
    page: int
    minutes: int
    looks: tuple[int, ...]


# --- The beginning


def a_life():
    """An agreement in force, a new draft, rituals, a therapist, thanks, news, a topic, a repair."""
    cast = stories.in_force()
    now = timezone.now()
    for slug in ("daily-check-in", "weekly-debrief"):
        template = RitualTemplate.published.get(slug=slug, language="en")
        Ritual.begin(cast.couple, template, now=now)
    Agreement.of(cast.couple).add(stories.template("see-the-effort"), partner=cast.ben_partner)
    cast.therapy = let_in(cast, now=now)
    give(cast, cast.therapy, by="ben", now=now)
    Suggestion.make(cast.therapy, Suggestion.Kind.RITUAL, "agreement-review", now=now)
    Appreciation.give(cast.ben_partner, "For the tea.", now=now)
    Disclosure.tell(cast.ben_partner, Kind.INFECTION, words="Only you should know.", now=now)
    Topic.ask(cast.ben_partner, "How we want to spend Easter.", now=now)
    Repair.open(cast.couple, cast.ben_partner, hurt=True, words="You laughed.", now=now)
    cast.max = make_person("Max")
    make_couple(cast.max, make_person("Kim"), now=now)
    make_curator(cast.ada)
    return cast


# --- What Ana does for both


def give_thanks(cast):
    Appreciation.give(
        cast.ana_partner, f"For the soup at {timezone.now():%H:%M}.", now=timezone.now()
    )


def add_a_clause(cast):
    Agreement.of(cast.couple).add(stories.template("small-promises"), partner=cast.ana_partner)


def write_a_clause(cast):
    words, day = "We say good night", f"{timezone.now():%d %H}"
    Agreement.of(cast.couple).add_own(
        f"{words} {day}.", category="closeness", partner=cast.ana_partner
    )


def comment(cast):
    clause = acts.first_clause(cast)
    Comment.send(clause, partner=cast.ana_partner, words="In the evening?", now=timezone.now())


def tell_news(cast):
    Disclosure.tell(cast.ana_partner, Kind.PREGNANCY, words="", now=timezone.now())


BOTH = [give_thanks, add_a_clause, write_a_clause, comment, tell_news]


# --- What she does alone, wherever they stand


def todays_check_in(cast):
    ritual = cast.couple.rituals.get(slug="daily-check-in")
    today = cast.couple.local(timezone.now()).date()
    return Occurrence.on(ritual, today).checkin_of(cast.ana_partner)


def answer_for_herself(cast):
    checkin = todays_check_in(cast)
    given = {
        one["slug"]: {"value": 2 if one["kind"] == "level" else "So.", "visibility": "me"}
        for one in checkin.asked()
        if one["kind"] in ("level", "text")
    }
    checkin.keep(given, done=True, now=timezone.now())


def begin_to_answer(cast):
    given = {"trust": {"value": 4, "visibility": "us"}}
    todays_check_in(cast).keep(given, done=False, now=timezone.now())


def skip_today(cast):
    todays_check_in(cast).skip(now=timezone.now())


def put_today_off(cast):
    occurrence = todays_check_in(cast).occurrence
    address = reverse("checkins:later", args=[occurrence.pk])
    acts._signed_in(cast).post(address, {"until": "hour"})


def answer_the_round(cast):
    """Say yes to what stands in the draft and has not opened, and press nothing."""
    for clause in Agreement.of(cast.couple).clauses.kept():
        if not clause.is_open:
            Stance.give(clause, partner=cast.ana_partner, choice="agree", seen=clause.digest)


def say_not_yet_to_topics(cast):
    for topic in Topic.objects.filter(couple=cast.couple):
        topic.answer(cast.ana_partner, "not-yet", now=timezone.now())


def look_at_her_devices(cast):
    client = acts._signed_in(cast)
    client.get(reverse("usersessions_list"))
    client.post(reverse("people:device"), {"own": "yes"})


def set_her_own_time(cast):
    ritual = cast.couple.rituals.get(slug="daily-check-in")
    address = reverse("checkins:own", args=[ritual.pk])
    assert acts._signed_in(cast).post(address, {"at": "06:45"}).status_code == 302


def put_thanks_away(cast):
    for one in Appreciation.objects.filter(author=cast.ben_partner):
        one.put_away(cast.ana_partner)


def look_at_how_it_goes(cast):
    client = acts._signed_in(cast)
    for name in ("weeks", "clauses", "together", "unshared", "months", "past"):
        assert client.get(reverse(f"checkins:{name}")).status_code == 200


def move_and_read_in_german(cast):
    changed = {"zone": "Pacific/Auckland", "language": "de", "now": timezone.now()}
    cast.ana.change_profile(name=cast.ana.name, **changed)


def wish_that_answers_open_at_once(cast):
    cast.couple.open_at(OpeningHour.BOTH_DONE, asked_by=cast.ana_partner)


def wish_for_time_together(cast):
    acts.RitualWish.ask(cast.ana_partner, acts._time_for_us(), now=timezone.now())


ALONE = [
    acts.read_everything, acts.look_for_help, acts.look_at_leaving, acts.take_a_copy,
    acts.leave_quickly, acts.change_her_mailbox, acts.change_her_password, acts.add_a_passkey,
    acts.put_it_into_her_calendar, acts.write_a_note, acts.type_without_sending,
    acts.write_questions_without_beginning, acts_of_journal.keep_a_journal,
    acts_of_journal.write_and_delete, acts_of_journal.stand_before_the_locked_journal,
    acts_of_journal.do_an_exercise_alone, acts_of_reminders.set_her_reminders,
    acts_of_reminders.end_mails_from_a_mail, acts_of_reminders.have_a_mailbox_that_is_gone,
    acts_of_thanks.mute, acts_of_thanks.mute_and_unmute, acts_of_thanks.read_all_of_it,
    acts_of_thanks.type_without_sending, acts_of_disclosures.read_and_put_away,
    acts_of_disclosures.type_news_without_telling, acts_of_disclosures.keep_dates,
    acts_of_disclosures.share_dates_and_take_them_back, acts_of_pauses.keep_a_draft,
    acts_of_pauses.mute_topics, acts_of_pauses.use_the_page_of_the_pause,
    acts_of_repairs.ask_herself, acts_of_repairs.say_not_yet,
    acts_of_repairs.write_without_sending, acts_of_therapists.look_before_opening,
    acts_of_therapists.invite_another,
    answer_for_herself, begin_to_answer, skip_today, put_today_off, answer_the_round,
    say_not_yet_to_topics, look_at_her_devices, set_her_own_time, put_thanks_away,
    look_at_how_it_goes, move_and_read_in_german, wish_that_answers_open_at_once,
    wish_for_time_together,
]  # fmt: skip
# Alone before Ben, and no secret from the therapist whom it is about.
BEFORE_BEN = [
    acts_of_therapists.open_her_own,
    acts_of_therapists.open_what_is_joint,
    acts_of_therapists.open_and_close,
    acts_of_therapists.put_a_suggestion_away,
]


def alone_before(observer) -> list:
    """Return what Ana does that this observer may not notice."""
    return ALONE if observer == "chen" else [*ALONE, *BEFORE_BEN]


# --- Living it


def lived(cast, steps, observer, *, with_hers, done=None) -> dict[str, str]:
    """Return all that the observer saw in one world, by step and place; nothing of it stays."""
    done, seen, hers, now = Counter() if done is None else done, {}, 0, BEGIN
    with transaction.atomic():
        cast = deepcopy(cast)
        for number, step in enumerate(steps):
            now += timedelta(minutes=step.minutes)
            with time_machine.travel(now, tick=False):
                hers += step.kind == "alone"
                _take(cast, step, observer, with_hers, done)
                if hers:  # before the first of hers the worlds are one
                    looked = Observer(getattr(cast, observer)).glance(step.looks)
                    seen |= {f"{number} {place}": text for place, text in looked.items()}
        with time_machine.travel(now + timedelta(minutes=7), tick=False):
            seen |= Observer(getattr(cast, observer)).look_around(press=False)
        transaction.set_rollback(True)
    return seen


def _take(cast, step, observer, with_hers, done):
    if step.kind == "wait":
        sweep(timezone.now())
    elif step.kind == "ben":
        route = Observer(cast.ben).press_a_button(step.page, step.number, but_for=NOT_FOR_BEN)
        done[f"Ben: {route}"] += bool(route)
    elif step.kind == "both" or with_hers:
        mine = BOTH if step.kind == "both" else alone_before(observer)
        act = mine[step.number % len(mine)]
        with suppress(*REFUSED), transaction.atomic():
            act(cast)
            done[f"Ana: {act.__name__}"] += 1
