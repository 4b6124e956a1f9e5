from uuid import uuid4

import pytest

from tests.cast import NOON
from tests.notices.kinds_for_tests import DAY, HOUR, scheduled, told
from trustpact.notices import kinds
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.sweep import sweep


def test_plan_moves_the_one_row_it_has(cast):
    first = scheduled(cast.ana)
    again = scheduled(cast.ana, subject=first.subject, next_at=NOON + DAY)

    assert again.pk == first.pk
    assert Schedule.objects.get().next_at == NOON + DAY


def test_end_leaves_other_subjects_alone(cast):
    ended, kept = scheduled(cast.ana), scheduled(cast.ana)

    Schedule.objects.end(subject=ended.subject)

    assert list(Schedule.objects.all()) == [kept]


def test_end_for_one_person_leaves_the_other(cast):
    shared = uuid4()
    scheduled(cast.ana, subject=shared)
    kept = scheduled(cast.ben, subject=shared)

    Schedule.objects.end(subject=shared, person=cast.ana, kind="test reminder")

    assert list(Schedule.objects.all()) == [kept]


def test_sweep_plans_what_is_due_and_moves_it_on(cast):
    due, ahead = scheduled(cast.ana), scheduled(cast.ana, next_at=NOON + HOUR)

    swept = sweep(NOON)

    due.refresh_from_db()
    ahead.refresh_from_db()
    assert (due.next_at, ahead.next_at) == (NOON + DAY, NOON + HOUR)
    assert Notice.objects.get().series == due.subject
    assert swept.planned == 1


def test_sweep_leaves_a_sleeping_schedule_alone(cast):
    scheduled(cast.ana, next_at=None)

    assert sweep(NOON).planned == 0


def test_sweep_plans_the_others_when_one_raises(cast):
    faulty = scheduled(cast.ana, kind="test faulty")
    sound = scheduled(cast.ana)

    sweep(NOON)

    faulty.refresh_from_db()
    sound.refresh_from_db()
    assert sound.next_at == NOON + DAY
    assert NOON < faulty.next_at <= NOON + HOUR
    assert list(Schedule.objects.flagged()) == [faulty]


def test_sweep_keeps_nothing_of_a_plan_that_raised(cast):
    scheduled(cast.ana, kind="test faulty")

    sweep(NOON)

    assert not Notice.objects.exists()


def test_sweep_logs_no_words_of_an_error(cast, caplog):
    scheduled(cast.ana, kind="test faulty")

    sweep(NOON)

    assert "ValueError" in caplog.text
    assert "somebody wrote" not in caplog.text


def test_sweep_puts_off_a_kind_that_nobody_registered(cast):
    schedule = scheduled(cast.ana, kind="test unheard of")

    sweep(NOON)

    schedule.refresh_from_db()
    assert schedule.flagged
    assert schedule.next_at > NOON


def test_sweep_flags_a_planner_that_does_not_move_on(cast):
    stuck = scheduled(cast.ana, next_at=NOON - 3 * DAY)

    sweep(NOON)

    stuck.refresh_from_db()
    assert stuck.flagged
    assert stuck.next_at > NOON


def test_planning_well_again_takes_the_flag_away(cast):
    schedule = scheduled(cast.ana)
    Schedule.objects.update(flagged=True)

    sweep(NOON)

    schedule.refresh_from_db()
    assert not schedule.flagged


def test_sweep_with_nothing_due_is_one_statement(cast, django_assert_num_queries):
    scheduled(cast.ana, next_at=NOON + HOUR)

    with django_assert_num_queries(1):
        sweep(NOON)


@pytest.mark.parametrize("count", [1, 30])
def test_sweep_takes_the_same_statements_for_any_number(cast, count, django_assert_max_num_queries):
    kinds.register("test many", plan_many=plan_many)
    for _ in range(count):
        scheduled(cast.ana, kind="test many")

    # What a thousand take too: at most 0.02 each (speed.md).
    with django_assert_max_num_queries(20):
        swept = sweep(NOON, hand_over=lambda *_: None)

    assert swept.planned == swept.claimed == count


def plan_many(schedules, now):
    Notice.objects.tell_many(
        Notice.objects.about_to_tell(
            person_id=schedule.person_id,
            kind="test reminder",
            subject=uuid4(),
            words={"place": place} if place % 2 else {},
            due_at=schedule.next_at,
            until=schedule.next_at + HOUR,
        )
        for place, schedule in enumerate(schedules)
    )
    return [now + DAY] * len(schedules)


@pytest.mark.parametrize("count", [1, 3])
def test_many_notices_are_written_whole(cast, count):
    schedules = [scheduled(cast.ana) for _ in range(count)]

    plan_many(schedules, NOON)
    plan_many([], NOON)

    written = Notice.objects.order_by("pk")
    assert len(written) == count
    for notice in written:
        assert (notice.person, notice.kind, notice.status) == (cast.ana, "test reminder", "due")
        assert (notice.due_at, notice.next_at, notice.until) == (NOON, NOON, NOON + HOUR)
        assert (notice.series, notice.claim, notice.begun, notice.lead) == (None, None, False, 0)
        assert (notice.channel, notice.urgency, notice.attempts) == ("mail", "reminder", 0)
        assert notice.address == ""
    words = sorted(notice.words.get("place", 0) for notice in written)
    assert words == [0, *([0, 1] if count == 3 else [])]


def test_notice_that_is_there_stays_as_it_is_among_many(cast):
    kept = told(cast.ana)
    again = Notice.objects.about_to_tell(
        person_id=cast.ana.pk,
        kind=kept.kind,
        subject=kept.subject,
        due_at=NOON + HOUR,
        until=NOON + DAY,
    )
    new = Notice.objects.about_to_tell(
        person_id=cast.ana.pk,
        kind=kept.kind,
        subject=uuid4(),
        due_at=NOON,
        until=NOON + DAY,
        series=uuid4(),
    )

    Notice.objects.tell_many([again, new])

    assert set(Notice.objects.values_list("pk", "due_at")) == {(kept.pk, NOON), (new.pk, NOON)}
