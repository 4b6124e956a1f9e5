"""Who can say what next in a repair, and that nothing ever waits for the one who was hurt."""

from hypothesis import given
from hypothesis import strategies as st

from checkins.mending import (
    ACKNOWLEDGE,
    ACTION,
    ANSWER,
    APOLOGISE,
    CHANGE_IT,
    FOLLOW_THROUGH,
    HURT,
    IMPACT,
    MOST_ACTIONS,
    NOT_YET,
    OTHER,
    PARTLY,
    REST,
    UNDERSTOOD,
    YES,
    Said,
    State,
)

BY_HURT = {ANSWER, IMPACT, UNDERSTOOD, ACTION, FOLLOW_THROUGH, REST}


def told(opener, *said):
    return State(opener, tuple(Said(by, step, *more) for by, step, *more in said))


@st.composite
def states(draw):
    """Draw a state that two people can come to: each time somebody says what is open to them."""
    state = State(draw(st.sampled_from([HURT, OTHER])))
    for number in range(draw(st.integers(0, 14))):
        side = draw(st.sampled_from([HURT, OTHER]))
        can = [step for step in state.open_to(side) if step != REST]
        if not can:
            continue
        step = draw(st.sampled_from(can))
        choices = state.choices(side, step)
        choice = draw(st.sampled_from(choices)) if choices else None
        about = draw(st.sampled_from(state.to_follow(side))) if step == FOLLOW_THROUGH else None
        state = State(state.opener, (*state.said, Said(side, step, choice, about, number)))
    return state


def test_the_hurt_can_begin_with_how_it_landed():
    assert told(HURT).next_step(HURT) == IMPACT


def test_the_other_answers_first():
    assert told(HURT).open_to(OTHER) == [ANSWER]
    assert told(HURT, (OTHER, ANSWER, YES)).open_to(OTHER) == [ACKNOWLEDGE]


def test_whoever_says_that_they_hurt_goes_on_without_an_answer():
    assert told(OTHER).open_to(OTHER) == [ACKNOWLEDGE]
    assert told(OTHER).choices(HURT, ANSWER) == [YES, 1]


def test_partly_understood_lets_the_other_try_again():
    said = [(OTHER, ANSWER, YES), (OTHER, ACKNOWLEDGE), (HURT, UNDERSTOOD, PARTLY)]
    assert told(HURT, *said[:2]).next_step(OTHER) == APOLOGISE
    assert told(HURT, *said).next_step(OTHER) == ACKNOWLEDGE


def test_a_step_is_open_once():
    said = [(OTHER, ANSWER, YES), (OTHER, ACKNOWLEDGE), (OTHER, APOLOGISE), (HURT, IMPACT)]
    state = told(HURT, *said)
    assert not {ANSWER, ACKNOWLEDGE, APOLOGISE} & set(state.open_to(OTHER))
    assert IMPACT not in state.open_to(HURT)


def test_an_action_that_shall_change_makes_room_for_another():
    said = [(OTHER, ANSWER, YES), (OTHER, ACKNOWLEDGE), (OTHER, APOLOGISE)]
    said += [(OTHER, ACTION, None, None, number) for number in range(MOST_ACTIONS)]
    assert ACTION not in told(HURT, *said).open_to(OTHER)
    said.append((HURT, FOLLOW_THROUGH, CHANGE_IT, 0))
    assert ACTION in told(HURT, *said).open_to(OTHER)


@given(states())
def test_not_yet_is_never_something_that_is_said(state):
    for side in (HURT, OTHER):
        for step in (UNDERSTOOD, FOLLOW_THROUGH):
            assert NOT_YET not in state.choices(side, step)


@given(states())
def test_to_rest_is_open_to_the_hurt_in_every_state_and_to_nobody_else(state):
    assert REST in state.open_to(HURT)
    assert REST not in state.open_to(OTHER)


@given(states())
def test_no_state_waits_for_the_hurt(state):
    """Whatever the hurt never said, the other could go on from the same place."""
    without = tuple(one for one in state.said if one.by == OTHER)
    again = any(one.step == UNDERSTOOD and one.choice == PARTLY for one in state.said)
    alone = set(State(state.opener, without).open_to(OTHER))
    here = set(state.open_to(OTHER))
    assert (
        alone - here - {FOLLOW_THROUGH, ACTION} <= {ACKNOWLEDGE}
        if again
        else alone
        <= here
        | {
            FOLLOW_THROUGH,
            ACTION,
        }
    )


@given(states())
def test_the_hurt_is_asked_for_nothing_but_their_own_steps(state):
    assert set(state.open_to(HURT)) <= BY_HURT
    assert state.next_step(HURT) not in {ACKNOWLEDGE, APOLOGISE, REST, ACTION}
