"""The state that both share of a session, and who may change it."""

from datetime import timedelta

import pytest

from checkins.models import CheckIn, FollowUp, OpenedAnswer, Session
from tests.checkins.conftest import opened, us
from tests.checkins.sessions import at, begin, come_to, fresh, go, keep
from trustpact.notices.models import Notice
from trustpact.rules import RuleBroken

BUDGET, TALK, DEBRIEF = "weekly-budget-review", "monthly-vulnerability", "weekly-debrief"
Status = Session.Status


@pytest.fixture
def budget(cast, starters):
    return keep(cast.couple, BUDGET)


@pytest.fixture
def talk(cast, starters):
    return keep(cast.couple, TALK)


@pytest.fixture
def debrief(cast, starters):
    return keep(cast.couple, DEBRIEF)


# --- Ready?


def test_looking_at_a_session_writes_no_row(budget):
    assert fresh(budget).status == Status.WAITING
    assert not Session.objects.exists()


def test_session_begins_when_both_are_ready(cast, budget):
    fresh(budget).answer_ready(cast.ana_partner, "Ready", now=at(BUDGET))
    assert fresh(budget).status == Status.WAITING
    fresh(budget).answer_ready(cast.ben_partner, "Ready", now=at(BUDGET))
    assert (fresh(budget).status, fresh(budget).asked["slug"]) == (Status.OPEN, "happened")


def test_one_answer_of_another_day_is_enough_once_both_have_answered(cast, budget):
    fresh(budget).answer_ready(cast.ana_partner, "Another day", now=at(BUDGET))
    assert fresh(budget).moves == 0  # until Ben answers, nothing shows
    fresh(budget).answer_ready(cast.ben_partner, "Ready", now=at(BUDGET))
    assert fresh(budget).status == Status.STOPPED


@pytest.mark.parametrize(
    ("ana", "ben", "gentle", "status"),
    [
        ("Ready", "Ready", 0, Status.OPEN),
        ("Ready", "Something lighter", 1, Status.OPEN),
        ("Something lighter", "Ready", 1, Status.OPEN),
        ("Not tonight", "Something lighter", 2, Status.STOPPED),
        ("Ready", "Not tonight", 2, Status.STOPPED),
    ],
)
def test_the_gentler_answer_counts(cast, talk, ana, ben, gentle, status):
    fresh(talk).answer_ready(cast.ana_partner, ana, now=at(TALK))
    fresh(talk).answer_ready(cast.ben_partner, ben, now=at(TALK))
    assert (fresh(talk).gentle, fresh(talk).status) == (gentle, status)


def test_readiness_is_kept_nowhere_once_it_counted(cast, talk):
    fresh(talk).answer_ready(cast.ana_partner, "Ready", now=at(TALK))
    fresh(talk).answer_ready(cast.ana_partner, "Not tonight", now=at(TALK))
    assert CheckIn.objects.get().answers["ready"]["value"] == "Not tonight"
    fresh(talk).answer_ready(cast.ben_partner, "Ready", now=at(TALK))
    assert [one.answers for one in CheckIn.objects.all()] == [{}, {}]
    assert not OpenedAnswer.objects.exists()


def test_together_at_one_phone_the_other_answer_still_counts(cast, talk):
    fresh(talk).answer_ready(cast.ben_partner, "Not tonight", now=at(TALK))
    fresh(talk).answer_ready(cast.ana_partner, "Ready", now=at(TALK), together=True)
    assert fresh(talk).status == Status.STOPPED


def test_together_at_one_phone_one_answer_begins(cast, talk):
    fresh(talk).answer_ready(cast.ana_partner, "Ready", now=at(TALK), together=True)
    assert fresh(talk).status == Status.OPEN


def test_an_answer_that_is_not_offered_is_refused(cast, talk):
    with pytest.raises(RuleBroken, match="answers shown"):
        fresh(talk).answer_ready(cast.ana_partner, "Whatever", now=at(TALK))


def test_second_press_on_begin_finds_it_begun(cast, debrief):
    fresh(debrief).begin(cast.ana_partner, now=at(DEBRIEF))
    fresh(debrief).begin(cast.ben_partner, now=at(DEBRIEF, 1))
    assert (fresh(debrief).moves, fresh(debrief).step_began_at) == (1, at(DEBRIEF))


# --- Who begins.


