"""A pause: who is told what, what rests, three a day, and the way back."""

from datetime import time, timedelta

import pytest

from checkins import moments
from checkins.models import Pause
from checkins.models.pause import Return
from checkins.models.ritual import KIND
from tests.cast import NOON
from tests.checkins.conftest import begin
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice, Silence
from trustpact.notices.sweep import sweep
from trustpact.rules import RuleBroken, TooOften

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def budget(cast, starters):
    """A ritual that the two hold together, today at 18:00 in Berlin."""
    ritual = begin(cast.couple, "weekly-debrief")
    ritual.reschedule(now=NOON, weekdays="0", at=time(13, 30))
    return ritual


def line(person, now=NOON):
    return moments.line_for(Partner.objects.of(person), now)


def pause(partner, now=NOON, back=None):
    begun = Pause.begin(partner, now=now)
    return Pause.change(partner, back, now=now) if back else begun


def reminded(person):
    return Notice.objects.filter(person=person, kind=KIND, status=Notice.Status.SENT).count()


def test_pause_is_told_to_the_other_and_says_when_roughly(cast):
    pause(cast.ana_partner)
    assert line(cast.ben)["other"] == "back in an hour or so"
    assert line(cast.ben)["own"] is None
    assert line(cast.ana)["own"] == "You are on a pause. You said: back today at 14:00."


@pytest.mark.parametrize(
    ("back", "told"),
    [
        (Return.MINUTES, "back in twenty minutes or so"),
        (Return.HOUR, "back in an hour or so"),
        (Return.EVENING, "back this evening"),
        (Return.TOMORROW, "back tomorrow"),
    ],
)
def test_pause_tells_the_return_that_was_chosen(cast, back, told):
    pause(cast.ana_partner, back=back)
    assert line(cast.ben)["other"] == told


@pytest.mark.parametrize("back", [Return.MINUTES, Return.HOUR, Return.EVENING])
def test_pause_reads_the_same_to_the_other_however_late(cast, back):
    late = pause(cast.ana_partner, back=back).returns_at + HOUR
    before = line(cast.ben, late - 2 * HOUR)
    assert line(cast.ben, late) == before
    assert line(cast.ana, late)["own"].startswith("You meant to be back by now")


def test_pause_until_tomorrow_reads_today_from_then_on(cast):
    returns = pause(cast.ana_partner, back=Return.TOMORROW).returns_at
    assert line(cast.ben, returns - HOUR)["other"] == "back today"
    assert line(cast.ben, returns + HOUR)["other"] == "back today"


def test_pause_lapses_a_day_after_its_return(cast):
    returns = pause(cast.ana_partner).returns_at
    assert line(cast.ben, returns + timedelta(days=1))["other"] is None


@pytest.mark.parametrize("minute", range(0, 60, 7))
def test_return_does_not_tell_the_minute_of_the_call(cast, minute):
    called = NOON + timedelta(minutes=minute, seconds=3)
    returns = pause(cast.ana_partner, now=called).returns_at
    assert returns.minute % 15 == returns.second == 0
    assert HOUR <= returns - called <= HOUR + timedelta(minutes=15)


def test_pause_keeps_no_moment_but_its_return(cast):
    assert {field.name for field in Pause._meta.fields} == {
        "id", "partner", "day", "taken", "back", "returns_at", "words", "said_on",
    }  # fmt: skip


def test_a_second_tap_changes_nothing(cast):
    first = pause(cast.ana_partner, back=Return.EVENING)
    again = Pause.begin(cast.ana_partner, now=NOON + HOUR)
    assert (again.returns_at, again.taken) == (first.returns_at, 1)


def test_a_fourth_pause_in_a_day_is_refused(cast):
    for hour in range(3):
        pause(cast.ana_partner, now=NOON + hour * HOUR)
        Pause.come_back(cast.ana_partner, now=NOON + hour * HOUR)
    with pytest.raises(TooOften):
        pause(cast.ana_partner, now=NOON + 4 * HOUR)
    pause(cast.ana_partner, now=NOON + timedelta(days=1))


