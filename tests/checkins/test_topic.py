"""Topics: each answers alone, and only "both are ready" shows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Choice
from checkins import topics
from checkins.models import Topic, TopicAnswer, TopicOwn
from checkins.models.topic import Ready
from tests.agreements.drafting import agree, own, say
from tests.cast import NOON
from trustpact.couples.models import Partner
from trustpact.rules import RuleBroken, TooOften
from trustpact.today.day import Day

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
FRIDAY = date(2026, 3, 6)
WORDS = "How we want to spend Easter."


@pytest.fixture
def topic(cast, starters):
    """Ana asks."""
    return Topic.ask(cast.ana_partner, WORDS, now=NOON)


def read(person, now=NOON):
    """Return what a person reads of topics, without what is their own."""
    partner = Partner.objects.of(person)
    return [(one.topic.pk, one.words, one.is_ready) for one in topics.waiting_for(partner, now)]


def titles(person, now=NOON):
    day = Day.of(Partner.objects.of(person), now)
    return [step.title for step in [day.step, *day.waiting] if step]


def test_asking_shows_to_the_other_without_being_ready(cast, topic):
    assert read(cast.ben) == [(topic.pk, WORDS, False)]
    assert "Ana would like to talk about something" in titles(cast.ben)


@pytest.mark.parametrize("ready", [Ready.NOT_YET, None, Ready.DAY])
def test_not_yet_and_no_answer_look_the_same_to_the_other(cast, topic, ready):
    before = read(cast.ana), titles(cast.ana)
    if ready:
        topic.answer(cast.ben_partner, ready, now=NOON, day=FRIDAY)
    assert (read(cast.ana), titles(cast.ana)) == before


def test_both_ready_brings_it_to_today(cast, topic):
    topic.answer(cast.ben_partner, Ready.NOW, now=NOON)
    for person in (cast.ana, cast.ben):
        assert read(person) == [(topic.pk, WORDS, True)]
        assert titles(person)[0] == "You are both ready to talk about something"
    assert [one.pk for one in Topic.ready_for(Partner.objects.of(cast.ana), NOON)] == [topic.pk]


def test_ready_on_a_day_waits_for_it(cast, topic):
    topic.answer(cast.ben_partner, Ready.DAY, day=FRIDAY, now=NOON)
    assert read(cast.ana, NOON + timedelta(days=3)) == [(topic.pk, WORDS, False)]
    assert read(cast.ana, NOON + timedelta(days=4)) == [(topic.pk, WORDS, True)]


def test_putting_off_again_is_for_either_alone(cast, topic):
    topic.answer(cast.ben_partner, Ready.NOW, now=NOON)
    topic.answer(cast.ana_partner, Ready.NOT_YET, now=NOON)
    assert read(cast.ben) == [(topic.pk, WORDS, False)]


def test_taking_up_needs_both(cast, topic):
    with pytest.raises(RuleBroken):
        topic.take_up(cast.ana_partner, now=NOON)
    topic.answer(cast.ben_partner, Ready.NOW, now=NOON)
    topic.take_up(cast.ben_partner, now=NOON)
    assert read(cast.ana) == []


@pytest.mark.parametrize("who", ["ana_partner", "ben_partner"])
def test_either_lets_it_go_alone(cast, topic, who):
    topic.let_go(getattr(cast, who), now=NOON)
    assert read(cast.ana) == read(cast.ben) == []
    with pytest.raises(RuleBroken):
        topic.answer(cast.ben_partner, Ready.NOW, now=NOON)


@pytest.mark.parametrize("day", [None, TODAY, TODAY + timedelta(days=366), date(1, 1, 1)])
def test_a_day_that_is_not_ahead_changes_nothing(cast, topic, day):
    with pytest.raises(RuleBroken):
        topic.answer(cast.ben_partner, Ready.DAY, day=day, now=NOON)
    assert not TopicAnswer.objects.filter(partner=cast.ben_partner).exists()


def test_a_fourth_topic_in_a_day_and_a_sixth_open_one_are_refused(cast, topic):
    for day in (0, 0, 1, 1):
        Topic.ask(cast.ana_partner, WORDS, now=NOON + timedelta(days=day))
        if day == 0 and Topic.objects.count() == 3:
            with pytest.raises(TooOften):
                Topic.ask(cast.ana_partner, WORDS, now=NOON)
    with pytest.raises(TooOften):
        Topic.ask(cast.ana_partner, WORDS, now=NOON + timedelta(days=2))
    Topic.ask(cast.ben_partner, WORDS, now=NOON)


def test_letting_go_does_not_reset_the_day(cast, topic):
    for _ in range(2):
        Topic.ask(cast.ana_partner, WORDS, now=NOON).let_go(cast.ana_partner, now=NOON)
    with pytest.raises(TooOften):
        Topic.ask(cast.ana_partner, WORDS, now=NOON)


def test_nobody_to_ask_is_a_sentence(cast, topic):
    cast.ben_partner.leave(now=NOON)
    with pytest.raises(RuleBroken, match="nobody beside you"):
        Topic.ask(cast.ana_partner, WORDS, now=NOON)


def test_the_end_of_a_couple_lets_all_of_it_go(cast, topic):
    topic.answer(cast.ben_partner, Ready.NOW, now=NOON)
    cast.ana_partner.leave(now=NOON)
    assert Topic.objects.get().status == Topic.Status.LET_GO
    assert not TopicAnswer.objects.exists()


def test_a_draft_is_its_authors_alone_and_gone_once_asked(cast, starters):
    TopicOwn.keep(cast.ana_partner, draft=WORDS)
    assert read(cast.ben) == []
    assert TopicOwn.of(cast.ana_partner).draft == WORDS
    assert TopicOwn.of(cast.ben_partner).draft == ""
    Topic.ask(cast.ana_partner, WORDS, now=NOON)
    assert TopicOwn.of(cast.ana_partner).draft == ""


def test_mute_keeps_topics_off_ones_own_today_alone(cast, topic):
    before = titles(cast.ana)
    TopicOwn.keep(cast.ben_partner, quiet=True)
    assert "Ana would like to talk about something" not in titles(cast.ben)
    assert titles(cast.ana) == before
    assert len(read(cast.ben)) == 1


def test_a_slip_becomes_a_topic_without_saying_that_anybody_is_ready(cast, starters):
    slip = Topic.from_slip(cast.ana_partner, "There is something I kept from you.", now=NOON)
    slip.answer(cast.ben_partner, Ready.NOW, now=NOON)
    assert [ready for *_, ready in read(cast.ben)] == [False]


# --- Parked clauses


@pytest.fixture
def parked(cast, starters):
    """A clause that opened as one to talk about, and rests until Friday."""
    clause = own(cast)
    agree(cast, clause)
    say(clause, cast.ben_partner, Choice.TALK)
    clause.refresh_from_db()
    clause.park(until=FRIDAY, now=NOON)
    return clause


def test_a_parked_clause_comes_here_on_its_day(cast, parked):
    assert read(cast.ben, NOON + timedelta(days=3)) == []
    [(_, words, is_ready)] = read(cast.ben, NOON + timedelta(days=4))
    assert (words, is_ready) == (parked.text, False)


def test_who_answers_first_to_a_clause_shows_nowhere(cast, parked):
    friday = NOON + timedelta(days=4)
    before = read(cast.ben, friday)
    ana = Partner.objects.of(cast.ana)
    topics.find(ana, before[0][0], friday).answer(ana, Ready.NOW, now=friday)
    assert read(cast.ben, friday) == before


def test_a_clause_is_ready_and_taken_up_like_any_topic(cast, parked):
    friday = NOON + timedelta(days=4)
    [(key, *_)] = read(cast.ben, friday)
    for person in (cast.ana, cast.ben):
        partner = Partner.objects.of(person)
        topics.find(partner, key, friday).answer(partner, Ready.NOW, now=friday)
    assert read(cast.ana, friday) == [(key, parked.text, True)]
    topics.find(partner, key, friday).take_up(partner, now=friday)
    assert read(cast.ana, friday) == read(cast.ben, friday) == []


def test_an_answer_to_a_clause_costs_the_others_today_no_query(cast, parked, daily):
    friday = NOON + timedelta(days=4)
    ben = Partner.objects.of(cast.ben)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            Day.of(Partner.objects.of(cast.ben), friday)
        return len(asked)

    queries()  # what is remembered of the library
    before = queries()
    ana = Partner.objects.of(cast.ana)
    [(key, *_)] = read(cast.ben, friday)
    topics.find(ana, key, friday).answer(ana, Ready.NOW, now=friday)
    assert queries() == before
    topics.find(ben, key, friday).answer(ben, Ready.NOW, now=friday)
    assert titles(cast.ben, friday)[0] == "You are both ready to talk about something"
