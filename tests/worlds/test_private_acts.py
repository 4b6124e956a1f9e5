"""What Ana does for herself alone changes nothing that Ben can observe."""

from datetime import time, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Choice, ClauseTemplate, Pack, Stance
from agreements.models.version import Version
from checkins.models import Occurrence, Ritual, RitualTemplate
from tests.cast import NOON, make_cast
from tests.worlds.harness import what_differs

pytestmark = pytest.mark.django_db

EVENING = NOON + timedelta(hours=8)
SIGNING = NOON + timedelta(days=2)
NEXT_DAY = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def library(db):
    """The starter library, in both worlds."""
    call_command("load_library", verbosity=0)


def drafting():
    """Ana and Ben have the first pack in their draft, and have answered nothing."""
    cast = make_cast()
    pack = Pack.published.get(slug="healthy-sex")
    Agreement.of(cast.couple).add_pack(pack, partner=cast.ben_partner)
    return cast


def drafting_where_ben_is_ready():
    """Ben has answered everything and pressed Open."""
    cast = drafting()
    for clause in Agreement.of(cast.couple).clauses.kept():
        Stance.give(clause, partner=cast.ben_partner, choice=Choice.AGREE, seen=clause.digest)
    Agreement.of(cast.couple).round.press(partner=cast.ben_partner, now=NOON)
    return cast


def proposed():
    """Both agreed to everything, and a version is put forward."""
    cast = drafting_where_ben_is_ready()
    answer_everything(cast)
    Agreement.of(cast.couple).round.press(partner=cast.ana_partner, now=NOON)
    Version.propose(Agreement.of(cast.couple), partner=cast.ben_partner, now=NOON)
    return cast


def keeping_a_ritual():
    """They began the daily check-in this morning."""
    cast = make_cast()
    template = RitualTemplate.published.get(slug="daily-check-in")
    Ritual.begin(cast.couple, template, now=NOON)
    return cast


def keeping_a_ritual_that_ben_answered():
    """Ben has answered all of today's questions for both, and is done."""
    cast = keeping_a_ritual()
    check_in(cast, cast.ben_partner, done=True)
    return cast


def first_clause(cast):
    return Agreement.of(cast.couple).clauses.kept().first()


def answer_everything(cast, choice=Choice.AGREE):
    for clause in Agreement.of(cast.couple).clauses.kept():
        Stance.give(clause, partner=cast.ana_partner, choice=choice, seen=clause.digest)


def answer_one(cast):
    clause = first_clause(cast)
    Stance.give(clause, partner=cast.ana_partner, choice=Choice.NO, seen=clause.digest)


def write_a_note(cast):
    Stance.write_note(first_clause(cast), partner=cast.ana_partner, note="Only for me.")


def answer_and_press(cast):
    answer_everything(cast, Choice.TALK)
    Agreement.of(cast.couple).round.press(partner=cast.ana_partner, now=NOON)


def press_and_take_back(cast):
    under_way = Agreement.of(cast.couple).round
    if not under_way.presses.filter(partner=cast.ben_partner).exists():
        under_way.press(partner=cast.ana_partner, now=NOON)
        under_way.take_back(partner=cast.ana_partner)


def sign(cast):
    version = Agreement.of(cast.couple).versions.get()
    version.sign(partner=cast.ana_partner, seen=version.digest, auth="password", now=SIGNING)


def sign_and_take_back(cast):
    sign(cast)
    Agreement.of(cast.couple).versions.get().withdraw(partner=cast.ana_partner, now=SIGNING)


def check_in(cast, partner, *, visibility="us", done=False):
    ritual = cast.couple.rituals.get()
    occurrence = Occurrence.on(ritual, NOON.date())
    checkin = occurrence.checkin_of(partner)
    given = {
        question["slug"]: {"value": 2, "visibility": visibility}
        for question in checkin.asked()
        if question["kind"] == "level"
    }
    checkin.save_answers(given, now=EVENING)
    if done:
        checkin.done(now=EVENING)


def keep_answers_to_herself(cast):
    check_in(cast, cast.ana_partner, visibility="me", done=True)


def answer_for_both_without_done(cast):
    check_in(cast, cast.ana_partner)


def answer_for_both(cast):
    check_in(cast, cast.ana_partner, done=True)


def skip(cast):
    occurrence = Occurrence.on(cast.couple.rituals.get(), NOON.date())
    occurrence.checkin_of(cast.ana_partner).skip(now=EVENING)


def choose_an_own_time(cast):
    cast.couple.rituals.get().set_time(cast.ana_partner, at=time(6, 45), mail=False, now=NOON)


def signed_in_as_ana(cast):
    client = Client()
    client.force_login(cast.ana)
    return client


def read_everything(cast):
    client = signed_in_as_ana(cast)
    for name in ("today:today", "agreements:agreement", "couples:us", "people:more"):
        client.get(reverse(name))


def look_for_help(cast):
    signed_in_as_ana(cast).get(reverse("people:safety"))


def take_a_copy(cast):
    client = signed_in_as_ana(cast)
    client.get(reverse("people:export"))
    client.post(reverse("people:export_file"))


def leave_quickly(cast):
    signed_in_as_ana(cast).post(reverse("web:quick_exit"))


def change_her_password(cast):
    cast.ana.set_password("three quiet words")
    cast.ana.save(update_fields=["password"])


@pytest.mark.parametrize(
    ("story", "private", "at"),
    [
        (drafting, answer_one, NOON),
        (drafting, answer_everything, NOON),
        (drafting, write_a_note, NOON),
        (drafting, answer_and_press, NOON),
        (drafting, press_and_take_back, NOON),
        (drafting_where_ben_is_ready, answer_everything, NOON),
        (proposed, sign, SIGNING),
        (proposed, sign_and_take_back, SIGNING),
        (keeping_a_ritual, keep_answers_to_herself, EVENING),
        (keeping_a_ritual, answer_for_both, EVENING),
        (keeping_a_ritual, answer_for_both, NEXT_DAY),
        (keeping_a_ritual, skip, NEXT_DAY),
        (keeping_a_ritual, choose_an_own_time, NOON),
        (keeping_a_ritual_that_ben_answered, answer_for_both, EVENING),
        (keeping_a_ritual_that_ben_answered, keep_answers_to_herself, NEXT_DAY),
        (keeping_a_ritual_that_ben_answered, answer_for_both_without_done, NEXT_DAY),
        (keeping_a_ritual_that_ben_answered, skip, NEXT_DAY),
        (drafting, read_everything, NOON),
        (drafting, look_for_help, NOON),
        (drafting, take_a_copy, NOON),
        (drafting, leave_quickly, NOON),
        (drafting, change_her_password, NOON),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_private_act_changes_nothing_that_the_other_observes(story, private, at):
    assert what_differs(story=story, private=private, observer="ben", at=at) == []


# --- The harness itself: what is not private does show, and a planted leak is caught.


def open_for_both(cast):
    check_in(cast, cast.ana_partner, done=True)


def test_harness_sees_what_opened():
    seen = what_differs(
        story=keeping_a_ritual_that_ben_answered,
        private=open_for_both,
        observer="ben",
        at=NEXT_DAY,
    )
    assert any(place.startswith("/talks/") for place in seen)


def test_harness_sees_a_clause_that_was_added():
    def add(cast):
        template = ClauseTemplate.published.get(slug="small-wins")
        Agreement.of(cast.couple).add(template, partner=cast.ana_partner)

    seen = what_differs(story=drafting, private=add, observer="ben", at=NOON)
    assert reverse("agreements:agreement") in seen