def test_evening_is_not_offered_in_the_evening(cast):
    assert Return.EVENING not in Pause.moments(cast.ana_partner, NOON + 8 * HOUR)
    pause(cast.ana_partner, now=NOON + 8 * HOUR)
    with pytest.raises(RuleBroken):
        Pause.change(cast.ana_partner, Return.EVENING, now=NOON + 8 * HOUR)


def test_return_of_no_pause_cannot_be_changed(cast):
    with pytest.raises(RuleBroken):
        Pause.change(cast.ana_partner, Return.HOUR, now=NOON)


def test_coming_back_ends_it_and_twice_does_no_harm(cast, budget):
    pause(cast.ana_partner)
    for _ in range(2):
        Pause.come_back(cast.ana_partner, now=NOON)
    assert line(cast.ben)["other"] is None
    assert not Silence.objects.exists()


def test_words_of_coming_back_are_read_by_the_other_for_two_days(cast):
    pause(cast.ana_partner)
    Pause.come_back(cast.ana_partner, now=NOON, words="Could we try tea?")
    other, words = moments.words_of_return(Partner.objects.of(cast.ben), NOON)
    assert (other.name, words) == ("Ana", "Could we try tea?")
    assert moments.words_of_return(Partner.objects.of(cast.ana), NOON) is None
    later = NOON + timedelta(days=2)
    assert moments.words_of_return(Partner.objects.of(cast.ben), later) is None


# --- What rests


def test_shared_rituals_rest_for_both_until_the_return(cast, budget):
    pause(cast.ana_partner)
    sweep(NOON + timedelta(minutes=45))
    assert reminded(cast.ana) == reminded(cast.ben) == 0


def test_shared_rituals_remind_where_nobody_pauses(cast, budget):
    sweep(NOON + timedelta(minutes=45))
    assert reminded(cast.ana) == reminded(cast.ben) == 1


def test_own_reminders_go_on(cast, daily):
    pause(cast.ana_partner, back=Return.TOMORROW)
    sweep(NOON + 7 * HOUR)
    assert reminded(cast.ana) == reminded(cast.ben) == 1


def test_a_ritual_that_begins_during_a_pause_is_quiet_too(cast, starters):
    pause(cast.ana_partner, back=Return.EVENING)
    ritual = begin(cast.couple, "weekly-debrief")
    ritual.reschedule(now=NOON, weekdays="0", at=time(13, 30))
    sweep(NOON + timedelta(minutes=45))
    assert reminded(cast.ben) == 0


def test_two_pauses_at_one_time_end_each_for_itself(cast, budget):
    pause(cast.ana_partner)
    pause(cast.ben_partner)
    Pause.come_back(cast.ana_partner, now=NOON)
    assert line(cast.ana)["other"] == "back in an hour or so"
    sweep(NOON + timedelta(minutes=45))
    assert reminded(cast.ana) == reminded(cast.ben) == 0


def test_what_must_be_told_is_never_held_back(cast, budget):
    pause(cast.ana_partner)
    sure = Notice.objects.tell(
        person=cast.ben, kind=KIND, subject=budget.pk, due_at=NOON, until=NOON + HOUR,
        urgency=Notice.Urgency.SURE,
    )  # fmt: skip
    sweep(NOON)
    sure.refresh_from_db()
    assert sure.status == Notice.Status.SENT


def test_silences_tell_nobody_when_it_began(cast, budget):
    pause(cast.ana_partner, now=NOON + timedelta(minutes=3))
    told = {(one.from_at.minute, one.until_at.minute % 15) for one in Silence.objects.all()}
    assert told == {(0, 0)}
    assert {cast.couple.local(one.from_at).hour for one in Silence.objects.all()} == {0}


def test_leaving_ends_the_pauses_of_both(cast, budget):
    pause(cast.ana_partner)
    pause(cast.ben_partner)
    cast.ben_partner.leave(now=NOON)
    assert set(Pause.objects.values_list("back", flat=True)) == {""}
    assert not Silence.objects.exists()
    with pytest.raises(Partner.DoesNotExist):
        Pause.begin(cast.ana_partner, now=NOON)
