from uuid import uuid4

import pytest
from django.urls import reverse

from checkins.models import Exercise
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starters")]


def named(slug, language="en"):
    return Exercise.named(slug, language)


def names_on(page):
    return {one.name for one in Exercise.published.filter(language="en") if one.name in page}


@pytest.fixture
def ana(client, cast):
    client.force_login(cast.ana)
    return client


@pytest.mark.parametrize("language", ["en", "de"])
def test_library_holds_every_exercise(language):
    assert Exercise.published.filter(language=language).count() == 11


def test_every_step_has_a_pace_and_all_fit_the_time():
    for one in Exercise.published.all():
        assert len(one.pace) == len(one.steps)
        assert sum(one.pace) <= one.minutes


def test_a_german_exercise_differs_from_the_english_one_in_words_alone():
    for one in Exercise.published.filter(language="de"):
        english = named(one.slug)
        for name in ("kind", "minutes", "together", "careful", "pace"):
            assert getattr(one, name) == getattr(english, name)
        assert len(one.steps) == len(english.steps)
        assert not set(one.steps) & set(english.steps)


def test_every_exercise_that_speaks_of_fear_or_hurt_shows_the_way_to_help():
    for one in Exercise.published.filter(language="en"):
        if any(word in " ".join(one.steps) for word in ("afraid", "hurt", "bad", "owed")):
            assert one.careful


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ({"kind": "visualisation"}, {"A safe evening", "The other side of the day"}),
        ({"who": "alone", "minutes": "8"}, {"The other side of the day"}),
        ({"who": "together", "minutes": "8"}, {"From complaint to request", "Give and take"}),
        ({"kind": "role-play", "who": "alone"}, set()),
    ],
)
def test_exercises_are_looked_for(ana, looked_for, found):
    page = ana.get(reverse("checkins:exercises"), looked_for).content.decode()

    assert names_on(page) == found
    assert ("There is none like that." in page) == (not found)


@pytest.mark.parametrize("bad", [{"kind": "1 or 1=1"}, {"minutes": "NaN"}, {"who": "nobody"}])
def test_a_search_that_makes_no_sense_says_so(ana, bad):
    response = ana.get(reverse("checkins:exercises"), bad)

    assert response.status_code == 400
    assert "Choose from the list." in response.content.decode()
    assert len(names_on(response.content.decode())) == 11


def test_the_steps_lead_from_one_to_the_next_and_each_can_be_the_last(ana):
    exercise = named("our-loop")
    end = reverse("checkins:exercise_end", args=[exercise.pk])
    for number, words in enumerate(exercise.steps, start=1):
        page = ana.get(
            reverse("checkins:exercise_step", args=[exercise.pk, number])
        ).content.decode()
        assert words in page
        assert "Stop here" in page
        assert end in page
        following = reverse("checkins:exercise_step", args=[exercise.pk, number + 1])
        assert (following in page) == (number < len(exercise.steps))


@pytest.mark.parametrize("number", [0, 6, 10**30])
def test_a_step_that_does_not_exist_is_not_there(ana, number):
    exercise = named("our-loop")
    assert ana.get(f"/talks/exercises/{exercise.pk}/{number}/").status_code == 404


def test_an_exercise_that_does_not_exist_is_not_there(ana):
    for name, more in (("exercise", []), ("exercise_step", [1]), ("exercise_end", [])):
        assert ana.get(reverse(f"checkins:{name}", args=[uuid4(), *more])).status_code == 404


def test_each_step_of_a_careful_exercise_shows_the_way_to_help(ana):
    careful, other = named("our-loop"), named("say-it-back")
    for number in (1, 5):
        page = ana.get(
            reverse("checkins:exercise_step", args=[careful.pk, number])
        ).content.decode()
        assert page.count('href="/safety/"') == 1
    page = ana.get(reverse("checkins:exercise_step", args=[other.pk, 1])).content.decode()
    assert 'href="/safety/"' not in page


def test_only_a_step_with_a_pace_has_a_timer(ana):
    exercise = named("our-loop")
    pages = [
        ana.get(reverse("checkins:exercise_step", args=[exercise.pk, number])).content.decode()
        for number in (1, 2)
    ]
    assert ["data-ring" in page for page in pages] == [False, True]
    assert 'data-seconds="300"' in pages[1]


def test_the_end_offers_to_write_something_down(ana):
    page = ana.get(
        reverse("checkins:exercise_end", args=[named("say-it-back").pk])
    ).content.decode()

    assert reverse("notes:new") in page


def test_one_without_a_couple_can_do_an_exercise(client, cast):
    client.force_login(cast.dan)
    address = reverse("checkins:exercise_step", args=[named("a-safe-evening").pk, 1])

    assert client.get(address).status_code == 200


def test_an_exercise_goes_on_when_it_is_revised_and_stops_when_it_is_retired(ana, cast):
    exercise = named("give-and-take")
    address = reverse("checkins:exercise_step", args=[exercise.pk, 1])
    revised = exercise.revise(
        fields={"steps": ["Say hello.", "Rest."], "pace": [1, 0]}, by=cast.ada
    )
    revised.submit().publish(by=cast.chen, now=NOON)
    assert "Say hello." in ana.get(address).content.decode()

    revised.retire()
    assert ana.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_exercise_query_count(ana, cast, count, django_assert_num_queries):
    exercise = named("give-and-take")
    for _ in range(count):
        exercise = exercise.revise(fields={}, by=cast.ada)
        exercise.submit().publish(by=cast.chen, now=NOON)
    address = reverse("checkins:exercise", args=[exercise.pk])
    with django_assert_num_queries(5):
        ana.get(address)
