"""The small wins of a month: what went well, open to both, and nothing else."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Term
from checkins import wins
from checkins.models import Appreciation, AppreciationOwn, FollowUp, Repair
from tests.agreements.signing import in_force, intrusive, with_a_term
from tests.cast import NOON
from tests.checkins import sessions
from tests.checkins.conftest import answered, berlin, us
from trustpact.couples.models import Partner

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DEBRIEF = "weekly-debrief"
MARCH, LATER = date(2026, 3, 1), berlin(20, 12)


def read(person, now=LATER, month=MARCH):
    """Return (kind, words, whose) of a month as a person reads it."""
    found = wins.of_month(Partner.objects.of(person), month, now)
    return [(win.kind, win.words, win.partner and win.partner.name) for win in found]


def page_of(person, at=LATER, month=""):
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        return client.get("/talks/months/", {"month": month} if month else {})


def test_thanks_stand_there_for_both_from_the_first_moment_on(cast, starters):
    Appreciation.give(cast.ana_partner, "For the tea.", now=NOON)
    assert read(cast.ana, NOON) == read(cast.ben, NOON) == [("given", "For the tea.", "Ana")]


def test_what_was_noticed_stands_there_once_it_opened(cast, daily):
    for partner, words in ((cast.ana_partner, "You called."), (cast.ben_partner, "You waited.")):
        answered(daily, partner, {"noticed": us(words)}, at=berlin(2, 20))
    assert read(cast.ana, berlin(3, 6, 59)) == []
    assert read(cast.ana, berlin(3, 7)) == [
        ("said", "You called.", "Ana"),
        ("said", "You waited.", "Ben"),
    ]


def test_what_is_needed_or_rated_is_no_win(cast, daily):
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(daily, partner, {"need": us("Rest."), "trust": us(5)}, at=berlin(2, 20))
    assert read(cast.ana) == []


def test_what_its_author_takes_back_is_gone(cast, daily):
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(daily, partner, {"noticed": us("You called.")}, at=berlin(2, 20))
    mine = daily.occurrences.get().checkin_of(cast.ana_partner)
    mine.take_back("noticed", now=berlin(4, 9))
    assert "Ana" not in {whose for *_, whose in read(cast.ben)}


def test_what_was_held_together_stands_there_and_what_was_stopped_does_not(cast, starters):
    held = sessions.keep(cast.couple, DEBRIEF)
    at = sessions.at(DEBRIEF)
    sessions.begin(held, cast, now=at)
    assert read(cast.ana) == []
    while not (session := sessions.fresh(held)).is_over:
        sessions.go(held, session.speaker or cast.ana_partner, now=at)
    assert read(cast.ana) == [("held", "Weekly debrief", None)]


def test_a_signed_agreement_stands_there_without_who_signed_when(cast, starters):
    in_force(cast)
    assert [one for one in read(cast.ana) if one[0] == "signed"] == [("signed", "", None)]


def test_a_renewal_stands_there_once_both_said_so(cast, starters):
    version, at = with_a_term(cast), berlin(20, 12, month=4)
    april = {"now": at, "month": date(2026, 4, 1)}
    for partner, found in ((cast.ana_partner, []), (cast.ben_partner, [("renewed", "", None)])):
        Term.renew(version, intrusive(version), partner=partner, auth="password", now=at)
        assert read(cast.ana, **april) == read(cast.ben, **april) == found


def test_what_hurt_and_what_was_decided_stand_nowhere(cast, starters):
    Repair.open(cast.couple, cast.ana_partner, hurt=True, words="You laughed.", now=NOON)
    FollowUp.note(cast.couple, "Call the bank.", owner=cast.ana_partner, now=NOON)
    FollowUp.objects.get().close(cast.ana_partner, now=NOON)
    assert read(cast.ana) == read(cast.ben) == []


def test_other_months_hold_their_own(cast, starters):
    Appreciation.give(cast.ana_partner, "For March.", now=NOON)
    Appreciation.give(cast.ana_partner, "For April.", now=berlin(2, 12, month=4))
    at = berlin(20, 12, month=4)
    assert [words for _, words, _ in read(cast.ben, at, date(2026, 4, 1))] == ["For April."]
    shown = page_of(cast.ben, at).content.decode()
    assert ("For April." in shown, "For March." in shown) == (True, False)
    assert "?month=2026-03" in shown
    assert "For March." in page_of(cast.ben, at, "2026-03").content.decode()


@pytest.mark.parametrize(
    "month", ["2026-02", "2026-04", "2026-13", "0000-01", "99999-01", "2026-03-01", "x", "٣"]
)
def test_a_month_that_is_not_theirs_is_no_page(cast, month):
    assert page_of(cast.ana, month=month).status_code == 404


def test_the_wins_of_one_day_stand_under_its_date(cast, starters):
    for words in ("For the tea.", "For the walk."):
        Appreciation.give(cast.ana_partner, words, now=NOON)
    shown = page_of(cast.ben).content.decode()
    assert shown.count('<p class="timeline__day">2 March</p>') == 1
    assert shown.count('class="timeline__said"') == 2


def test_an_empty_month_says_what_the_page_is_for(cast):
    shown = page_of(cast.ana).content.decode()
    assert "A quiet month" in shown
    assert 'href="/talks/thanks/"' in shown


def test_nothing_is_counted_and_no_time_stands_there(cast, starters):
    for number in range(3):
        Appreciation.give(cast.ana_partner, f"For this, {'abc'[number]}.", now=NOON)
    shown = page_of(cast.ben).content.decode()
    main = shown[shown.index("<main") : shown.index("</main")]
    assert "2 March" in main
    assert not any(word in main for word in ("12:00", "13:00", "3 times", "(3)"))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow(cast, daily, count):
    in_force(cast)
    for number in range(count):
        for partner in (cast.ana_partner, cast.ben_partner):
            day = TODAY + timedelta(days=number)
            answered(daily, partner, {"noticed": us("Tea.")}, at=berlin(2 + number, 20), date=day)
            Appreciation.give(partner, f"For this, {number}.", now=NOON)
    page_of(cast.ana)
    with CaptureQueriesContext(connection) as queries:
        wins.of_month(Partner.objects.of(cast.ana), MARCH, LATER)
    assert len(queries) <= 6 + 2  # the couple's key, and each person's, at most


def test_the_monthly_ceremony_gathers_the_thanks_of_its_month(cast, starters):
    Appreciation.give(cast.ana_partner, "For the tea.", now=NOON)
    at = sessions.at("monthly-ceremony")
    date_ = sessions.keep(cast.couple, "monthly-ceremony")
    sessions.begin(date_, cast, now=at)
    for person, shows in ((cast.ana, True), (cast.ben, False)):
        if person == cast.ben:
            AppreciationOwn.mute(cast.ben_partner, muted=True)
        client = Client()
        with time_machine.travel(at, tick=False):
            client.force_login(person)
            shown = client.get(f"/talks/{date_.pk}/round/").content.decode()
        assert ("For the tea." in shown) == shows


@pytest.mark.parametrize("place", ["today", "repairs", "session"])
def test_thanks_stand_before_what_is_hard(cast, starters, place):
    Appreciation.give(cast.ana_partner, "For the tea.", now=NOON)
    debrief = sessions.keep(cast.couple, DEBRIEF)
    at, path, after = {
        "today": (NOON, "/today/", "Choose what you would like to talk about"),
        "repairs": (NOON, "/talks/steps/", "For you alone."),
        "session": (sessions.at(DEBRIEF), f"/talks/{debrief.pk}/round/", "What comes, and who"),
    }[place]
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(cast.ben)
        shown = client.get(path).content.decode()
    assert shown.index("For the tea.") < shown.index(after)
