"""Appreciations: sent for good, ten a day, put away and muted by whom they reach alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from checkins.models import Appreciation, AppreciationOwn, Pause
from tests.cast import NOON, make_couple
from tests.checkins.conftest import begin, berlin
from trustpact.couples.models import Partner
from trustpact.notices.models import Notice
from trustpact.notices.sweep import sweep
from trustpact.privacy.registry import classification_of
from trustpact.rules import RuleBroken, TooOften
from trustpact.today.day import Day

pytestmark = pytest.mark.django_db
WORDS = "Thank you for listening."
TODAY = NOON.date()


@pytest.fixture
def given(cast, starters):
    """Ana thanks Ben."""
    return Appreciation.give(cast.ana_partner, WORDS, now=NOON)


def read(person, now=NOON):
    """Return the words that a person reads of the last week."""
    return [one.words for one in Appreciation.lately(Partner.objects.of(person), now)]


def on_today(person, now=NOON):
    return [one.words for one in Day.of(Partner.objects.of(person), now).thanks]


def say(partner, count, now=NOON):
    return [Appreciation.give(partner, f"Thank you, {one}.", now=now) for one in range(count)]


def test_both_read_it_at_once_and_today_shows_it_to_whom_it_was_sent(cast, given):
    assert read(cast.ana) == read(cast.ben) == [WORDS]
    assert (on_today(cast.ana), on_today(cast.ben)) == ([], [WORDS])


def test_today_shows_it_until_the_next_day_ends_read_or_not(cast, given):
    assert on_today(cast.ben, berlin(3, 23, 59)) == [WORDS]
    assert on_today(cast.ben, berlin(4, 1)) == []


def test_today_asks_for_it_only_where_there_is_some(cast, given):
    begin(cast.couple)
    ben = Partner.objects.of(cast.ben)
    counts = []
    for now in (NOON, NOON, NOON + timedelta(days=4)):  # the first brings what is remembered
        with CaptureQueriesContext(connection) as queries:
            assert Day.of(ben, now).thanks == ([given] if now == NOON else [])
        counts.append(len(queries))
    assert counts[1] - counts[2] == 1


def test_nothing_leaves_the_app(cast, given):
    sweep(NOON + timedelta(days=2))
    assert (Notice.objects.count(), mail.outbox) == (0, [])


def test_no_moment_is_kept(given):
    kept = {name: value for name, value in vars(given).items() if name != "_state"}
    assert kept["given_on"] == TODAY
    assert not any(hasattr(value, "hour") for value in kept.values())


def test_a_second_tap_changes_nothing(cast, given):
    assert Appreciation.give(cast.ana_partner, WORDS, now=NOON) == given
    assert Appreciation.objects.count() == 1


def test_the_same_words_are_new_on_another_day(cast, given):
    assert Appreciation.give(cast.ana_partner, WORDS, now=NOON + timedelta(days=1)) != given


def test_the_eleventh_in_a_day_is_too_often_for_its_author_alone(cast, starters):
    say(cast.ana_partner, 10)
    with pytest.raises(TooOften):
        Appreciation.give(cast.ana_partner, WORDS, now=NOON)
    Appreciation.give(cast.ben_partner, WORDS, now=NOON)
    Appreciation.give(cast.ana_partner, WORDS, now=NOON + timedelta(days=1))


@pytest.mark.parametrize("number", [0, 1, 11])
def test_the_database_holds_ten_a_day_each_once(cast, given, number):
    again = Appreciation(
        couple=cast.couple, author=cast.ana_partner, given_on=TODAY, number=number, words=WORDS
    )
    with pytest.raises(IntegrityError):
        again.save(force_insert=True)


def test_muting_does_not_give_the_author_more_or_less(cast, given):
    AppreciationOwn.mute(cast.ben_partner, muted=True)
    say(cast.ana_partner, 9)
    with pytest.raises(TooOften):
        Appreciation.give(cast.ana_partner, "One more.", now=NOON)


def test_mute_keeps_all_of_it_off_ones_own_pages_alone(cast, given):
    AppreciationOwn.mute(cast.ben_partner, muted=True)
    Appreciation.give(cast.ben_partner, "And you.", now=NOON)
    assert read(cast.ben) == ["And you."]
    assert on_today(cast.ben) == []
    assert sorted(read(cast.ana)) == ["And you.", WORDS]
    AppreciationOwn.mute(cast.ben_partner, muted=False)
    assert sorted(read(cast.ben)) == ["And you.", WORDS]


def test_one_that_was_put_away_leaves_its_receivers_pages_alone(cast, given):
    other = Appreciation.give(cast.ana_partner, "For the tea.", now=NOON)
    given.put_away(cast.ben_partner)
    assert read(cast.ben) == on_today(cast.ben) == ["For the tea."]
    assert len(read(cast.ana)) == 2
    assert Appreciation.put_away_by(cast.ben_partner) == [given]
    given.take_out(cast.ben_partner)
    assert len(read(cast.ben)) == 2
    assert other.words == "For the tea."


def test_its_author_cannot_put_it_away(cast, given):
    with pytest.raises(RuleBroken, match="stays with whom"):
        given.put_away(cast.ana_partner)
    assert read(cast.ben) == [WORDS]


def test_nobody_on_a_pause_is_thanked_back_to_today(cast, given):
    Pause.begin(cast.ben_partner, now=NOON)
    assert on_today(cast.ben) == []
    assert read(cast.ben) == [WORDS]


def test_nobody_to_thank_is_a_sentence(cast, given):
    cast.ben_partner.leave(now=NOON)
    with pytest.raises(RuleBroken, match="nobody beside you"):
        Appreciation.give(cast.ana_partner, "Come back.", now=NOON)


def test_one_who_is_alone_yet_has_nobody_to_thank(cast):
    (partner,) = make_couple(cast.dan).partners_now()
    with pytest.raises(RuleBroken, match="nobody beside you"):
        Appreciation.give(partner, WORDS, now=NOON)


def exported(model, person):
    classified = classification_of(model)
    received = classified.received.rows(person).count() if classified.received else 0
    return classified.mine(person).count(), received


def test_it_is_in_both_exports_however_its_receiver_keeps_it(cast, given):
    AppreciationOwn.mute(cast.ben_partner, muted=True)
    given.put_away(cast.ben_partner)
    cast.ana_partner.leave(now=NOON)
    assert exported(Appreciation, cast.ana) == (1, 0)
    assert exported(Appreciation, cast.ben) == (0, 1)
    assert exported(AppreciationOwn, cast.ana) == (0, 0)
    assert exported(AppreciationOwn, cast.ben) == (1, 0)


def test_another_couple_reads_nothing_of_it(cast, given):
    make_couple(cast.dan, cast.chen)
    assert read(cast.dan) == []
    assert exported(Appreciation, cast.dan) == (0, 0)
