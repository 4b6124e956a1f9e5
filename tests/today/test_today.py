"""Today: what is due, what opened, what waits, one next step."""

import pytest
import time_machine
from django.urls import reverse

from agreements.models import Agreement, ClauseTemplate
from checkins.models import Occurrence, Ritual, RitualTemplate
from tests.agreements.signing import OPEN, proposal, sign
from tests.cast import NOON, make_couple
from tests.checkins.conftest import TODAY, answered, berlin, us
from tests.library import CLAUSES, RITUALS, load_library

URL = "/today/"
EVENING, MORNING = berlin(2, 20), berlin(3, 7)


@pytest.fixture
def starters(db):
    """The library that comes with the product."""
    load_library(CLAUSES, RITUALS)


@pytest.fixture
def daily(cast, starters):
    """The daily check-in of Ana and Ben."""
    template = RitualTemplate.published.get(slug="daily-check-in", language="en")
    return Ritual.begin(cast.couple, template, now=NOON)


def page(client, person, at=NOON):
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        response = client.get(URL)
    assert response.status_code == 200
    return response.content.decode()


def test_a_person_without_a_couple_is_sent_to_the_start(client, cast):
    client.force_login(cast.dan)
    assert client.get(URL).url == reverse("couples:start")


def test_with_nothing_the_next_step_is_to_choose(client, cast, starters):
    shown = page(client, cast.ana)
    assert "Choose what you would like to talk about" in shown
    assert shown.count("card--next") == 1


def test_one_partner_alone_answers_then_invites(client, cast, starters):
    couple = make_couple(cast.dan)
    (partner,) = couple.partners_now()
    clause = Agreement.of(couple).add(
        ClauseTemplate.published.filter(floor=False, language="en").first(), partner=partner
    )
    assert "1 clause waits for your answer" in page(client, cast.dan)
    assert clause


def test_what_is_due_comes_first(client, cast, daily):
    assert "Answer now" not in page(client, cast.ana, berlin(2, 19, 29))
    shown = page(client, cast.ana, berlin(2, 19, 30))
    assert "Answer now" in shown
    assert shown.count("card--next") == 1
    assert str(Occurrence.on(daily, TODAY).pk) in shown


def test_what_is_done_is_not_due(client, cast, daily):
    answered(daily, cast.ana_partner, {}, at=EVENING)
    assert "Answer now" not in page(client, cast.ana, EVENING)
    assert "Answer now" in page(client, cast.ben, EVENING)


def test_what_opened_shows_from_its_hour_until_the_day_after_next(client, cast, daily):
    for partner in (cast.ana_partner, cast.ben_partner):
        answered(daily, partner, {"trust": us(4)}, at=EVENING)
    assert "Opened between you" not in page(client, cast.ana, berlin(3, 6, 59))
    assert "Opened between you" in page(client, cast.ana, MORNING)
    assert "Opened between you" not in page(client, cast.ana, berlin(5, 7))


def test_what_only_i_opened_is_no_news_to_me(client, cast, daily):
    checkin = answered(daily, cast.ana_partner, {"trust": us(4)}, at=EVENING)
    checkin.open_alone("trust", now=MORNING)
    assert "Opened between you" not in page(client, cast.ana, berlin(4, 8))
    assert "Opened between you" in page(client, cast.ben, berlin(4, 8))


def test_while_a_check_in_is_due_the_draft_waits_below(client, cast, daily):
    template = ClauseTemplate.published.filter(floor=False, language="en").first()
    Agreement.of(cast.couple).add(template, partner=cast.ana_partner)
    shown = page(client, cast.ana, EVENING)
    assert shown.index("Answer now") < shown.index("1 clause waits for your answer")


@pytest.mark.parametrize("count", [1, 3])
def test_today_query_count(client, cast, daily, django_assert_max_num_queries, count):
    for template in ClauseTemplate.published.filter(floor=False, language="en")[:count]:
        Agreement.of(cast.couple).add(template, partner=cast.ana_partner)
    page(client, cast.ana, EVENING)
    with django_assert_max_num_queries(8), time_machine.travel(EVENING, tick=False):
        client.get(URL)


def test_a_version_open_for_signing_is_one_press_away_until_one_has_signed(client, cast):
    version = proposal(cast)
    address = reverse("agreements:version", args=[version.pk])
    assert address in page(client, cast.ana, OPEN)
    sign(version, cast.ana_partner)
    assert address not in page(client, cast.ana, OPEN)
    assert address in page(client, cast.ben, OPEN)
