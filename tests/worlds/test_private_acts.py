"""What Ana does for herself alone changes nothing that Ben can observe."""

import pytest
from django.urls import reverse

from agreements.models import Agreement, Comment
from tests.cast import NOON
from tests.worlds import (
    acts,
    acts_of_beginning,
    acts_of_journal,
    acts_of_reminders,
    looking_back,
    stories,
)
from tests.worlds.stories import EVENING, MUCH_LATER, NEXT_DAY, RENEWABLE, REVIEW, SIGNING

pytestmark = pytest.mark.django_db

CASES = [
    (
        stories.drafting,
        NOON,
        [
            acts.answer_one,
            acts.answer_all,
            acts.press_and_take_back,
            acts_of_beginning.take_the_first_steps,
        ],
    ),
    (stories.drafting_where_ben_is_ready, NOON, [acts.answer_all]),
    (stories.opened, NEXT_DAY, [acts.write_notes]),
    (
        stories.negotiating,
        NEXT_DAY,
        [
            acts.look_at_other_words,
            acts.type_without_sending,
            acts.be_refused_while_negotiating,
            acts.write_and_take_back,
        ],
    ),
    (stories.proposed, SIGNING, [acts.sign_alone, acts.sign_and_take_back]),
    (
        stories.in_force,
        SIGNING,
        [acts.live_her_own_life, acts_of_beginning.try_the_round_without_an_account],
    ),
    (stories.proposed_with_a_term, SIGNING, [acts.stop_before_it_is_in_force]),
    (
        stories.in_force_with_a_term,
        RENEWABLE,
        [acts.renew_alone, acts.renew_and_take_it_back],
    ),
    (stories.in_force_twice, REVIEW, [acts.put_off_looking_again, acts.compare_and_look_back]),
    (
        stories.keeping_rituals,
        EVENING,
        [
            acts_of_journal.keep_a_journal,
            acts_of_journal.write_and_delete,
            acts_of_journal.stand_before_the_locked_journal,
            acts_of_journal.copy_a_passage,
            acts_of_journal.do_an_exercise_alone,
        ],
    ),
    (
        stories.keeping_rituals,
        EVENING,
        [
            acts.answer_for_both,
            acts.skip,
            acts.keep_it_her_own_way,
            acts.put_it_into_her_calendar,
            acts_of_reminders.set_her_reminders,
            acts_of_reminders.end_mails_from_a_mail,
            acts_of_reminders.have_a_mailbox_that_is_gone,
        ],
    ),
    (
        stories.keeping_rituals,
        NEXT_DAY,
        [acts.answer_for_both, acts.keep_answers_to_herself, acts.skip, acts.keep_it_her_own_way],
    ),
    (
        stories.keeping_an_own_ritual,
        EVENING,
        [
            acts.answer_for_both,
            acts.put_it_off,
            acts.wish_for_time_together,
            acts.wish_and_take_it_back,
            acts.write_questions_without_beginning,
        ],
    ),
    (
        stories.keeping_rituals,
        NEXT_DAY,
        [acts_of_journal.keep_a_journal, acts_of_journal.copy_a_passage],
    ),
    (stories.keeping_an_own_ritual, NEXT_DAY, [acts.put_it_off, acts.wish_for_time_together]),
    (
        stories.keeping_rituals_where_ben_answered,
        EVENING,
        [
            acts.answer_without_done,
            acts.answer_for_both_and_change_it,
            acts.answer_and_take_it_back,
        ],
    ),
    (
        stories.keeping_rituals_where_ben_answered,
        NEXT_DAY,
        [
            acts.answer_without_done,
            acts.let_the_script_keep,
            acts.answer_and_take_it_back,
            looking_back.answer_and_take_everything_back,
            looking_back.look_at_how_it_goes,
            acts.keep_answers_to_herself,
            acts.rather_not_say,
            acts.skip,
        ],
    ),
    (
        stories.keeping_rituals_where_ben_answered_for_himself,
        NEXT_DAY,
        [acts.keep_answers_to_herself, acts.answer_for_both],
    ),
    (
        stories.keeping_rituals,
        MUCH_LATER,
        [
            acts_of_reminders.answer_for_herself_all_along,
            acts_of_reminders.say_how_it_goes_on,
            acts_of_reminders.set_her_reminders,
        ],
    ),
    (
        stories.before_a_session,
        stories.AT_BUDGET,
        [
            acts.say_that_she_is_ready,
            acts.say_another_day,
            acts.think_again_how_ready_she_is,
        ],
    ),
    (stories.in_anas_turn, stories.AT_DEBRIEF, [acts.write_without_showing_it]),
    (
        stories.held_where_ben_answered_last,
        stories.AT_BUDGET,
        [acts.say_afterwards_how_fair_it_was, acts.say_afterwards_how_fair_it_was_to_both],
    ),
    (
        stories.held_where_ben_answered_last,
        stories.AFTER_BUDGET,
        [acts.say_afterwards_how_fair_it_was],
    ),
    (stories.inviting, NEXT_DAY, [acts.open_the_invitation_signed_in, acts.block]),
    (stories.ended, NEXT_DAY, [acts.go_on_alone, acts_of_journal.go_on_writing]),
]
# By these buttons the two tell each other something once both have pressed: that is their point.
OPENING, SIGNATURE = "agreements:opening", "agreements:signature"
RENEWAL = "agreements:renewal"
READY = "checkins:session_answer"
PRESSED = [
    (stories.drafting, NOON, acts.answer_and_press, (OPENING,)),
    (stories.drafting, NOON, acts.live_her_own_life, ()),
    (stories.negotiating, NEXT_DAY, acts.type_without_sending, ()),
    (stories.negotiating, NEXT_DAY, acts.write_and_take_back, ()),
    (stories.proposed, SIGNING, acts.sign_alone, (SIGNATURE,)),
    (stories.in_force_with_a_term, RENEWABLE, acts.renew_alone, (RENEWAL,)),
    (stories.keeping_rituals_where_ben_answered, EVENING, acts.answer_for_both, ()),
    (stories.keeping_rituals_where_ben_answered, NEXT_DAY, acts.keep_answers_to_herself, ()),
    (stories.keeping_an_own_ritual, EVENING, acts.put_it_off, ()),
    (stories.keeping_rituals, EVENING, acts_of_reminders.set_her_reminders, ()),
    (stories.keeping_rituals, MUCH_LATER, acts_of_reminders.answer_for_herself_all_along, ()),
    (stories.before_a_session, stories.AT_BUDGET, acts.say_another_day, (READY,)),
    (stories.in_anas_turn, stories.AT_DEBRIEF, acts.write_without_showing_it, ()),
    (
        stories.held_where_ben_answered_last,
        stories.AFTER_BUDGET,
        acts.say_afterwards_how_fair_it_was,
        (),
    ),
    (stories.inviting, NEXT_DAY, acts.decline, ()),
    (stories.ended_where_ben_began_anew, NEXT_DAY, acts.go_on_alone, ()),
]


