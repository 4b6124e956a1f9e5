"""The page on which a ritual's plan is changed for both."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from tests.cast import NOON, make_couple, make_person
from tests.checkins.conftest import begin
from tests.checkins.own import own_ritual

PLAN = {"often": "week-1", "weekdays": ["0"], "clock": "shared", "at": "18:00"}


@pytest.fixture
def ana_client(client, cast):
    """Ana, signed in, at noon."""
    with time_machine.travel(NOON, tick=False):
        client.force_login(cast.ana)
        yield client


@pytest.fixture
def debrief(cast, starters):
    return begin(cast.couple, "weekly-debrief")


def url(ritual):
    return reverse("checkins:time", args=[ritual.pk])


def kept(ritual, *names):
    ritual.refresh_from_db()
    return tuple(getattr(ritual, name) for name in names)


@pytest.mark.parametrize(
    ("sent", "kept_as"),
    [
        ({"often": "day-2"}, ("day", 2, "", 0, 0)),
        ({"weekdays": ["4", "0"]}, ("week", 1, "04", 0, 0)),
        ({"weekdays": ["4", "0", "4"]}, ("week", 1, "04", 0, 0)),
        ({"often": "other", "every": "3", "unit": "week"}, ("week", 3, "0", 0, 0)),
        ({"often": "month-1", "by": "day", "day": "31"}, ("month", 1, "", 31, 0)),
        (
            {"often": "other", "every": "6", "unit": "month", "by": "weekday", "nth": "-1", "weekday": "4"},
            ("month", 6, "4", 0, -1),
        ),
        ({"often": "other", "every": "366", "unit": "day"}, ("day", 366, "", 0, 0)),
    ],
)  # fmt: skip
def test_every_rhythm_can_be_kept(ana_client, debrief, sent, kept_as):
    assert ana_client.post(url(debrief), PLAN | sent).status_code == 302
    assert kept(debrief, "unit", "every", "weekdays", "day", "nth") == kept_as


def test_what_does_not_belong_to_a_rhythm_is_ignored(ana_client, debrief):
    rubbish = {"every": "-4", "unit": "year", "weekdays": ["9"], "by": "x", "nth": "7", "day": "40"}
    assert ana_client.post(url(debrief), PLAN | rubbish | {"often": "day-1"}).status_code == 302
    assert kept(debrief, "unit", "every", "weekdays") == ("day", 1, "")


def test_clock_time_days_and_place_are_changed(ana_client, cast, debrief):
    own = own_ritual(cast)
    sent = {
        "clock": "own", "at": "07:05", "started_on": "2026-03-09", "ends_on": "2026-06-01",
        "replaces": own.slug,
    }  # fmt: skip
    assert ana_client.post(url(debrief), PLAN | sent).status_code == 302
    assert kept(debrief, "clock", "at", "started_on", "ends_on", "replaces") == (
        "own", time(7, 5), date(2026, 3, 9), date(2026, 6, 1), own.slug,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"often": ""}, "Choose how often."),
        ({"often": "hourly"}, "Choose from the list."),
        ({"weekdays": []}, "Choose one day of the week at least."),
        ({"weekdays": ["7"]}, "Choose from the list."),
        ({"often": "other", "unit": "day"}, "Write how many days"),
        ({"often": "other", "every": "0", "unit": "day"}, "Write a number from 1 to 366."),
        ({"often": "other", "every": "100000", "unit": "day"}, "Write a number from 1 to 366."),
        ({"often": "other", "every": "9" * 5000, "unit": "day"}, "Write a whole number"),
        ({"often": "other", "every": "1.5", "unit": "day"}, "Write a whole number"),
        ({"often": "other", "every": "2"}, "Choose days, weeks or months."),
        ({"often": "month-1"}, "Choose how its day in the month is found."),
        ({"often": "month-1", "by": "day"}, "Choose a day of the month."),
        ({"often": "month-1", "by": "day", "day": "32"}, "Choose from the list."),
        ({"often": "month-1", "by": "weekday", "nth": "1"}, "Choose which weekday of the month."),
        ({"clock": ""}, "Choose one of the two."),
        ({"at": ""}, "Choose a time."),
        ({"at": "24:00"}, "Write a time as 19:30."),
        ({"started_on": "2026-02-29"}, "Write a day as"),
        ({"started_on": "2026-03-01"}, "from today on, within two years"),
        ({"started_on": "9999-12-31"}, "from today on, within two years"),
        ({"ends_on": "2026-03-01"}, "The last day is before the first one."),
        ({"ends_on": "9999-12-31"}, "within ten years"),
        ({"started_on": "2026-04-02", "ends_on": "2026-04-01"}, "before the first one"),
        ({"replaces": "own-someone-elses"}, "Choose from the list."),
    ],
)
def test_a_wrong_plan_is_400_and_changes_nothing(ana_client, debrief, wrong, said):
    response = ana_client.post(url(debrief), PLAN | wrong)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert kept(debrief, "unit", "every", "weekdays", "ends_on") == ("week", 1, "6", None)


def test_a_plan_without_a_date_is_409_with_the_form(ana_client, debrief):
    sent = {"often": "month-1", "by": "day", "day": "20", "ends_on": "2026-03-10"}
    response = ana_client.post(url(debrief), PLAN | sent)
    assert response.status_code == 409
    assert "This would never come round." in response.content.decode()
    assert kept(debrief, "unit", "ends_on") == ("week", None)


def test_another_rituals_or_couples_id_is_404(ana_client, cast, debrief):
    make_couple(cast.dan, make_person("Eve"))
    ana_client.force_login(cast.dan)
    assert ana_client.get(url(debrief)).status_code == 404
    assert ana_client.post(url(debrief), PLAN).status_code == 404
    assert ana_client.get(url(cast.couple)).status_code == 404


def test_a_look_ahead_says_the_next_three_dates_and_keeps_nothing(ana_client, debrief):
    sent = PLAN | {"often": "month-1", "by": "day", "day": "31", "preview": "1"}
    page = ana_client.post(url(debrief), sent).content.decode()
    assert "Every month, on day 31, or the last day of a shorter month" in page
    for day in ("Tuesday, 31 March", "Thursday, 30 April", "Sunday, 31 May"):
        assert day in page
    assert kept(debrief, "unit") == ("week",)


def test_the_next_three_dates_stand_on_the_rituals_page(ana_client, debrief):
    page = ana_client.get(reverse("checkins:ritual", args=[debrief.pk])).content.decode()
    for day in ("Sunday, 8 March at 18:00", "Sunday, 15 March", "Sunday, 22 March"):
        assert day in page


def test_a_planned_end_that_came_leaves_no_date_ahead(ana_client, cast, starters):
    own_ritual(cast, ends_on=date(2026, 3, 2))
    with time_machine.travel(NOON.replace(day=9), tick=False):
        ana_client.force_login(cast.ana)
        assert "No date ahead" in ana_client.get("/talks/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_plan_page_query_count(ana_client, cast, debrief, django_assert_num_queries, count):
    for _ in range(count - 1):
        own_ritual(cast)
    with django_assert_num_queries(8):
        ana_client.get(url(debrief))


@pytest.mark.parametrize("count", [1, 3])
def test_ritual_page_query_count(ana_client, cast, starters, django_assert_num_queries, count):
    rituals = [own_ritual(cast) for _ in range(count)]
    with django_assert_num_queries(8):
        ana_client.get(reverse("checkins:ritual", args=[rituals[0].pk]))
