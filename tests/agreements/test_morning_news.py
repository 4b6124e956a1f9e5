"""One is told next morning that something waits, once a day, and of nothing taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from agreements.models import Clause, Comment
from agreements.models.morning_news import TALK
from agreements.mornings import morning_after
from agreements.planning import end_with_the_couple
from tests.agreements.drafting import accept, agree, own, propose
from tests.cast import NOON
from trustpact.notices.models import Notice, Schedule
from trustpact.notices.planning import plan_due

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)  # 07:00 in Berlin
DAY = timedelta(days=1)


@pytest.fixture
def clause(cast):
    clause = own(cast)
    agree(cast, clause)
    return Clause.objects.get()


def send(clause, partner, words="Could it be Fridays?", now=NOON):
    return Comment.send(clause, partner=partner, words=words, now=now)


def sweep_until(moment, since=NOON):
    for hour in range(int((moment - since) / timedelta(hours=1)) + 1):
        plan_due(since + timedelta(hours=hour))


def told():
    notices = Notice.objects.filter(kind=TALK).order_by("due_at")
    return [(one.person.name, one.due_at) for one in notices]


def test_the_other_is_told_next_morning_and_the_author_is_not(cast, clause):
    send(clause, cast.ana_partner)
    plan_due(MORNING - timedelta(seconds=1))
    assert told() == []
    plan_due(MORNING)
    assert told() == [("Ben", MORNING)]


def test_several_things_of_one_day_are_told_once(cast, clause):
    propose(clause, cast.ana_partner)
    for number in range(3):
        send(clause, cast.ana_partner, f"Thought {number}.", now=NOON + timedelta(hours=number))
    sweep_until(MORNING + 2 * DAY)
    assert told() == [("Ben", MORNING)]


def test_what_comes_the_next_day_is_told_the_morning_after(cast, clause):
    send(clause, cast.ana_partner, "One.")
    sweep_until(MORNING)
    send(clause, cast.ana_partner, "Two.", now=NOON + DAY)
    sweep_until(MORNING + 2 * DAY, since=NOON + DAY)
    assert told() == [("Ben", MORNING), ("Ben", MORNING + DAY)]


def test_what_was_taken_back_is_told_to_nobody_and_leaves_nothing(cast, clause):
    send(clause, cast.ana_partner).take_back(partner=cast.ana_partner, now=NOON)
    assert not Schedule.objects.exists()
    sweep_until(MORNING)
    assert told() == []


def test_taking_one_back_of_two_leaves_the_morning_of_the_other(cast, clause):
    send(clause, cast.ana_partner, "It stays.")
    send(clause, cast.ana_partner, "It goes.").take_back(partner=cast.ana_partner, now=NOON)
    sweep_until(MORNING)
    assert told() == [("Ben", MORNING)]


def test_what_was_told_is_not_told_again_when_later_words_are_taken_back(cast, clause):
    send(clause, cast.ana_partner, "It stays.")
    sweep_until(MORNING)
    later = NOON + DAY
    written = send(clause, cast.ana_partner, "It goes.", now=later)
    written.take_back(partner=cast.ana_partner, now=later)
    sweep_until(MORNING + 2 * DAY, since=later)
    assert told() == [("Ben", MORNING)]


def test_what_was_answered_the_same_day_is_not_told(cast, clause):
    accept(propose(clause, cast.ana_partner), cast.ben_partner)
    sweep_until(MORNING)
    assert told() == []


def test_each_is_told_of_what_the_other_sent(cast, clause):
    send(clause, cast.ana_partner, "One.")
    send(clause, cast.ben_partner, "Two.")
    sweep_until(MORNING)
    assert sorted(told()) == [("Ana", MORNING), ("Ben", MORNING)]


def test_the_notice_leads_to_the_agreement(cast, clause):
    send(clause, cast.ana_partner)
    plan_due(MORNING)
    assert Notice.objects.get(kind=TALK).path == "/pages/"


def test_nothing_is_told_once_the_couple_has_ended(cast, clause):
    send(clause, cast.ana_partner)
    end_with_the_couple(cast.couple, NOON)
    sweep_until(MORNING)
    assert told() == []


@pytest.mark.parametrize(
    ("zone", "hour"),  # UTC
    [
        ("Pacific/Auckland", 18),  # seven in Berlin is evening there: told the morning after
        ("America/Los_Angeles", 15),
        ("Asia/Kolkata", 1),
    ],
)
def test_a_morning_follows_from_the_day_alone_in_any_zone(zone, hour):
    moment = morning_after(NOON.date(), zone, shared="Europe/Berlin")
    assert moment.hour == hour
    assert MORNING <= moment < MORNING + DAY


def test_one_in_another_zone_is_told_once_in_their_own_morning(cast, clause):
    cast.ben.zone = "Pacific/Auckland"
    cast.ben.save(update_fields=["zone"])
    send(clause, cast.ana_partner, "One.")
    send(clause, cast.ana_partner, "Two.", now=NOON + timedelta(hours=20))
    sweep_until(MORNING + 3 * DAY)
    assert [moment.hour for _name, moment in told()] == [18, 18]