def test_who_begins_changes_from_one_time_to_the_next(cast, debrief):
    following = type(debrief).on(debrief.ritual, debrief.date + timedelta(7))
    assert {fresh(debrief).first_id, fresh(following).first_id} == {
        cast.ana_partner.pk,
        cast.ben_partner.pk,
    }


def test_the_two_choose_who_begins_before_it_has_begun(cast, debrief):
    other = fresh(debrief).partner_of(1)
    fresh(debrief).let_begin(cast.ana_partner, other, now=at(DEBRIEF))
    assert fresh(debrief).first_id == other.pk
    fresh(debrief).begin(cast.ana_partner, now=at(DEBRIEF))
    with pytest.raises(RuleBroken, match="begun already"):
        fresh(debrief).let_begin(cast.ana_partner, fresh(debrief).partner_of(1), now=at(DEBRIEF))


# --- Turns.


def test_words_show_to_both_when_their_writer_passes_the_step(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    go(debrief, session.speaker, now=at(DEBRIEF, 2), words="The tea.")
    assert opened(debrief, at(DEBRIEF, 2)) == {(session.speaker.name, "thanks"): "The tea."}
    own = debrief.checkin_of(session.speaker)
    assert own.answers["thanks"] == us("The tea.")


def test_words_of_a_turn_come_from_their_own_account_alone(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    listener = session.partner_of(1)
    with pytest.raises(RuleBroken, match="turn"):
        go(debrief, listener, now=at(DEBRIEF), words="For you.")
    assert (fresh(debrief).place, OpenedAnswer.objects.count()) == (0, 0)


def test_on_one_phone_the_other_turn_is_passed_without_words(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    go(debrief, session.partner_of(1), now=at(DEBRIEF))
    assert fresh(debrief).speaker == session.partner_of(1)


def test_what_opened_in_a_turn_stays_when_both_are_done_and_goes_when_taken_back(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    writer = session.speaker
    go(debrief, writer, now=at(DEBRIEF), words="The tea.")
    for partner in (cast.ana_partner, cast.ben_partner):
        debrief.checkin_of(partner).done(now=at(DEBRIEF, 9))
    assert (writer.name, "thanks") in opened(debrief, at(DEBRIEF, 9))
    debrief.checkin_of(writer).take_back("thanks", now=at(DEBRIEF, 10))
    assert opened(debrief, at(DEBRIEF, 10)) == {}


def test_a_step_passed_twice_is_passed_once(cast, debrief):
    seen = begin(debrief, cast, now=at(DEBRIEF)).moves
    for partner in (cast.ana_partner, cast.ben_partner, cast.ana_partner):
        go(debrief, partner, now=at(DEBRIEF), seen=seen, step="thanks")
    assert fresh(debrief).place == 1


def test_words_pressed_twice_are_said_once(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    for _twice in range(2):
        go(
            debrief,
            session.speaker,
            now=at(DEBRIEF),
            seen=session.moves,
            step="thanks",
            words="Tea",
        )
    assert (fresh(debrief).place, OpenedAnswer.objects.count()) == (1, 1)


def test_words_of_a_turn_that_the_other_passed_meanwhile_are_not_lost(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    writer, seen = session.speaker, session.moves
    go(debrief, session.partner_of(1), now=at(DEBRIEF))
    go(debrief, writer, now=at(DEBRIEF, 1), seen=seen, step="thanks", words="The tea.")
    assert opened(debrief, at(DEBRIEF, 1)) == {(writer.name, "thanks"): "The tea."}
    assert (fresh(debrief).place, fresh(debrief).moves) == (1, seen + 2)


def test_words_that_come_after_the_stop_stay_with_their_author(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    fresh(debrief).stop(session.partner_of(1), now=at(DEBRIEF))
    go(debrief, session.speaker, now=at(DEBRIEF), seen=session.moves, step="thanks", words="Tea")
    assert opened(debrief, at(DEBRIEF)) == {}
    assert debrief.checkin_of(session.speaker).answers["thanks"]["visibility"] == "me"


# --- The vulnerability session.


def test_one_more_try_at_most(cast, talk):
    session = come_to(talk, cast, "heard", turn=0, now=at(TALK))
    speaker = session.speaker
    go(talk, speaker, now=at(TALK), choice="Not yet")
    assert fresh(talk).screen.part == "again"
    go(talk, cast.ben_partner, now=at(TALK), choice="again")
    assert fresh(talk).asked["slug"] == "say-back"
    for _step in ("say-back", "validate"):
        go(talk, cast.ana_partner, now=at(TALK))
    go(talk, speaker, now=at(TALK), choice="Not yet")
    assert fresh(talk).asked["slug"] == "breathe"


def test_whether_one_feels_heard_is_kept_nowhere(cast, talk):
    session = come_to(talk, cast, "heard", turn=0, now=at(TALK))
    go(talk, session.speaker, now=at(TALK), choice="Partly")
    assert not OpenedAnswer.objects.exists()
    assert [one.answers for one in CheckIn.objects.all()] == [{}, {}]


@pytest.mark.parametrize(
    ("choice", "count", "is_owned"),
    [("Yes", 1, True), ("Let me think", 1, False), ("I cannot", 0, False)],
)
def test_what_follows_is_taken_on_by_whoever_said_yes(cast, talk, choice, count, is_owned):
    session = come_to(talk, cast, "follows", turn=0, now=at(TALK))
    asker, answerer = session.speaker, session.partner_of(1)
    go(talk, asker, now=at(TALK), words="A walk on Sunday")
    go(talk, answerer, now=at(TALK), choice=choice)
    assert FollowUp.objects.count() == count
    for noted in FollowUp.objects.select_related("couple"):
        assert (noted.words, noted.owner == answerer) == ("A walk on Sunday", is_owned)
    assert not OpenedAnswer.objects.exists()  # a no leaves nothing of what was asked


def test_the_answer_to_what_was_asked_is_not_the_askers(cast, talk):
    session = come_to(talk, cast, "follows", turn=0, now=at(TALK))
    go(talk, session.speaker, now=at(TALK), words="A walk on Sunday")
    with pytest.raises(RuleBroken, match="turn"):
        go(talk, session.speaker, now=at(TALK), choice="Yes")


# --- Decisions.


@pytest.mark.parametrize(
    ("choice", "due", "open_", "undecided"),
    [("Yes", None, 1, False), ("Think until", 10, 1, True), ("No", None, 0, False)],
)
def test_a_decision_becomes_a_follow_up(cast, budget, choice, due, open_, undecided):
    come_to(budget, cast, "decide", now=at(BUDGET))
    day = at(BUDGET).date() + timedelta(due) if due else None
    go(budget, cast.ana_partner, now=at(BUDGET), words="A new bed", choice=choice, due_on=day)
    assert FollowUp.objects.count() == open_
    assert [one.undecided for one in FollowUp.objects.all()] == [undecided] * open_
    assert fresh(budget).asked["slug"] == "agreed"


def test_what_both_note_at_once_is_noted_once_and_the_second_is_told(cast, budget):
    seen = come_to(budget, cast, "agreed", now=at(BUDGET)).moves
    go(budget, cast.ana_partner, now=at(BUDGET), words="Call the bank", mine=True)
    with pytest.raises(RuleBroken, match="gone on already"):
        go(budget, cast.ben_partner, now=at(BUDGET), seen=seen, step="agreed", words="Call mum")
    go(budget, cast.ana_partner, now=at(BUDGET), seen=seen, step="agreed", words="Call the bank")
    assert FollowUp.objects.get().owner == cast.ana_partner


def test_a_promise_is_taken_on_by_whoever_made_it(cast, debrief):
    session = come_to(debrief, cast, "promise", turn=1, now=at(DEBRIEF))
    go(debrief, session.speaker, now=at(DEBRIEF), words="I cook on Tuesday")
    assert FollowUp.objects.get().owner == session.speaker


# --- Own answers.


def test_own_answers_of_a_session_open_as_those_of_a_check_in(cast, debrief):
    come_to(debrief, cast, "close", now=at(DEBRIEF))
    for partner, value in ((cast.ana_partner, 4), (cast.ben_partner, 2)):
        go(debrief, partner, now=at(DEBRIEF), step="close", answers={"connection": us(value)})
    assert fresh(debrief).status == Status.HELD
    assert opened(debrief, at(DEBRIEF)) == {}
    morning = at(DEBRIEF) + timedelta(hours=13)
    assert opened(debrief, morning) == {("Ana", "connection"): 4, ("Ben", "connection"): 2}


def test_an_own_answer_to_a_step_that_both_left_is_kept(cast, budget):
    seen = come_to(budget, cast, "the-talk", now=at(BUDGET)).moves
    go(budget, cast.ana_partner, now=at(BUDGET), seen=seen, step="the-talk")
    late = {"the-talk": {"value": "Fair", "visibility": "me"}}
    go(budget, cast.ben_partner, now=at(BUDGET), seen=seen, step="the-talk", answers=late)
    own = budget.checkin_of(cast.ben_partner)
    assert (own.answers, own.state) == (late, CheckIn.State.DONE)


# --- Stopping, leaving, ending.


def test_a_stop_says_nothing_of_who_stopped(cast, talk):
    rows = []
    for stopper in (cast.ana_partner, cast.ben_partner):
        come_to(talk, cast, "speak", now=at(TALK))
        fresh(talk).stop(stopper, now=at(TALK))
        [row] = Session.objects.values()
        rows.append({name: value for name, value in row.items() if name != "id"})
        Session.objects.all().delete()
        CheckIn.objects.all().delete()
    assert rows[0] == rows[1]


def test_a_stop_loses_nothing_that_was_shown(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    go(debrief, session.speaker, now=at(DEBRIEF), words="The tea.")
    fresh(debrief).stop(cast.ben_partner, now=at(DEBRIEF))
    assert len(opened(debrief, at(DEBRIEF))) == 1


def test_nothing_of_the_hour_is_kept_when_it_ends(cast, debrief):
    begin(debrief, cast, now=at(DEBRIEF))
    fresh(debrief).stop(cast.ben_partner, now=at(DEBRIEF))
    assert (fresh(debrief).step_began_at, fresh(debrief).ended_on) == (None, at(DEBRIEF).date())


def test_a_stopped_session_stays_stopped(cast, debrief):
    begin(debrief, cast, now=at(DEBRIEF))
    fresh(debrief).stop(cast.ben_partner, now=at(DEBRIEF))
    moves = fresh(debrief).moves
    fresh(debrief).begin(cast.ana_partner, now=at(DEBRIEF))
    go(debrief, cast.ana_partner, now=at(DEBRIEF))
    fresh(debrief).stop(cast.ana_partner, now=at(DEBRIEF))
    assert (fresh(debrief).status, fresh(debrief).moves) == (Status.STOPPED, moves)


def test_session_is_resumed_the_next_day_and_not_after_its_window(cast, debrief):
    begin(debrief, cast, now=at(DEBRIEF))
    go(debrief, cast.ben_partner, now=at(DEBRIEF) + timedelta(hours=20))
    assert fresh(debrief).place == 1
    with pytest.raises(RuleBroken, match="time for this date is over"):
        go(debrief, cast.ben_partner, now=at(DEBRIEF) + timedelta(days=3))


def test_the_ring_never_tells_more_than_its_own_time(cast, debrief):
    session = begin(debrief, cast, now=at(DEBRIEF))
    assert session.seconds_gone(at(DEBRIEF, 1)) == 60
    assert session.seconds_gone(at(DEBRIEF) + timedelta(hours=20)) == 150


def test_a_session_needs_two(cast, starters):
    from tests.cast import make_couple, make_person

    alone = make_couple(make_person("Ida"))
    date = keep(alone, DEBRIEF)
    with pytest.raises(RuleBroken, match="for two"):
        fresh(date).begin(alone.partners_now().get(), now=at(DEBRIEF))


def test_a_session_that_is_over_reminds_nobody(cast, debrief):
    begin(debrief, cast, now=at(DEBRIEF))
    for person in (cast.ana, cast.ben):
        Notice.objects.tell(
            person=person, kind="checkins.ritual", subject=debrief.pk,
            due_at=at(DEBRIEF), until=at(DEBRIEF, 60),
        )  # fmt: skip
    fresh(debrief).stop(cast.ana_partner, now=at(DEBRIEF))
    assert not Notice.objects.open().exists()


def test_draft_stays_with_its_author_until_it_is_shown(cast, debrief):
    from checkins.models.passing import Given, keep_draft

    session = begin(debrief, cast, now=at(DEBRIEF))
    keep_draft(
        fresh(debrief), session.speaker, Given(words="The t"), step="thanks", now=at(DEBRIEF)
    )
    assert opened(debrief, at(DEBRIEF)) == {}
    assert debrief.checkin_of(session.speaker).answers["thanks"]["visibility"] == "me"
    assert fresh(debrief).moves == session.moves
