"""The pages on which a ritual in own words is written and changed."""

import pytest
import time_machine
from django.urls import reverse

from checkins.models import OwnQuestions, Ritual
from tests.cast import NOON, make_couple, make_person
from tests.checkins.own import EVERY_DAY, SMILE, TEA, asked, own_ritual

NEW = "/talks/own/"
PLAN = {"often": "day-1", "clock": "own", "at": "19:30", "started_on": "2026-03-02"}
WORDS = {"name": "Tea at six", "about": "Ten minutes for us."}
TWO = {
    "place": ["0", "1"],
    "q0-kind": "text", "q0-text": "What made me smile?", "q0-starts": "us",
    "q1-kind": "choice", "q1-text": "Tea?", "q1-offered": "Tea\n\nCoffee\n", "q1-starts": "me",
}  # fmt: skip
ALL = WORDS | TWO | PLAN


@pytest.fixture
def ana_client(client, cast):
    """Ana, signed in, at noon."""
    with time_machine.travel(NOON, tick=False):
        client.force_login(cast.ana)
        yield client


@pytest.fixture
def tea(cast, starters):
    return own_ritual(cast)


def page_of(response):
    return response.content.decode()


def in_order(page, *words):
    places = [page.index(word) for word in words]
    return places == sorted(places)


def test_begin_in_own_words(ana_client, cast, starters):
    response = ana_client.post(NEW, ALL | {"begin": "1"})
    ritual = cast.couple.rituals.get()
    assert response.url == reverse("checkins:ritual", args=[ritual.pk])
    assert [one["text"] for one in asked(ritual)] == ["What made me smile?", "Tea?"]
    assert asked(ritual)[1]["choices"] == ["Tea", "Coffee"]
    assert "Tea at six" in page_of(ana_client.get("/talks/"))


@pytest.mark.parametrize(
    "kind", ["level", "words", "choice", "yes-no", "text", "item"], ids=lambda kind: kind
)
def test_every_kind_can_be_added(ana_client, starters, kind):
    response = ana_client.post(NEW, ALL | {"add": kind})
    assert response.status_code == 200
    assert f'name="q2-kind" value="{kind}"' in page_of(response)
    assert "What made me smile?" in page_of(response)
    assert not Ritual.objects.exists()


def test_questions_move_and_go_by_plain_buttons(ana_client, starters):
    down = page_of(ana_client.post(NEW, ALL | {"down": "0"}))
    assert in_order(down, "Tea?", "What made me smile?")
    up = page_of(ana_client.post(NEW, ALL | {"up": "1"}))
    assert in_order(up, "Tea?", "What made me smile?")
    still = page_of(ana_client.post(NEW, ALL | {"up": "0"}))
    assert in_order(still, "What made me smile?", "Tea?")
    gone = page_of(ana_client.post(NEW, ALL | {"remove": "0"}))
    assert "What made me smile?" not in gone
    assert "Tea?" in gone


def test_order_on_the_page_is_the_order_that_is_kept(ana_client, cast, starters):
    ana_client.post(NEW, ALL | {"place": ["1", "0"], "begin": "1"})
    assert [one["kind"] for one in asked(cast.couple.rituals.get())] == ["choice", "text"]


def test_nothing_is_told_of_mistakes_before_the_end(ana_client, starters):
    page = page_of(ana_client.post(NEW, {"place": ["0"], "q0-kind": "text", "add": "level"}))
    assert "Please look at this again" not in page


def test_a_look_ahead_keeps_nothing(ana_client, cast, starters):
    page = page_of(ana_client.post(NEW, ALL | {"preview": "1"}))
    assert "Today at 19:30" in page
    assert "Tomorrow at 19:30" in page
    assert not Ritual.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Give it a name."),
        ({"place": []}, "Add one question at least."),
        ({"q0-text": ""}, "Write the question."),
        ({"q1-offered": "Tea"}, "Write 2 answers at least"),
        ({"q1-offered": "\n".join(map(str, range(13)))}, "Write 2 answers at least"),
        ({"q1-offered": "Tea\n" + "x" * 41}, "room for 40 characters"),
        ({"q0-starts": "everybody"}, "Choose who sees it"),
        ({"q0-kind": "level", "q0-level": "obedience"}, "Choose a level from the list."),
        ({"q0-text": "Where were you today?"}, "Each of you comes and goes"),
        ({"name": "Show me your messages"}, "That belongs to those"),
        ({"q0-text": "a\u202eb"}, "turns the reading direction"),
        ({"often": "week-1"}, "Choose one day of the week at least."),
        ({"at": "25:61"}, "Write a time as 19:30."),
    ],
)
def test_wrong_words_are_400_and_nothing_typed_is_lost(ana_client, starters, wrong, said):
    response = ana_client.post(NEW, ALL | wrong | {"begin": "1"})
    assert response.status_code == 400
    assert said in page_of(response)
    assert "Ten minutes for us." in page_of(response)
    assert not Ritual.objects.exists()


