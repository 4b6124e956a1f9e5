"""What goes first, what is held back, and what is set aside because it fails again and again."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.cast import NOON
from tests.notices.kinds_for_tests import HOUR, claimed, scheduled, status, told
from trustpact.notices import claim, flagged, planning, tasks
from trustpact.notices.models import Notice
from trustpact.notices.models.notice import AGAIN_AND_AGAIN
from trustpact.notices.sweep import sweep


class Workers:
    """Takes what is handed over, and does nothing with it."""

    def __init__(self):
        self.handed = []

    def __call__(self, notice_ids, name, urgency):
        self.handed.append((urgency, list(notice_ids)))


@pytest.fixture
def workers():
    return Workers()


def test_what_must_be_told_is_handed_over_before_reminders_that_are_older(cast, workers):
    told(cast.ana, due_at=NOON - HOUR)
    told(cast.ben, kind="test sure")

    sweep(NOON, hand_over=workers)

    assert [urgency for urgency, _ids in workers.handed] == ["sure", "reminder"]


def test_what_must_be_told_has_a_queue_of_its_own(settings):
    queues = {queue.name for queue in settings.CELERY_TASK_QUEUES}

    assert tasks.QUEUES["sure"] != tasks.QUEUES["reminder"]
    assert {*tasks.QUEUES.values(), settings.CELERY_TASK_DEFAULT_QUEUE} < queues


def test_reminders_wait_while_workers_have_enough_and_what_must_be_told_does_not(
    cast, workers, monkeypatch
):
    monkeypatch.setattr(claim, "MOST_ON_THE_WAY", 3)
    for _ in range(5):
        told(cast.ana)

    sweep(NOON, hand_over=workers)
    told(cast.ben, kind="test sure")
    sweep(NOON, hand_over=workers)
    assert [(urgency, len(ids)) for urgency, ids in workers.handed] == [
        ("reminder", 3),
        ("sure", 1),
    ]

    [first, *_others] = workers.handed
    name = Notice.objects.get(pk=first[1][0]).claim
    claim.begin(first[1], claim=name, now=NOON)
    sweep(NOON, hand_over=workers)
    assert len(workers.handed[-1][1]) == 2


def test_what_is_held_back_is_stopped_like_anything_due(cast, workers, monkeypatch):
    monkeypatch.setattr(claim, "MOST_ON_THE_WAY", 0)
    held = told(cast.ana)
    sweep(NOON, hand_over=workers)

    Notice.objects.filter(pk=held.pk).cancel()

    assert status(held) == Notice.Status.CANCELLED
    assert workers.handed == []


def test_what_was_in_hand_when_its_worker_died_goes_alone(cast, workers):
    for _ in range(3):
        told(cast.ana, kind="test sure")
    ids, name = claimed(3)
    claim.begin(ids, claim=name, now=NOON)

    later = NOON + claim.WORK_LEASE
    told(cast.ben, kind="test sure")
    sweep(later, hand_over=workers)

    assert sorted(len(ids) for _urgency, ids in workers.handed) == [1, 1, 1, 1]
    assert set(Notice.objects.filter(pk__in=ids).values_list("attempts", flat=True)) == {1}


def test_what_is_tried_again_and_again_is_listed_while_it_may_still_be_sent(cast, smtp_sink):
    told(cast.ana, kind="test sure", until=NOON + 20 * HOUR)
    smtp_sink.refuse = "451 Come back later"
    now, listed = NOON, []
    for _ in range(AGAIN_AND_AGAIN):
        listed.append(flagged.listed())
        sweep(now)
        now = Notice.objects.get().next_at

    assert not any(listed)
    assert [(row.state, row.count) for row in flagged.listed()] == [(flagged.IN_VAIN, 1)]
    smtp_sink.refuse = ""
    sweep(now)
    assert flagged.listed() == []


def test_schedule_that_fails_is_tried_more_and_more_rarely_and_takes_no_other_along(cast, caplog):
    faulty, now, pauses = scheduled(cast.ana, kind="test faulty"), NOON, []
    for _ in range(12):
        sweep(now)
        faulty.refresh_from_db()
        pauses.append(faulty.next_at - now)
        now = faulty.next_at

    assert pauses[:2] == [planning.AGAIN_AFTER_AN_ERROR, 2 * planning.AGAIN_AFTER_AN_ERROR]
    assert pauses[-1] == planning.LONGEST_PAUSE
    assert caplog.text.count("one by one") == 1


def test_schedule_that_is_mended_starts_anew(cast):
    faulty = scheduled(cast.ana, kind="test faulty")
    sweep(NOON)
    type(faulty).objects.update(kind="test reminder")

    sweep(NOON + planning.AGAIN_AFTER_AN_ERROR)

    faulty.refresh_from_db()
    assert (faulty.flagged, faulty.failures) == (False, 0)


def test_operator_has_tried_at_once_what_was_set_aside(cast, capsys):
    faulty = scheduled(cast.ana, kind="test faulty")
    for _ in range(6):
        sweep(faulty.next_at)
        faulty.refresh_from_db()
    type(faulty).objects.update(kind="test reminder")

    call_command("flagged", "--again")

    faulty.refresh_from_db()
    assert "1 are due again" in capsys.readouterr().out
    assert faulty.next_at <= timezone.now()
