"""The pages of the couple's rituals."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from checkins.models import Ritual, RitualTemplate, RitualTime
from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import begin

RITUALS = "/talks/"


@pytest.fixture
def ana_client(client, cast):
    """Ana, signed in, at noon."""
    with time_machine.travel(NOON, tick=False):
        client.force_login(cast.ana)
        yield client


def url(ritual, name="ritual"):
    return reverse(f"checkins:{name}", args=[ritual.pk])


def test_a_new_couple_is_offered_a_few(ana_client, starters):
    page = ana_client.get(RITUALS).content.decode()
    assert "Good to begin with" in page
    assert "Begin, every 2 days" in page
    assert page.index("For later") < page.index("Monthly vulnerability session")


def test_the_one_next_step_is_to_begin_until_something_is_kept(ana_client, cast, starters):
    primary = 'class="button button--primary"'
    page = ana_client.get(RITUALS).content.decode()
    assert page.count(primary) == 1
    assert page.index("Daily check-in") < page.index(primary) < page.index("Weekly debrief")
    assert page.index("Weekly debrief") < page.index("When you need it")

    begin(cast.couple, "weekly-debrief")
    page = ana_client.get(RITUALS).content.decode()
    assert primary not in page
    assert page.index("When you need it") < page.index("Begin, every day")


@pytest.mark.parametrize(("sent", "every"), [({"every": "2"}, 2), ({}, 1), ({"every": "x"}, 1)])
def test_begin_in_one_click(ana_client, cast, starters, sent, every):
    template = RitualTemplate.published.get(slug="daily-check-in", language="en")
    response = ana_client.post(url(template, "begin"), sent)
    assert response.url == RITUALS
    assert cast.couple.rituals.get().every == every


def test_begin_of_an_unknown_template_is_404(ana_client, cast, starters):
    assert ana_client.post(url(cast.couple, "begin")).status_code == 404


def test_kept_rituals_say_when_they_come_round(ana_client, daily):
    page = ana_client.get(RITUALS).content.decode()
    assert "Today at 19:30" in page
    assert "Every day" in page


def test_own_time_is_kept_and_shown_to_nobody_else(ana_client, cast, daily):
    ana_client.force_login(cast.ben)
    before = ana_client.get(RITUALS).content
    ana_client.force_login(cast.ana)
    ana_client.post(url(daily, "own"), {"at": "21:15", "mail": "on"})
    assert RitualTime.objects.get().at == time(21, 15)
    assert "Today at 21:15" in ana_client.get(RITUALS).content.decode()
    ana_client.force_login(cast.ben)
    assert len(ana_client.get(RITUALS).content) == len(before)


@pytest.mark.parametrize("wrong", ["", "25:00", "noon"])
def test_a_wrong_time_is_400(ana_client, daily, wrong):
    response = ana_client.post(url(daily, "own"), {"at": wrong})
    assert response.status_code == 400
    assert not RitualTime.objects.exists()


def test_rest_and_go_on(ana_client, daily):
    ana_client.post(url(daily, "rest"), {"until": "2026-03-20"})
    daily.refresh_from_db()
    assert daily.rest_until == date(2026, 3, 20)
    assert "goes on from Friday, 20 March" in ana_client.get(url(daily)).content.decode()
    ana_client.post(url(daily, "rest"), {})
    daily.refresh_from_db()
    assert daily.rest_until is None


@pytest.mark.parametrize(
    ("until", "status"), [("", 400), ("soon", 400), ("0001-01-01", 409), ("2026-03-02", 409)]
)
def test_a_wrong_rest_is_refused_with_a_sentence(ana_client, daily, until, status):
    assert ana_client.post(url(daily, "rest"), {"until": until}).status_code == status


def test_everything_rests_in_one_step(ana_client, cast, daily):
    begin(cast.couple, "weekly-debrief")
    ana_client.post(reverse("checkins:rest_all"), {"until": "2026-03-20"})
    assert set(Ritual.objects.values_list("rest_until", flat=True)) == {date(2026, 3, 20)}


def test_end_ends_it_for_both(ana_client, daily):
    ana_client.post(url(daily, "end"))
    daily.refresh_from_db()
    assert daily.ended_on == NOON.date()
    assert ana_client.get(url(daily)).status_code == 404


@pytest.mark.parametrize("name", ["ritual", "own", "time", "rest", "end"])
def test_another_couples_ritual_is_404(ana_client, cast, daily, name):
    make_couple(cast.dan, make_person("Eve"))
    ana_client.force_login(cast.dan)
    method = ana_client.get if name == "ritual" else ana_client.post
    assert method(url(daily, name)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_rituals_query_count(ana_client, cast, starters, django_assert_num_queries, count):
    for slug in ["daily-check-in", "weekly-debrief", "monthly-ceremony"][:count]:
        begin(cast.couple, slug)
    with django_assert_num_queries(8):
        page = ana_client.get(RITUALS).content.decode()
        assert page.count('href="/talks/settings/') == count