def test_the_same_level_twice_is_400(ana_client, starters):
    level = {"q0-kind": "level", "q0-level": "trust", "q1-kind": "level", "q1-level": "trust"}
    response = ana_client.post(NEW, ALL | level | {"q1-starts": "me", "begin": "1"})
    assert response.status_code == 400
    assert "This level is asked already." in page_of(response)


@pytest.mark.parametrize("count", [13, 50])
def test_too_many_questions_are_400(ana_client, starters, count):
    many = {"place": [str(key) for key in range(count)]}
    for key in range(count):
        many |= {f"q{key}-kind": "text", f"q{key}-text": f"Q {key}", f"q{key}-starts": "me"}
    response = ana_client.post(NEW, WORDS | PLAN | many | {"begin": "1"})
    assert response.status_code == 400
    assert "There is room for 12 questions." in page_of(response)


@pytest.mark.parametrize("place", [["0", "0"], ["x"], ["-1"], ["9" * 400], ["٣"]])
def test_places_that_are_none_count_for_nothing(ana_client, starters, place):
    response = ana_client.post(NEW, ALL | {"place": place, "begin": "1"})
    assert response.status_code in (302, 400)


def test_one_ritual_too_many_is_429_with_what_was_typed(ana_client, cast, starters):
    for _ in range(20):
        own_ritual(cast)
    response = ana_client.post(NEW, ALL | {"begin": "1"})
    assert response.status_code == 429
    assert "Ten minutes for us." in page_of(response)
    assert Ritual.objects.count() == 20


def test_replacing_another_couples_ritual_is_400(ana_client, cast, starters):
    others = make_couple(cast.dan, make_person("Eve"))
    theirs = OwnQuestions.begin(
        others, name="Theirs", about="", questions=[SMILE], plan=EVERY_DAY, now=NOON
    )
    response = ana_client.post(NEW, ALL | {"replaces": theirs.slug, "begin": "1"})
    assert response.status_code == 400
    assert "Theirs" not in page_of(ana_client.get(NEW))


# --- Changing them.


def words_url(ritual):
    return reverse("checkins:words", args=[ritual.pk])


def sent(ritual, **more):
    first, second = asked(ritual)
    typed = {"seen": OwnQuestions.digest(ritual), "q0-slug": first["slug"]} | {
        "q1-slug": second["slug"]
    }
    return WORDS | TWO | typed | more


def test_change_the_questions(ana_client, tea):
    page = page_of(ana_client.get(words_url(tea)))
    assert "What made me smile?" in page
    response = ana_client.post(words_url(tea), sent(tea, place=["1", "0"], keep="1"))
    assert response.status_code == 302
    assert [one["kind"] for one in asked(tea)] == ["choice", "text"]


def test_change_of_what_changed_meanwhile_is_409_and_keeps_what_was_typed(ana_client, tea):
    typed = sent(tea, keep="1") | {"q0-text": "What made me laugh?"}
    OwnQuestions.rewrite(
        tea, name="Tea", about="", questions=[TEA], seen=OwnQuestions.digest(tea), now=NOON
    )
    response = ana_client.post(words_url(tea), typed)
    assert response.status_code == 409
    assert "The words changed after you opened them." in page_of(response)
    assert "What made me laugh?" in page_of(response)
    assert len(asked(tea)) == 1
    again = typed | {"seen": OwnQuestions.digest(tea)}
    assert ana_client.post(words_url(tea), again).status_code == 302
    assert len(asked(tea)) == 2


def test_a_mistake_does_not_hide_that_it_changed_meanwhile(ana_client, tea):
    typed = sent(tea, keep="1", name="")
    OwnQuestions.rewrite(
        tea, name="Tea", about="", questions=[TEA], seen=OwnQuestions.digest(tea), now=NOON
    )
    response = ana_client.post(words_url(tea), typed)
    assert response.status_code == 400
    assert f'name="seen" value="{typed["seen"]}"' in page_of(response)


def test_words_of_the_library_are_not_changed_here(ana_client, daily):
    assert ana_client.get(words_url(daily)).status_code == 404
    assert ana_client.post(words_url(daily), ALL).status_code == 404


def test_another_couples_words_are_404(ana_client, cast, tea):
    make_couple(cast.dan, make_person("Eve"))
    ana_client.force_login(cast.dan)
    assert ana_client.get(words_url(tea)).status_code == 404
    assert ana_client.post(words_url(tea), sent(tea, keep="1")).status_code == 404


def test_nobody_is_named_as_the_writer(ana_client, cast, tea):
    ana_client.force_login(cast.ben)
    page = page_of(ana_client.get(reverse("checkins:ritual", args=[tea.pk])))
    assert "What made me smile?" in page
    assert "Ana" not in page
