"""Any life of pauses of two: each gets out alone from every state, and what is told stays within bounds."""

from datetime import timedelta
from random import Random

import pytest
import time_machine

from checkins import moments
from checkins.models import Pause, Topic
from checkins.models.pause import Return
from checkins.models.topic import Ready
from tests.cast import NOON
from tests.checkins import sessions
from tests.checkins.conftest import begin
from trustpact.couples.models import Partner
from trustpact.notices.models import Silence
from trustpact.rules import RuleBroken

pytestmark = pytest.mark.django_db
TOLD = {"back in twenty minutes or so", "back in an hour or so", "back this evening"}
TOLD |= {"back tomorrow", "back today", None}
LIVES, STEPS = 6, 25


def step(random, partner, now):
    """Do one of all that can be done, refused or not."""
    act = random.choice(["begin", "begin", "change", "come back"])
    try:
        if act == "begin":
            Pause.begin(partner, now=now)
        elif act == "change":
            Pause.change(partner, random.choice([*Return]), now=now)
        else:
            Pause.come_back(partner, now=now, words=random.choice(["", "Tea?"]))
    except RuleBroken:
        return


def on(people, now):
    return [Pause.running(Partner.objects.of(person), now) for person in people]


@pytest.mark.parametrize("seed", range(LIVES))
def test_a_life_of_pauses(cast, starters, seed):
    random, now, people = Random(seed), NOON, (cast.ana, cast.ben)
    begin(cast.couple, "weekly-debrief")
    for _ in range(STEPS):
        now += timedelta(minutes=random.choice([0, 7, 50, 400, 1500]))
        step(random, Partner.objects.of(random.choice(people)), now)
        running = on(people, now)
        for person in people:
            assert moments.line_for(Partner.objects.of(person), now)["other"] in TOLD
        quiet = Silence.objects.filter(until_at__gt=now).count()
        assert quiet == 2 * sum(1 for one in running if one and not one.is_late(now))
        assert all(pause.taken <= 3 for pause in Pause.objects.all())
        assert Pause.rests(cast.couple, now) == (quiet > 0)
    for person in people:  # an exit for each alone, whatever the other does
        Pause.come_back(Partner.objects.of(person), now=now)
    assert on(people, now) == [None, None]
    assert not Silence.objects.exists()


# --- A session meanwhile


@pytest.fixture
def evening(cast, starters):
    """A session that they have begun."""
    occurrence = sessions.keep(cast.couple, "weekly-debrief")
    now = sessions.at("weekly-debrief")
    sessions.begin(occurrence, cast, now=now)
    return occurrence, now


def test_a_session_rests_while_somebody_pauses_and_goes_on_after(cast, evening):
    occurrence, now = evening
    place = sessions.fresh(occurrence).place
    Pause.begin(cast.ben_partner, now=now)
    with pytest.raises(RuleBroken, match="A pause is on"):
        sessions.go(occurrence, cast.ana_partner, now=now)
    assert sessions.fresh(occurrence).place == place
    Pause.come_back(cast.ben_partner, now=now)
    sessions.go(occurrence, cast.ana_partner, now=now)
    assert sessions.fresh(occurrence).place != place


def test_a_session_can_be_stopped_during_a_pause(cast, evening):
    occurrence, now = evening
    Pause.begin(cast.ben_partner, now=now)
    sessions.fresh(occurrence).stop(cast.ana_partner, now=now)
    assert sessions.fresh(occurrence).is_over


def test_what_both_are_ready_for_is_offered_where_a_session_begins(client, cast, starters):
    now = sessions.at("weekly-debrief")
    occurrence = sessions.keep(cast.couple, "weekly-debrief")
    topic = Topic.ask(cast.ana_partner, "Easter.", now=now)
    topic.answer(cast.ben_partner, Ready.NOW, now=now)
    client.force_login(cast.ana)
    with time_machine.travel(now, tick=False):
        page = client.get(f"/talks/{occurrence.pk}/round/").content.decode()
    assert "You are both ready to talk about something" in page