def _named(story, at, act):
    return f"{story.__name__}-{at:%d.%H}-{act.__name__}"


@pytest.mark.parametrize(
    ("scene", "private", "at"),
    [
        pytest.param((story, at), private, at, id=_named(story, at, private))
        for story, at, privates in CASES
        for private in privates
    ],
    indirect=["scene"],
)
def test_private_act_changes_nothing_that_the_other_observes(scene, private, at):
    assert scene.what_differs(private, at=at) == []


@pytest.mark.parametrize(
    ("scene", "private", "at", "but_for"),
    [
        pytest.param((story, at), private, at, but_for, id=_named(story, at, private))
        for story, at, private, but_for in PRESSED
    ],
    indirect=["scene"],
)
def test_private_act_changes_no_answer_to_what_the_other_presses(scene, private, at, but_for):
    seen = scene.what_differs(private, at=at, press=True)
    told = [place for place in seen if place.startswith(tuple(f"POST {name} " for name in but_for))]
    assert seen == told
    assert bool(told) == bool(but_for)  # where both press, it does show: the harness is awake


# --- The harness itself: what is not private does show.


def show(story, at):
    """Parametrize a test with one scene."""
    return pytest.mark.parametrize("scene", [(story, at)], indirect=True, ids=[story.__name__])


@show(stories.keeping_rituals_where_ben_answered, NEXT_DAY)
def test_harness_sees_what_opened(scene):
    seen = scene.what_differs(acts.answer_for_both, at=NEXT_DAY)
    assert reverse("today:today") in seen
    assert "export: received checkins.openedanswer" in seen


@show(stories.keeping_rituals, EVENING)
def test_harness_sees_in_the_calendar_what_both_plan(scene):
    def plan_anew(cast):
        cast.couple.rituals.get(slug="daily-check-in").reschedule(every=2, now=EVENING)

    assert "calendar" in scene.what_differs(plan_anew, at=EVENING)


@show(stories.negotiating, NEXT_DAY)
def test_harness_sees_words_that_were_sent(scene):
    def write(cast):
        clause = acts.first_clause(cast)
        Comment.send(clause, partner=cast.ana_partner, words="For both.", now=NEXT_DAY)

    seen = scene.what_differs(write, at=NEXT_DAY)
    assert "export: received agreements.comment" in seen


@show(stories.drafting, NOON)
def test_harness_sees_a_clause_that_was_added(scene):
    def add(cast):
        template = stories.template("see-the-effort")
        Agreement.of(cast.couple).add(template, partner=cast.ana_partner)

    seen = scene.what_differs(add, at=NOON)
    assert reverse("agreements:agreement") in seen
    assert "export: own agreements.clause" in seen


@show(stories.held_where_ben_answered_last, stories.AFTER_BUDGET)
def test_harness_sees_what_both_said_of_a_session(scene):
    seen = scene.what_differs(acts.say_afterwards_how_fair_it_was_to_both, at=stories.AFTER_BUDGET)
    assert any(place.startswith("/talks/") and place.endswith("/round/") for place in seen)


@show(stories.in_anas_turn, stories.AT_DEBRIEF)
def test_harness_sees_words_that_were_shown(scene):
    def show_them(cast):
        acts.sessions.go(cast.date, cast.ana_partner, words="We cooked.", now=stories.AT_DEBRIEF)

    seen = scene.what_differs(show_them, at=stories.AT_DEBRIEF)
    assert any(place.startswith("/talks/") and place.endswith("/round/") for place in seen)
